// Files waiting to be sent, with presigned URLs fetched just in time.
import type { Failure } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { SpooledFile } from "../ports/spool.ts";
import type { UploadGrant } from "../radiopaedia/imageUploads.ts";
import { presignBatchSize } from "./presignBatch.ts";

/** A file that may be sent now. */
export interface GrantedFile {
  readonly file: SpooledFile;
  readonly grant: UploadGrant;
  /** From here its URL ages. */
  readonly askedAtMs: number;
}

/** Whether its URL can be used. One from the future is of unknown age: the clock was set back since. */
export function isYoung(
  { askedAtMs }: GrantedFile,
  nowMs: number,
  maxAgeMs: number,
): boolean {
  const ageMs = nowMs - askedAtMs;
  return ageMs >= 0 && ageMs < maxAgeMs;
}

export interface PresignQueueDeps {
  readonly clock: Clock;
  /** Asks for grants, with retries. */
  readonly presign: (
    hashes: readonly Sha256Hex[],
  ) => Promise<Result<ReadonlyMap<Sha256Hex, UploadGrant>, Failure>>;
  readonly bytesPerSecond: () => number | null;
  readonly maxFiles: number;
  /** How many are sent at a time, as of now. */
  readonly minFiles: () => number;
  readonly maxAgeMs: number;
}

/**
 * Invariants: 1. one presign request at a time; 2. a URL that is too old is not handed out, its file goes back to the line;
 * 3. every file is handed out once.
 */
export class PresignQueue {
  readonly #deps: PresignQueueDeps;
  #waiting: SpooledFile[];
  #granted: GrantedFile[] = [];
  #refill: Promise<Result<null, Failure>> | null = null;

  constructor(files: readonly SpooledFile[], deps: PresignQueueDeps) {
    this.#waiting = [...files];
    this.#deps = deps;
  }

  /** The next file with its grant; null when none is left. */
  async take(): Promise<Result<GrantedFile | null, Failure>> {
    for (;;) {
      const next = this.#freshGrant();
      if (next !== null) {
        // Asked for ahead, so that the PUTs do not wait at the edge of a batch.
        if (this.#granted.length < this.#deps.minFiles())
          // A bug is met by who asks for the files, which are in the line again.
          this.#ask().catch(() => undefined);
        return success(next);
      }
      if (this.#waiting.length === 0 && this.#refill === null)
        return success(null);
      const asked = await this.#ask();
      if (!asked.ok) return asked;
    }
  }

  #freshGrant(): GrantedFile | null {
    const nowMs = this.#deps.clock.nowMs();
    for (;;) {
      const next = this.#granted.shift();
      if (next === undefined) return null;
      if (next.grant.url === null || isYoung(next, nowMs, this.#deps.maxAgeMs))
        return next;
      this.#waiting.unshift(next.file);
    }
  }

  #ask(): Promise<Result<null, Failure>> {
    if (this.#refill !== null) return this.#refill;
    if (this.#waiting.length === 0) return Promise.resolve(success(null));
    this.#refill = this.#askOnce().finally(() => {
      this.#refill = null;
    });
    return this.#refill;
  }

  async #askOnce(): Promise<Result<null, Failure>> {
    const { clock, maxFiles, maxAgeMs } = this.#deps;
    const size = presignBatchSize(this.#waiting, {
      maxFiles,
      minFiles: this.#deps.minFiles(),
      maxAgeMs,
      bytesPerSecond: this.#deps.bytesPerSecond(),
    });
    const batch = this.#waiting.splice(0, size);
    const askedAtMs = clock.nowMs();
    const hashes = batch.map((file) => file.sha256Hex);
    const answer = await this.#deps.presign(hashes).catch((bug: unknown) => {
      this.#waiting.unshift(...batch);
      throw bug;
    });
    if (!answer.ok) {
      this.#waiting.unshift(...batch);
      return failed(answer.failure);
    }
    for (const file of batch) {
      const grant = answer.value.get(file.sha256Hex);
      if (grant === undefined) this.#waiting.push(file);
      else this.#granted.push({ file, grant, askedAtMs });
    }
    return success(null);
  }
}
