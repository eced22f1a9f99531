// Secrets by name: in the keychain's keeping, in plain text if the user chose so, else in memory until the app ends.
import { z } from "zod";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SecretStorage } from "../../shared/snapshot.ts";
import type { DurableFile } from "../ports/durableFile.ts";

/** Encryption whose key the system's keychain holds. */
export interface Cipher {
  /** May throw when the keychain is locked or refuses. */
  encrypt(text: string): Uint8Array;
  /** Throws on bytes it did not make, and when the keychain is locked or refuses. */
  decrypt(bytes: Uint8Array): string;
}

export interface SecretStore {
  /** Where secrets rest now. */
  storage(): SecretStorage;
  /** Null: there is no such secret. A secret that is there but cannot be read is a failure, never null. */
  get(name: string): Promise<Result<string | null, DiskFailure>>;
  /** Resolves once the secret is where `storage` says. */
  set(name: string, value: string): Promise<Result<null, DiskFailure>>;
  delete(name: string): Promise<Result<null, DiskFailure>>;
  /** The user's choice for a computer without a keychain: allowing writes what memory holds, forbidding erases it from the disk. */
  allowPlainText(isAllowed: boolean): Promise<Result<null, DiskFailure>>;
}

export interface SecretStoreDeps {
  readonly file: DurableFile;
  /** Null: this computer has no keychain worth the name. */
  readonly cipher: Cipher | null;
  readonly isPlainTextAllowed: boolean;
}

/** Opened store, and what was found wrong on the way: a damaged file has been kept aside and nothing of it is known. */
export interface OpenedSecretStore {
  readonly secrets: SecretStore;
  readonly failure: DiskFailure | null;
}

const entrySchema = z.strictObject({
  protection: z.enum(["keychain", "plain"]),
  /** Base64 of the encrypted or plain UTF-8 bytes. */
  data: z.base64(),
});
const fileSchema = z.strictObject({
  version: z.literal(1),
  entries: z.record(z.string(), entrySchema),
});
type Entry = z.infer<typeof entrySchema>;
type Entries = Readonly<Record<string, Entry>>;

/**
 * Opens the store. Plain entries left from a time without a keychain are encrypted once there is one; entries of a
 * keychain that is not there today stay untouched in the file.
 */
export async function openSecretStore(
  deps: SecretStoreDeps,
): Promise<OpenedSecretStore> {
  const read = await readEntries(deps.file);
  const store = new FileSecretStore(deps, read.entries);
  const moved = await store.moveToBestPlace();
  return { secrets: store, failure: read.failure ?? moved };
}

class FileSecretStore implements SecretStore {
  readonly #deps: SecretStoreDeps;
  /** What the file holds; null if it could not be read and so must not be replaced. */
  #entries: Entries | null;
  /** Values that are not, or not only, on the disk. */
  readonly #memory = new Map<string, string>();
  #isPlainTextAllowed: boolean;
  /** Changes run one after the other: each starts from the entries the last one left. */
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(deps: SecretStoreDeps, entries: Entries | null) {
    this.#deps = deps;
    this.#entries = entries;
    this.#isPlainTextAllowed = deps.isPlainTextAllowed;
  }

  storage(): SecretStorage {
    if (this.#deps.cipher !== null) return "keychain";
    return this.#isPlainTextAllowed ? "plainTextByChoice" : "memoryOnly";
  }

  async get(name: string): Promise<Result<string | null, DiskFailure>> {
    await this.#lastChange;
    const remembered = this.#memory.get(name);
    if (remembered !== undefined) return success(remembered);
    if (this.#entries === null) return unreadable("SECRETS_FILE");
    const entry = this.#entries[name];
    return entry === undefined ? success(null) : this.#open(entry);
  }

  set(name: string, value: string): Promise<Result<null, DiskFailure>> {
    return this.#change(async () => {
      // First, and whatever the disk says: a token pair that was just handed out exists nowhere else.
      this.#memory.set(name, value);
      if (this.storage() === "memoryOnly") return success(null);
      const entry = this.#seal(value);
      if (!entry.ok) return entry;
      const written = await this.#write({ [name]: entry.value }, []);
      if (written.ok) this.#memory.delete(name);
      return written;
    });
  }

