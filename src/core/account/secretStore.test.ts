// Behaviours of the secret store with, without and between keychains.
import { describe, expect, it } from "vitest";
import { success } from "../../shared/result.ts";
import { MemoryDurableFile } from "../../testing/memoryDurableFile.ts";
import { openSecretStore, type Cipher } from "./secretStore.ts";

const secret = "refresh-token-4711";

/** Reverses the text under a key, and refuses whatever another key made. */
class FakeCipher implements Cipher {
  readonly #key: string;
  isLocked = false;

  constructor(key: string) {
    this.#key = key;
  }

  encrypt(text: string): Uint8Array {
    if (this.isLocked) throw new Error("locked");
    return Buffer.concat([
      Buffer.from(`${this.#key}:`),
      Buffer.from(text).reverse(),
    ]);
  }

  decrypt(bytes: Uint8Array): string {
    const prefix = `${this.#key}:`;
    if (this.isLocked || !Buffer.from(bytes).toString().startsWith(prefix))
      throw new Error("refused");
    return Buffer.from(bytes.slice(prefix.length)).reverse().toString();
  }
}

const keychain = new FakeCipher("key");

async function open(
  file: MemoryDurableFile,
  cipher: Cipher | null,
  isPlainTextAllowed = false,
) {
  return openSecretStore({ file, cipher, isPlainTextAllowed });
}

/** What someone who reads the file could find: its text, and its values decoded. */
function visibleIn(file: MemoryDurableFile): string {
  const values = file.text.match(/[A-Za-z0-9+/=]{8,}/g) ?? [];
  const decoded = values.map((value) =>
    Buffer.from(value, "base64").toString(),
  );
  return [file.text, ...decoded].join("\n");
}

describe("with a keychain", () => {
  it("gives a secret back after a restart, and shows it to nobody who reads the file", async () => {
    const file = new MemoryDurableFile();
    const { secrets } = await open(file, keychain);
    expect(secrets.storage()).toBe("keychain");
    expect(await secrets.set("tokens", secret)).toEqual(success(null));
    expect(visibleIn(file)).not.toContain(secret);
    const again = await open(file, keychain);
    expect(again.failure).toBeNull();
    expect(await again.secrets.get("tokens")).toEqual(success(secret));
    expect(await again.secrets.get("other")).toEqual(success(null));
  });

  it("deletes one secret and keeps the others, and the file with the last", async () => {
    const file = new MemoryDurableFile();
    const { secrets } = await open(file, keychain);
    await secrets.set("a", "1");
    await secrets.set("b", "2");
    await secrets.delete("a");
    expect(await secrets.get("a")).toEqual(success(null));
    expect(await secrets.get("b")).toEqual(success("2"));
    await secrets.delete("b");
    expect(file.content).toBeNull();
  });

  it("loses none of many changes made at once", async () => {
    const file = new MemoryDurableFile();
    const { secrets } = await open(file, keychain);
    await Promise.all(
      ["a", "b", "c", "d"].map((name) => secrets.set(name, `value ${name}`)),
    );
    const { secrets: again } = await open(file, keychain);
    expect(await again.get("a")).toEqual(success("value a"));
    expect(await again.get("d")).toEqual(success("value d"));
  });

  it("calls a secret it cannot decrypt unreadable, not absent, and leaves it in the file", async () => {
    const file = new MemoryDurableFile();
    await (await open(file, keychain)).secrets.set("tokens", secret);
    const { secrets } = await open(file, new FakeCipher("other"));
    expect(await secrets.get("tokens")).toEqual({
      ok: false,
      failure: { kind: "unreadable", code: "KEYCHAIN_REFUSED" },
    });
    const { secrets: back } = await open(file, keychain);
    expect(await back.get("tokens")).toEqual(success(secret));
  });

  it("keeps the value in memory when the disk refuses it, and says so", async () => {
    const file = new MemoryDurableFile();
    const { secrets } = await open(file, keychain);
    file.writeFailure = { kind: "diskFull" };
    expect(await secrets.set("tokens", secret)).toEqual({
      ok: false,
      failure: { kind: "diskFull" },
    });
    expect(await secrets.get("tokens")).toEqual(success(secret));
  });

  it("keeps the value in memory when the keychain is locked in the middle", async () => {
    const cipher = new FakeCipher("key");
    const { secrets } = await open(new MemoryDurableFile(), cipher);
    cipher.isLocked = true;
    expect(await secrets.set("tokens", secret)).toEqual({
      ok: false,
      failure: { kind: "unwritable", code: "KEYCHAIN_REFUSED" },
    });
    expect(await secrets.get("tokens")).toEqual(success(secret));
  });
});

