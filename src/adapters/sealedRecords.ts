// Records encrypted at rest, for what must remember local paths: AES-256-GCM, one key per computer, files replaced whole.
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import type { SecretStore } from "../core/account/secretStore.ts";
import type { DurableFile } from "../core/ports/durableFile.ts";
import type { Random } from "../core/ports/random.ts";
import type { Sealer } from "../core/ports/sealer.ts";
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

export interface SealerOptions {
  /** 32 bytes; seals and opens. */
  readonly key: Uint8Array;
  /** Keys of other times, which open only. */
  readonly otherKeys?: readonly Uint8Array[];
  readonly random: Random;
  /** Names the kind of record, such as "caseDraft": a record of another purpose does not open. */
  readonly purpose: string;
}

/** A sealer. Nonces are random; one key is good for 2^32 records (NIST SP 800-38D 8.3). */
export function createSealer(options: SealerOptions): Sealer {
  const { key, random, purpose } = options;
  const context = Buffer.from(purpose, "utf8");
  const keys = [key, ...(options.otherKeys ?? [])];
  return {
    seal(plain) {
      const header = headerFor(key);
      const nonce = random.bytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce);
      cipher.setAAD(Buffer.concat([header, context]));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([header, nonce, cipher.getAuthTag(), text]);
    },
    open(sealed) {
      const parts = partsOf(Buffer.from(sealed));
      if (parts === null) return failed(damaged);
      const itsKey = keys.find((known) =>
        headerFor(known).equals(parts.header),
      );
      if (itsKey !== undefined) {
        const plain = decrypted(parts, itsKey, context);
        return plain === null ? failed(damaged) : success(plain);
      }
      // Whoever reads it would wait for another key or version in vain if only its header was changed.
      const isOurs = keys.some(
        (known) => decrypted(parts, known, context) !== null,
      );
      if (isOurs) return failed(damaged);
      const code =
        parts.header[magic.length] === version ? "WRONG_KEY" : "NEWER_VERSION";
      return failed({ kind: "unreadable", code });
    },
  };
}

/** What was sealed with this key, whatever the header says; null if it was sealed with another or was changed since. */
function decrypted(
  { nonce, tag, text }: SealedParts,
  key: Uint8Array,
  context: Uint8Array,
): Buffer | null {
  const decipher = createDecipheriv(algorithm, key, nonce, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.concat([headerFor(key), context]));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    return null;
  }
}

const damaged: DiskFailure = { kind: "recordDamaged", record: "draft" };

function headerFor(key: Uint8Array): Buffer {
  const keyId = createHash("sha256")
    .update("casedrop key id")
    .update(key)
    .digest()
    .subarray(0, keyIdBytes);
  return Buffer.concat([magic, Buffer.of(version), keyId]);
}

interface SealedParts {
  readonly header: Buffer;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly text: Buffer;
}

/** Null for what is no sealed record. */
function partsOf(sealed: Buffer): SealedParts | null {
  const nonceEnd = headerBytes + nonceBytes;
  const tagEnd = nonceEnd + tagBytes;
  const isRecord =
    sealed.length >= tagEnd && sealed.subarray(0, magic.length).equals(magic);
  if (!isRecord) return null;
  return {
    header: sealed.subarray(0, headerBytes),
    nonce: sealed.subarray(headerBytes, nonceEnd),
    tag: sealed.subarray(nonceEnd, tagEnd),
    text: sealed.subarray(tagEnd),
  };
}

