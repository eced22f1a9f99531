// Uploaded bytes, one file per SHA-256; a file under its hash is complete and correct, because it is renamed there only after the check.
import { createHash, randomUUID, type Hash } from "node:crypto";
import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  type FileHandle,
} from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { failed, success, type Result } from "../../shared/result.ts";
import { errnoOf } from "../../shared/diskErrors.ts";

/** Codes by which Node says that the sender of a request went away. */
const interruptions = new Set([
  "ECONNRESET",
  "EPIPE",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ABORT_ERR",
]);

/** The storage's own limit for one object: 5 GiB. */
export const maxObjectBytes = 5 * 1024 ** 3;

/** Why bytes were not taken. `interrupted`: the sender went away. */
export type StoreFailure = "hashMismatch" | "interrupted" | "tooLarge";

/** What was stored. */
export interface StoredObject {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Bytes gathered before they are written. */
const writeBytes = 1024 * 1024;

/** Objects in a folder. */
export class ObjectStore {
  readonly #folder: string;
  readonly #sizes = new Map<string, number>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the store and clears what interrupted uploads left behind. Rejects with the disk's own error. */
  static async open(dataDir: string): Promise<ObjectStore> {
    const store = new ObjectStore(join(dataDir, "objects"));
    await mkdir(store.#folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(store.#folder)) {
      const path = join(store.#folder, name);
      if (/^[0-9a-f]{64}$/.test(name))
        store.#sizes.set(name, (await stat(path)).size);
      else if (name.endsWith(".part")) await rm(path, { force: true });
    }
    return store;
  }

  has(sha256: string): boolean {
    return this.#sizes.has(sha256);
  }

  /** Size in bytes, or null if the object was never stored. */
  sizeBytes(sha256: string): number | null {
    return this.#sizes.get(sha256) ?? null;
  }

  /** The bytes of a stored object; null if there is none. */
  async read(sha256: string): Promise<Buffer | null> {
    if (!this.has(sha256)) return null;
    return readFile(join(this.#folder, sha256));
  }

  /** Takes a stream to its end and keeps it under its hash. With `expected`, other bytes are thrown away. */
  async write(
    body: Readable,
    expected: string | null,
  ): Promise<Result<StoredObject, StoreFailure>> {
    const temporary = join(this.#folder, `${randomUUID()}.part`);
    const hash = createHash("sha256");
    const file = await open(temporary, "w");
    try {
      const sizeBytes = await copy(body, file, hash);
      await file.close();
      if (sizeBytes > maxObjectBytes) {
        await rm(temporary, { force: true });
        return failed("tooLarge");
      }
      const sha256 = hash.digest("hex");
      if (expected !== null && sha256 !== expected) {
        await rm(temporary, { force: true });
        return failed("hashMismatch");
      }
      await rename(temporary, join(this.#folder, sha256));
      this.#sizes.set(sha256, sizeBytes);
      return success({ sha256, sizeBytes });
    } catch (error) {
      await file.close();
      await rm(temporary, { force: true });
      if (interruptions.has(errnoOf(error))) return failed("interrupted");
      throw error;
    }
  }
}

/** Copies a stream to a file, up to just over the limit, in few, large writes: a request comes in pieces of 64 KiB, and each write costs a trip to another thread. */
async function copy(
  body: Readable,
  file: FileHandle,
  hash: Hash,
): Promise<number> {
  let sizeBytes = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flush = async () => {
    const joined = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    hash.update(joined);
    await file.appendFile(joined);
  };
  for await (const chunk of body as AsyncIterable<Buffer>) {
    waiting.push(chunk);
    waitingBytes += chunk.length;
    sizeBytes += chunk.length;
    if (waitingBytes >= writeBytes) await flush();
    if (sizeBytes > maxObjectBytes) break;
  }
  await flush();
  return sizeBytes;
}
