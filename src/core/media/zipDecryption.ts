// Decrypts entries of zip archives: the traditional way (APPNOTE 6.1) and AES (WinZip's AE-1 and AE-2).
import {
  createCipheriv,
  createHmac,
  pbkdf2Sync,
  timingSafeEqual,
} from "node:crypto";
import { crc32 } from "node:zlib";
import { assertNever } from "../../shared/assertNever.ts";
import type { ZipLock } from "../model/fileSource.ts";

/** Bytes around the data of an encrypted entry. */
export interface LockOverhead {
  readonly before: number;
  readonly after: number;
}

/** Decrypts the data of one entry from its beginning. */
export interface Decryptor {
  update(encrypted: Uint8Array): Uint8Array;
  /** True if the bytes after the data vouch for all that was decrypted; AES only, always true otherwise. */
  isAuthentic(after: Uint8Array): boolean;
}

/** Bytes of verification value in an AES entry. */
const verifierBytes = 2;
const authenticationBytes = 10;
/** WinZip AES specification, "Key generation". */
const keyIterations = 1000;
const aesBlockBytes = 16;

/** How many bytes of an entry are not its data. */
export function lockOverhead(lock: ZipLock | null): LockOverhead {
  if (lock === null) return { before: 0, after: 0 };
  switch (lock.kind) {
    case "zipCrypto":
      return { before: 12, after: 0 };
    case "aes":
      return {
        before: lock.keyBytes / 2 + verifierBytes,
        after: authenticationBytes,
      };
    default:
      return assertNever(lock, "zip lock");
  }
}

/** A decryptor for an entry that begins with `before`; null if the password is wrong. */
export function openLock(lock: ZipLock, before: Uint8Array): Decryptor | null {
  switch (lock.kind) {
    case "zipCrypto": {
      const decryptor = new TraditionalDecryptor(lock.password);
      return decryptor.update(before).at(-1) === lock.checkByte
        ? decryptor
        : null;
    }
    case "aes":
      return openAes(lock, before);
    default:
      return assertNever(lock, "zip lock");
  }
}

function openAes(
  lock: ZipLock & { readonly kind: "aes" },
  before: Uint8Array,
): Decryptor | null {
  const { password, keyBytes } = lock;
  const saltBytes = keyBytes / 2;
  const keys = pbkdf2Sync(
    Buffer.from(password, "latin1"),
    before.subarray(0, saltBytes),
    keyIterations,
    2 * keyBytes + verifierBytes,
    "sha1",
  );
  const verifier = before.subarray(saltBytes, saltBytes + verifierBytes);
  if (Buffer.compare(keys.subarray(2 * keyBytes), verifier) !== 0) return null;
  return new AesDecryptor(
    keys.subarray(0, keyBytes),
    keys.subarray(keyBytes, 2 * keyBytes),
  );
}

/** The table of CRC-32. zlib inverts its register before and after; with both undone, each entry remains. */
const crcTable = Uint32Array.from(
  { length: 256 },
  (_, byte) => ~crc32(Uint8Array.of(byte), 0xffffffff),
);

function crcStep(crc: number, byte: number): number {
  return ((crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0)) >>> 0;
}

/** Three keys that every byte changes (APPNOTE 6.1.5). */
class TraditionalDecryptor implements Decryptor {
  #key0 = 0x12345678;
  #key1 = 0x23456789;
  #key2 = 0x34567890;

  constructor(password: string) {
    for (const byte of Buffer.from(password, "latin1")) this.#turn(byte);
  }

  update(encrypted: Uint8Array): Uint8Array {
    const data = new Uint8Array(encrypted.length);
    for (let index = 0; index < encrypted.length; index++) {
      const mixed = (this.#key2 | 2) & 0xffff;
      const byte =
        (encrypted[index] ?? 0) ^ ((Math.imul(mixed, mixed ^ 1) >>> 8) & 0xff);
      data[index] = byte;
      this.#turn(byte);
    }
    return data;
  }

  isAuthentic(): boolean {
    return true;
  }

  #turn(byte: number): void {
    this.#key0 = crcStep(this.#key0, byte);
    this.#key1 =
      (Math.imul((this.#key1 + (this.#key0 & 0xff)) | 0, 134775813) + 1) >>> 0;
    this.#key2 = crcStep(this.#key2, this.#key1 >>> 24);
  }
}

/** Counter mode as WinZip has it: the counter starts at 1 and grows at its first byte, where Node's own grows at its last. */
class AesDecryptor implements Decryptor {
  readonly #cipher;
  readonly #hmac;
  #counter = 0;
  #keyStream: Uint8Array = new Uint8Array(0);

  constructor(key: Uint8Array, authenticationKey: Uint8Array) {
    this.#cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null);
    this.#cipher.setAutoPadding(false);
    this.#hmac = createHmac("sha1", authenticationKey);
  }

  update(encrypted: Uint8Array): Uint8Array {
    this.#hmac.update(encrypted);
    this.#extendKeyStream(encrypted.length);
    const data = new Uint8Array(encrypted.length);
    for (let index = 0; index < encrypted.length; index++)
      data[index] = (encrypted[index] ?? 0) ^ (this.#keyStream[index] ?? 0);
    this.#keyStream = this.#keyStream.subarray(encrypted.length);
    return data;
  }

  isAuthentic(after: Uint8Array): boolean {
    const expected = this.#hmac.digest().subarray(0, authenticationBytes);
    return after.length === expected.length && timingSafeEqual(expected, after);
  }

  #extendKeyStream(length: number): void {
    const missing = length - this.#keyStream.length;
    if (missing <= 0) return;
    const blocks = Math.ceil(missing / aesBlockBytes);
    const counters = Buffer.alloc(blocks * aesBlockBytes);
    for (let block = 0; block < blocks; block++) {
      this.#counter += 1;
      counters.writeUIntLE(this.#counter, block * aesBlockBytes, 6);
    }
    this.#keyStream = Buffer.concat([
      this.#keyStream,
      this.#cipher.update(counters),
    ]);
  }
}
