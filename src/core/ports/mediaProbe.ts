// Port: what is known of the medium that a file lies on, before anything is read.

/** Slow ones seek badly, or may leave while they are needed: optical discs, USB sticks, network shares, and whatever is not known to stay. */
export type MediaSpeed = "fast" | "slow";

export interface MediaProbe {
  /** Never fails: a medium that cannot be asked is slow. */
  speedOf(path: string): Promise<MediaSpeed>;
}
