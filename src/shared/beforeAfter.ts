// One image before and after de-identification, attribute by attribute: on screen only, never written.

/** One attribute; what is nested is told with its sequence. */
export interface BeforeAfterRow {
  /** Eight hexadecimal digits, upper case. */
  readonly tag: string;
  /** Empty for private and unknown attributes. */
  readonly keyword: string;
  /** Of the original; of the copy if the original has none. */
  readonly vr: string;
  /** Null if the original has no such attribute. Long and binary values are told by their size. */
  readonly before: string | null;
  /** Null if the copy has no such attribute. */
  readonly after: string | null;
  readonly action: "kept" | "emptied" | "replaced" | "removed" | "added";
}

/** One image and the copy of it that is sent. */
export interface ImageComparison {
  /** 1-based place in a file of several frames; null for a file of one image. */
  readonly frame: number | null;
  /** File meta first, in the order of the tags. Pixels are not among them. */
  readonly rows: readonly BeforeAfterRow[];
}