describe("without a keychain", () => {
  it("keeps secrets in memory only, unless told otherwise", async () => {
    const file = new MemoryDurableFile();
    const { secrets } = await open(file, null);
    expect(secrets.storage()).toBe("memoryOnly");
    await secrets.set("tokens", secret);
    expect(await secrets.get("tokens")).toEqual(success(secret));
    expect(file.content).toBeNull();
  });

  it("writes them when the user chooses plain text, and erases them when the choice is taken back", async () => {
    const file = new MemoryDurableFile();
    const { secrets } = await open(file, null);
    await secrets.set("tokens", secret);
    await secrets.allowPlainText(true);
    expect(secrets.storage()).toBe("plainTextByChoice");
    expect(visibleIn(file)).toContain(secret);
    const { secrets: again } = await open(file, null, true);
    expect(await again.get("tokens")).toEqual(success(secret));
    await again.allowPlainText(false);
    expect(file.content).toBeNull();
    expect(await again.get("tokens")).toEqual(success(secret));
  });

  it("leaves secrets of a keychain alone that is not there today", async () => {
    const file = new MemoryDurableFile();
    await (await open(file, keychain)).secrets.set("tokens", secret);
    const { secrets } = await open(file, null);
    expect(await secrets.get("tokens")).toEqual({
      ok: false,
      failure: { kind: "unreadable", code: "NO_KEYCHAIN" },
    });
    await secrets.set("other", "1");
    const { secrets: back } = await open(file, keychain);
    expect(await back.get("tokens")).toEqual(success(secret));
  });

  it("deletes also what it cannot read: signing out must erase", async () => {
    const file = new MemoryDurableFile();
    await (await open(file, keychain)).secrets.set("tokens", secret);
    const { secrets } = await open(file, null);
    expect(await secrets.delete("tokens")).toEqual(success(null));
    expect(file.content).toBeNull();
  });

  it("encrypts plain secrets as soon as there is a keychain", async () => {
    const file = new MemoryDurableFile();
    await (await open(file, null, true)).secrets.set("tokens", secret);
    const { secrets } = await open(file, keychain, true);
    expect(secrets.storage()).toBe("keychain");
    expect(visibleIn(file)).not.toContain(secret);
    expect(await secrets.get("tokens")).toEqual(success(secret));
  });
});

describe("a file that cannot be understood or read", () => {
  it.each([
    ["no JSON", "\u0000\u0001"],
    ["another form", '{"version":1}'],
    ["a version to come", '{"version":2,"entries":{}}'],
    ["an empty file", ""],
  ])("is kept aside and reported: %s", async (_name, text) => {
    const file = new MemoryDurableFile(text);
    const { secrets, failure } = await open(file, keychain);
    expect(failure).toEqual({ kind: "recordDamaged", record: "secrets" });
    expect(file.keptAside).toHaveLength(1);
    await secrets.set("tokens", secret);
    expect(await secrets.get("tokens")).toEqual(success(secret));
  });

  it("is never written over when the disk refuses to read it", async () => {
    const file = new MemoryDurableFile("content");
    file.readFailure = { kind: "unreadable", code: "EIO" };
    const { secrets, failure } = await open(file, keychain);
    expect(failure).toEqual({ kind: "unreadable", code: "EIO" });
    expect(await secrets.get("tokens")).toMatchObject({ ok: false });
    expect(await secrets.set("tokens", secret)).toMatchObject({ ok: false });
    expect(await secrets.get("tokens")).toEqual(success(secret));
    expect(await secrets.delete("other")).toMatchObject({ ok: false });
    expect(file.text).toBe("content");
  });
});
