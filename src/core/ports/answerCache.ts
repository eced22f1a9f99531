// Port: answers of public archives kept on the disk, so that looking around costs the archive little. Nothing depends on it.

/** One answer as it is kept. */
export interface KeptAnswer {
  /** When it came, in milliseconds since 1970. */
  readonly atMs: number;
  readonly contentType: string;
  readonly text: string;
}

/** A cache of bounded size. What cannot be read or written is as good as absent. */
export interface AnswerCache {
  read(key: string): Promise<KeptAnswer | null>;
  /** Makes room by letting go of what was written longest ago. */
  write(key: string, answer: KeptAnswer): Promise<void>;
  clear(): Promise<void>;
}
