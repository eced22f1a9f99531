// Files on their way to the workers that read them: in jobs of one size, and not too many at a time.
import type { UnreadFile } from "../model/fileSource.ts";
import type { FileVerdict } from "./readFoundFile.ts";
import type { WalkOrder } from "./walkOrder.ts";

/** A file with its place in the walk. */
export interface PlacedFile {
  readonly file: UnreadFile;
  readonly order: WalkOrder<FileVerdict>;
  readonly place: number;
  /** Archives around it. */
  readonly depth: number;
  /** True for a file that was named itself, not found in a folder. */
  readonly isRoot: boolean;
}

/** Files in one job of a worker, if nobody asks for fewer: large enough to hide the cost of a message, small enough for what a job holds to be gone before V8 takes it for lasting. */
const mostFilesPerJob = 32;
/** Jobs beyond which the files of archives wait to be taken. */
const jobsInHand = 32;

/** Files listed and not yet read. */
export class ReadQueue {
  readonly #read: (files: readonly PlacedFile[]) => Promise<void>;
  readonly #filesPerJob: () => number;
  #waiting: PlacedFile[] = [];
  /** Jobs without an answer, oldest first. */
  readonly #reading = new Set<Promise<void>>();

  /** `read` resolves when its files have their verdicts. */
  constructor(
    read: (files: readonly PlacedFile[]) => Promise<void>,
    filesPerJob: () => number | undefined,
  ) {
    this.#read = read;
    this.#filesPerJob = () => filesPerJob() ?? mostFilesPerJob;
  }

  add(file: PlacedFile): void {
    this.#waiting.push(file);
  }

  /** Hands on waiting files that fill jobs. */
  startFull(): void {
    this.#start(this.#filesPerJob());
  }

  /** Hands on all waiting files. */
  startAll(): void {
    this.#start(1);
  }

  /** Waits while workers have plenty to do: what an archive lists need not all be held at once. */
  async fewInHand(): Promise<void> {
    while (this.#reading.size > jobsInHand) {
      const [oldest] = this.#reading;
      await oldest;
    }
  }

  #start(atLeast: number): void {
    const most = this.#filesPerJob();
    let taken = 0;
    while (this.#waiting.length - taken >= atLeast) {
      const files = this.#waiting.slice(taken, taken + most);
      taken += files.length;
      const reading = this.#read(files);
      this.#reading.add(reading);
      const done = () => this.#reading.delete(reading);
      // A failure is told to the one who gave `read`.
      void reading.then(done, done);
    }
    if (taken > 0) this.#waiting = this.#waiting.slice(taken);
  }
}
