// What lies in scratch files is encrypted, since a crash leaves them on the disk: they hold images and headers as they were.
//
// Invariants:
// 1. The key of a run is in memory only: what a killed run left behind can be read by nobody, the next run included.
// 2. Each file has a key of its own, from the key of the run and its random name; no key stream is used twice.
import { createCipheriv, createHmac, type Cipher } from "node:crypto";

/** Bytes of AES-256-CTR that one counter value stands for (NIST SP 800-38A 6.5). */
const blockBytes = 16;

/** Encryption of one scratch file, and, being counter mode, its decryption. */
export class ScratchCipher {
  readonly #fileKey: Buffer;

  /** `key` is that of the run, `name` the random name of the file. */
  constructor(key: Uint8Array, name: string) {
    this.#fileKey = createHmac("sha256", key).update(name).digest();
  }

  /** For bytes that follow one another from the beginning. */
  stream(): Cipher {
    return this.#streamAtBlock(0);
  }

  /** What was written where these bytes lie, at `offset` of the file. A new array. */
  decrypted(bytes: Uint8Array, offset: number): Uint8Array {
    const intoBlock = offset % blockBytes;
    const stream = this.#streamAtBlock((offset - intoBlock) / blockBytes);
    stream.update(new Uint8Array(intoBlock));
    return stream.update(bytes);
  }

  #streamAtBlock(block: number): Cipher {
    const counter = Buffer.alloc(blockBytes);
    counter.writeBigUInt64BE(BigInt(block), blockBytes - 8);
    return createCipheriv("aes-256-ctr", this.#fileKey, counter);
  }
}
