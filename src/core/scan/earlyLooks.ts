// When the images found so far are shown while a scan still runs: seldom, since each look costs the window frames.
import type { Clock } from "../ports/clock.ts";

/**
 * Numbers of images at which there is something to look at. None for more: by then a fast disk is done soon, and a window that
 * draws hundreds of stacks anew while files are read skips frames.
 */
const lookAtImages: readonly [number, ...number[]] = [50, 250, 1250];
/** Before the first of these numbers, also after so many milliseconds: a slow disc may never come to it. */
const lookAfterMs = [1500, 5000, 20_000];

/** The looks of one scan: six at most. */
export class EarlyLooks {
  readonly #show: () => void;
  #images = 0;
  #shownImages = 0;
  /** True from a look's time on, until there is an image to show at it. */
  #isDue = false;

  constructor(show: () => void) {
    this.#show = show;
  }

  /** Runs until `signal` aborts, or no time is left to look at. */
  async lookInTime(sleep: Clock["sleep"], signal: AbortSignal): Promise<void> {
    let passedMs = 0;
    for (const afterMs of lookAfterMs) {
      await sleep(afterMs - passedMs, signal);
      if (signal.aborted) return;
      passedMs = afterMs;
      this.#isDue = true;
      this.#lookIfDue();
    }
  }

  /** Counts the images found by now. */
  found(images: number): void {
    this.#images = images;
    const passed = (at: number) => at <= images && at > this.#shownImages;
    if (lookAtImages.some(passed)) this.#look();
    else this.#lookIfDue();
  }

  #lookIfDue(): void {
    const isEarly = this.#images < lookAtImages[0];
    if (this.#isDue && isEarly && this.#images > this.#shownImages)
      this.#look();
  }

  #look(): void {
    this.#isDue = false;
    this.#shownImages = this.#images;
    this.#show();
  }
}