/** One JSON document, sealed in a durable file. */
export interface SealedRecord<T> {
  /** Null: there is none. A damaged one is kept aside and reported; one that another key or version can read stays. */
  read(): Promise<Result<T | null, DiskFailure>>;
  /** One that could not be opened is kept aside first. */
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
  /** There is one that somebody may open some day. */
  let isUnopened = false;
  return {
    async read() {
      const content = await file.read();
      isUnopened = !content.ok;
      if (!content.ok) return content;
      if (content.value === null) return success(null);
      const value = opened(content.value);
      isUnopened = !value.ok;
      if (value.ok || value.failure.kind !== "recordDamaged") return value;
      const aside = await file.keepAside();
      return aside.ok ? value : aside;
    },
    async write(value) {
      if (isUnopened) {
        const aside = await file.keepAside();
        if (!aside.ok) return aside;
        isUnopened = false;
      }
      return file.write(
        sealer.seal(Buffer.from(JSON.stringify(value), "utf8")),
      );
    },
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

/** The keys of this computer. */
export interface SealingKeys {
  /** Seals from now on. */
  readonly key: Uint8Array;
  /** Seals of a time without the keychain; records of that time open with them. */
  readonly otherKeys: readonly Uint8Array[];
  /** Where `key` rests: a key file protects against others' eyes only as far as file modes do. */
  readonly restsIn: "keychain" | "keyFile";
  /** Why the keychain's key is not among them. Records sealed with it stay closed, and untouched, until it is back. */
  readonly failure: DiskFailure | null;
}

export interface SealingKeyDeps {
  readonly secrets: SecretStore;
  readonly keyFile: DurableFile;
  readonly random: Random;
}

const keySecretName = "recordKey";

/**
 * The keys that seal and open records. One is made on the first run and kept in the keychain if there is one, else in a
 * file of its own, from which it moves into the keychain later. While the keychain's key cannot be read, a key file seals,
 * so that the work of such a time is not lost. Fails only if the key file cannot be used when it is needed.
 */
export async function loadSealingKey(
  deps: SealingKeyDeps,
): Promise<Result<SealingKeys, DiskFailure>> {
  const { secrets, keyFile } = deps;
  const secret = await secrets.get(keySecretName);
  const stored = await readKeyFile(keyFile);
  if (secret.ok && secret.value !== null) {
    const key = Buffer.from(secret.value, "base64");
    if (key.length === keyBytes)
      return success({
        key,
        otherKeys: stored.ok && stored.value !== null ? [stored.value] : [],
        restsIn: "keychain",
        failure: stored.ok ? null : stored.failure,
      });
  }
  if (!stored.ok) return stored;
  if (secret.ok && secret.value !== null)
    return keepInFile(deps, stored.value, unusableKey);
  return secret.ok
    ? keepInBestPlace(deps, stored.value)
    : keepInFile(deps, stored.value, secret.failure);
}

const unusableKey: DiskFailure = { kind: "unreadable", code: "SEALING_KEY" };

async function readKeyFile(
  keyFile: DurableFile,
): Promise<Result<Uint8Array | null, DiskFailure>> {
  const stored = await keyFile.read();
  return stored.ok && stored.value !== null && stored.value.length !== keyBytes
    ? failed(unusableKey)
    : stored;
}

async function keepInBestPlace(
  deps: SealingKeyDeps,
  stored: Uint8Array | null,
): Promise<Result<SealingKeys, DiskFailure>> {
  const { secrets, keyFile, random } = deps;
  if (secrets.storage() !== "keychain") return keepInFile(deps, stored, null);
  const key = stored ?? random.bytes(keyBytes);
  const saved = await secrets.set(
    keySecretName,
    Buffer.from(key).toString("base64"),
  );
  if (!saved.ok) return keepInFile(deps, stored, saved.failure);
  if (stored !== null) await keyFile.remove();
  return success({ key, otherKeys: [], restsIn: "keychain", failure: null });
}

async function keepInFile(
  deps: SealingKeyDeps,
  stored: Uint8Array | null,
  failure: DiskFailure | null,
): Promise<Result<SealingKeys, DiskFailure>> {
  const key = stored ?? deps.random.bytes(keyBytes);
  const written =
    stored === null ? await deps.keyFile.write(key) : success(null);
  return written.ok
    ? success({ key, otherKeys: [], restsIn: "keyFile", failure })
    : written;
}
