// Records encrypted at rest, for what must remember local paths: AES-256-GCM, one key per computer, files replaced whole.
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import type { SecretStore } from "../core/account/secretStore.ts";
import type { DurableFile } from "../core/ports/durableFile.ts";
import type { Random } from "../core/ports/random.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

// Layout of a sealed record: magic "CDSR" (4), version 1 (1), key id (8), nonce (12), tag (16), ciphertext.
// Header and purpose are authenticated with it (NIST SP 800-38D), so that no record can stand in for another kind.
const magic = Buffer.from("CDSR", "ascii");
const version = 1;
const keyBytes = 32;
const keyIdBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
const headerBytes = magic.length + 1 + keyIdBytes;
const algorithm = "aes-256-gcm";

/** Encrypts and decrypts the records of one purpose. */
export interface Sealer {
  seal(plain: Uint8Array): Uint8Array;
  /**
   * Failures: `recordDamaged` for bytes that are no record or were changed; `unreadable` with code WRONG_KEY for a sound
   * record of another key (the keychain was reset, or the folder comes from another computer), or NEWER_VERSION.
   */
  open(sealed: Uint8Array): Result<Uint8Array, DiskFailure>;
}

export interface SealerOptions {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly random: Random;
  /** Names the kind of record, such as "caseDraft": a record of another purpose does not open. */
  readonly purpose: string;
}

/** A sealer. Nonces are random; one key is good for 2^32 records (NIST SP 800-38D 8.3). */
export function createSealer(options: SealerOptions): Sealer {
  const { key, random, purpose } = options;
  const keyId = createHash("sha256")
    .update("casedrop key id")
    .update(key)
    .digest()
    .subarray(0, keyIdBytes);
  const header = Buffer.concat([magic, Buffer.of(version), keyId]);
  const authenticated = Buffer.concat([header, Buffer.from(purpose, "utf8")]);
  return {
    seal(plain) {
      const nonce = random.bytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce);
      cipher.setAAD(authenticated);
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([header, nonce, cipher.getAuthTag(), text]);
    },
    open(sealed) {
      const problem = headerProblem(Buffer.from(sealed), keyId);
      if (problem !== null) return failed(problem);
      const nonceEnd = headerBytes + nonceBytes;
      const tagEnd = nonceEnd + tagBytes;
      const decipher = createDecipheriv(
        algorithm,
        key,
        sealed.subarray(headerBytes, nonceEnd),
        { authTagLength: tagBytes },
      );
      decipher.setAAD(authenticated);
      decipher.setAuthTag(sealed.subarray(nonceEnd, tagEnd));
      try {
        const text = decipher.update(sealed.subarray(tagEnd));
        return success(Buffer.concat([text, decipher.final()]));
      } catch {
        return failed(damaged);
      }
    },
  };
}

const damaged: DiskFailure = { kind: "recordDamaged", record: "draft" };

function headerProblem(sealed: Buffer, keyId: Uint8Array): DiskFailure | null {
  const isRecord =
    sealed.length >= headerBytes + nonceBytes + tagBytes &&
    sealed.subarray(0, magic.length).equals(magic);
  if (!isRecord) return damaged;
  if (sealed[magic.length] !== version)
    return { kind: "unreadable", code: "NEWER_VERSION" };
  return sealed.subarray(magic.length + 1, headerBytes).equals(keyId)
    ? null
    : { kind: "unreadable", code: "WRONG_KEY" };
}

/** One JSON document, sealed in a durable file. */
export interface SealedRecord<T> {
  /** Null: there is none. A damaged one is kept aside and reported; one that another key or version can read stays. */
  read(): Promise<Result<T | null, DiskFailure>>;
  write(value: T): Promise<Result<null, DiskFailure>>;
  remove(): Promise<Result<null, DiskFailure>>;
}

/** A sealed record. `parse` answers null for JSON that is not a T of this or an older version. */
export function createSealedRecord<T>(deps: {
  readonly file: DurableFile;
  readonly sealer: Sealer;
  readonly parse: (json: unknown) => T | null;
}): SealedRecord<T> {
  const { file, sealer, parse } = deps;
  const opened = (sealed: Uint8Array): Result<T, DiskFailure> => {
    const plain = sealer.open(sealed);
    if (!plain.ok) return plain;
    const value = parse(jsonOrNull(plain.value));
    return value === null ? failed(damaged) : success(value);
  };
  return {
    async read() {
      const content = await file.read();
      if (!content.ok) return content;
      if (content.value === null) return success(null);
      const value = opened(content.value);
      if (value.ok || value.failure.kind !== "recordDamaged") return value;
      const aside = await file.keepAside();
      return aside.ok ? value : aside;
    },
    write: (value) =>
      file.write(sealer.seal(Buffer.from(JSON.stringify(value), "utf8"))),
    remove: () => file.remove(),
  };
}

function jsonOrNull(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return null;
  }
}

/** The key of this computer, and where it rests: a key file protects against others' eyes only as far as file modes do. */
export interface SealingKey {
  readonly key: Uint8Array;
  readonly restsIn: "keychain" | "keyFile";
}

const keySecretName = "recordKey";

/**
 * The key that seals records: made on the first run, kept in the keychain if there is one, else in a file of its own.
 * A key that is there but cannot be read is a failure: a new one would make every record unreadable for good.
 * A key file left from a time without a keychain moves into the keychain.
 */
export async function loadSealingKey(deps: {
  readonly secrets: SecretStore;
  readonly keyFile: DurableFile;
  readonly random: Random;
}): Promise<Result<SealingKey, DiskFailure>> {
  const { secrets, keyFile, random } = deps;
  const secret = await secrets.get(keySecretName);
  if (!secret.ok) return secret;
  if (secret.value !== null)
    return keyOf(Buffer.from(secret.value, "base64"), "keychain");
  const stored = await keyFile.read();
  if (!stored.ok) return stored;
  const key = stored.value ?? random.bytes(keyBytes);
  if (secrets.storage() !== "keychain") {
    const written =
      stored.value === null ? await keyFile.write(key) : success(null);
    return written.ok ? keyOf(key, "keyFile") : written;
  }
  const saved = await secrets.set(
    keySecretName,
    Buffer.from(key).toString("base64"),
  );
  if (!saved.ok) return saved;
  if (stored.value !== null) await keyFile.remove();
  return keyOf(key, "keychain");
}

function keyOf(
  key: Uint8Array,
  restsIn: SealingKey["restsIn"],
): Result<SealingKey, DiskFailure> {
  return key.length === keyBytes
    ? success({ key, restsIn })
    : failed({ kind: "unreadable", code: "SEALING_KEY" });
}
