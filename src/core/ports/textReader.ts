// Port: recognises the characters of one line of text.

/** A line of text, dark on light, row by row from 0 to 255. */
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

export interface LineReader {
  /** The words of a line in reading order; none if nothing can be read. */
  read(line: LineImage): readonly ReadWord[];
}

export interface TextReader {
  /** Starts the reader if needed, which takes memory and a moment. */
  load(): Promise<LineReader>;
}
