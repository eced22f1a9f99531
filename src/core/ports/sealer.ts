// Port: encrypts what rests on this computer, with a key that is not there to be read.
import type { DiskFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";

/** Encrypts and decrypts the records of one purpose. */
export interface Sealer {
  seal(plain: Uint8Array): Uint8Array;
  /**
   * Failures: `recordDamaged` for bytes that are no record or were changed; `unreadable` with code WRONG_KEY for a sound
   * record of another key (the keychain was reset, or the folder comes from another computer), or NEWER_VERSION.
   */
  open(sealed: Uint8Array): Result<Uint8Array, DiskFailure>;
}
