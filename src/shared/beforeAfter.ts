// One image before and after de-identification, attribute by attribute: on screen only, never written.

/** One attribute; nested ones are told with their sequence. */
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
