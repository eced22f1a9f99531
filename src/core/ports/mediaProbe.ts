// Port: what is known of the medium that a file lies on, before anything is read.

/** Slow ones seek badly: optical discs, USB sticks, network shares. Unknown ones are judged by their first reads. */
export type MediaSpeed = "fast" | "slow" | "unknown";

export interface MediaProbe {
  /** Never fails: a medium that cannot be asked is unknown. */
  speedOf(path: string): Promise<MediaSpeed>;
}
