// Port: recognises characters, of one line of text or of a page.

/** A line or page of text, dark on light, row by row from 0 to 255. */
export interface LineImage {
  readonly columns: number;
  readonly rows: number;
  readonly values: Uint8Array;
}

/** A word that was read. */
export interface ReadWord {
  readonly text: string;
  /** From 0 to 100, as the reader sees it. */
  readonly confidence: number;
  /** First column in the line image, and width. */
  readonly left: number;
  readonly width: number;
}

/** A word found on a page. */
export interface PageWord extends ReadWord {
  readonly top: number;
  readonly height: number;
  /** The same for words of one line. */
  readonly line: string;
}

export interface LineReader {
  /** The words of a line in reading order; none if nothing can be read. */
  read(line: LineImage): readonly ReadWord[];
  /** The words of an image with text anywhere on it, dark on light; takes about a second a megapixel. */
  readPage(page: LineImage): readonly PageWord[];
}

export interface TextReader {
  /** Starts the reader if needed, which takes memory and a moment. */
  load(): Promise<LineReader>;
}