  delete(name: string): Promise<Result<null, DiskFailure>> {
    return this.#change(async () => {
      this.#memory.delete(name);
      if (this.#entries !== null && !(name in this.#entries))
        return success(null);
      return this.#write({}, [name]);
    });
  }

  allowPlainText(isAllowed: boolean): Promise<Result<null, DiskFailure>> {
    return this.#change(async () => {
      this.#isPlainTextAllowed = isAllowed;
      const failure = await this.#move();
      return failure === null ? success(null) : failed(failure);
    });
  }

  /** Brings every readable secret to where `storage` says; the failure, if any. */
  moveToBestPlace(): Promise<DiskFailure | null> {
    return this.#change(() => this.#move());
  }

  async #move(): Promise<DiskFailure | null> {
    if (this.#entries === null) return null;
    const plain = Object.entries(this.#entries).filter(
      ([, entry]) => entry.protection === "plain",
    );
    if (this.storage() !== "plainTextByChoice")
      for (const [name, entry] of plain) this.#memory.set(name, textOf(entry));
    if (this.storage() === "memoryOnly") {
      if (plain.length === 0) return null;
      const names = plain.map(([name]) => name);
      return failureOf(await this.#write({}, names));
    }
    const added: Record<string, Entry> = {};
    for (const [name, value] of this.#memory) {
      const entry = this.#seal(value);
      if (!entry.ok) return entry.failure;
      added[name] = entry.value;
    }
    if (Object.keys(added).length === 0) return null;
    const written = await this.#write(added, []);
    if (written.ok) this.#memory.clear();
    return failureOf(written);
  }

  #change<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#lastChange.then(change);
    this.#lastChange = done.catch(() => undefined);
    return done;
  }

  #open(entry: Entry): Result<string, DiskFailure> {
    if (entry.protection === "plain") return success(textOf(entry));
    if (this.#deps.cipher === null) return unreadable("NO_KEYCHAIN");
    try {
      const bytes = Buffer.from(entry.data, "base64");
      return success(this.#deps.cipher.decrypt(bytes));
    } catch {
      return unreadable("KEYCHAIN_REFUSED");
    }
  }

  #seal(value: string): Result<Entry, DiskFailure> {
    const { cipher } = this.#deps;
    try {
      return success(
        cipher === null
          ? { protection: "plain", data: base64(Buffer.from(value, "utf8")) }
          : { protection: "keychain", data: base64(cipher.encrypt(value)) },
      );
    } catch {
      return failed({ kind: "unwritable", code: "KEYCHAIN_REFUSED" });
    }
  }

  async #write(
    added: Entries,
    removedNames: readonly string[],
  ): Promise<Result<null, DiskFailure>> {
    if (this.#entries === null)
      return failed({ kind: "unwritable", code: "SECRETS_FILE" });
    const kept = Object.entries(this.#entries).filter(
      ([name]) => !removedNames.includes(name),
    );
    const entries = { ...Object.fromEntries(kept), ...added };
    const written =
      Object.keys(entries).length === 0
        ? await this.#deps.file.remove()
        : await this.#deps.file.write(
            Buffer.from(JSON.stringify({ version: 1, entries }), "utf8"),
          );
    if (written.ok) this.#entries = entries;
    return written;
  }
}

async function readEntries(file: DurableFile): Promise<{
  readonly entries: Entries | null;
  readonly failure: DiskFailure | null;
}> {
  const content = await file.read();
  if (!content.ok) return { entries: null, failure: content.failure };
  if (content.value === null) return { entries: {}, failure: null };
  const entries = parseEntries(content.value);
  if (entries !== null) return { entries, failure: null };
  const aside = await file.keepAside();
  return aside.ok
    ? { entries: {}, failure: { kind: "recordDamaged", record: "secrets" } }
    : { entries: null, failure: aside.failure };
}

function parseEntries(content: Uint8Array): Entries | null {
  try {
    const json: unknown = JSON.parse(Buffer.from(content).toString("utf8"));
    const parsed = fileSchema.safeParse(json);
    return parsed.success ? parsed.data.entries : null;
  } catch {
    return null;
  }
}

function textOf(entry: Entry): string {
  return Buffer.from(entry.data, "base64").toString("utf8");
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function unreadable(code: string): Result<never, DiskFailure> {
  return failed({ kind: "unreadable", code });
}

function failureOf(result: Result<null, DiskFailure>): DiskFailure | null {
  return result.ok ? null : result.failure;
}
