// Behaviours of records encrypted at rest.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openSecretStore, type Cipher } from "../core/account/secretStore.ts";
import { success } from "../shared/result.ts";
import { MemoryDurableFile } from "../testing/memoryDurableFile.ts";
import { SequentialRandom } from "../testing/sequentialRandom.ts";
import {
  createSealedRecord,
  createSealer,
  loadSealingKey,
} from "./sealedRecords.ts";

const key = new Uint8Array(32).fill(7);
const path = "/media/cd/DOE^JANE/IM0001";

function sealer(purpose = "caseDraft", sealingKey = key) {
  return createSealer({
    key: sealingKey,
    random: new SequentialRandom(),
    purpose,
  });
}

function record(file: MemoryDurableFile, sealing = sealer()) {
  const schema = z.strictObject({ paths: z.array(z.string()) });
  return createSealedRecord({
    file,
    sealer: sealing,
    parse: (json) => schema.safeParse(json).data ?? null,
  });
}

describe("a sealer", () => {
  it("opens what it sealed, and shows nothing of it", () => {
    const sealed = sealer().seal(Buffer.from(path));
    expect(Buffer.from(sealed).includes("DOE")).toBe(false);
    expect(sealer().open(sealed)).toEqual(success(Buffer.from(path)));
  });

  it("never seals the same content to the same bytes", () => {
    const one = sealer();
    expect(one.seal(Buffer.from("a"))).not.toEqual(one.seal(Buffer.from("a")));
  });

  it("seals an empty record", () => {
    const sealed = sealer().seal(new Uint8Array());
    expect(sealer().open(sealed)).toEqual(success(Buffer.alloc(0)));
  });

  it("notices every changed byte and every cut", () => {
    const sealed = sealer().seal(Buffer.from("content"));
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Uint8Array.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(sealer().open(changed)).toMatchObject({
        failure: { kind: "recordDamaged" },
      });
      expect(sealer().open(sealed.subarray(0, index)).ok).toBe(false);
    }
  });

  it("does not open a record of another purpose", () => {
    const sealed = sealer("journal").seal(Buffer.from("content"));
    expect(sealer("caseDraft").open(sealed)).toMatchObject({
      failure: { kind: "recordDamaged" },
    });
  });

  it("tells a record of another key from a damaged one", () => {
    const sealed = sealer(
      "caseDraft",
      key.map(() => 8),
    ).seal(Buffer.from("a"));
    expect(sealer().open(sealed)).toEqual({
      ok: false,
      failure: { kind: "unreadable", code: "WRONG_KEY" },
    });
  });
});

describe("a sealed record", () => {
  it("comes back as it was written", async () => {
    const file = new MemoryDurableFile();
    expect(await record(file).read()).toEqual(success(null));
    await record(file).write({ paths: [path] });
    expect(file.text).not.toContain("DOE");
    expect(await record(file).read()).toEqual(success({ paths: [path] }));
  });

  it.each([
    ["cut short", (sealed: Uint8Array) => sealed.subarray(0, 20)],
    ["no record", () => Buffer.from("{}")],
    ["of another form", () => sealer().seal(Buffer.from('{"other":1}'))],
  ])("is kept aside when it is %s", async (_name, damage) => {
    const file = new MemoryDurableFile();
    await record(file).write({ paths: [path] });
    file.content = damage(file.content ?? new Uint8Array());
    expect(await record(file).read()).toEqual({
      ok: false,
      failure: { kind: "recordDamaged", record: "draft" },
    });
    expect(file.content).toBeNull();
    expect(file.keptAside).toHaveLength(1);
  });

  it("stays where it is when another key would open it", async () => {
    const file = new MemoryDurableFile();
    await record(file).write({ paths: [path] });
    const other = sealer(
      "caseDraft",
      key.map(() => 8),
    );
    expect(await record(file, other).read()).toMatchObject({ ok: false });
    expect(file.keptAside).toHaveLength(0);
    expect(await record(file).read()).toEqual(success({ paths: [path] }));
  });

  it("is not lost to a new one where another key would open it", async () => {
    const file = new MemoryDurableFile();
    await record(file).write({ paths: [path] });
    const old = file.content;
    const ours = record(
      file,
      sealer(
        "caseDraft",
        key.map(() => 8),
      ),
    );
    await ours.read();
    await ours.write({ paths: [] });
    await ours.write({ paths: ["/a"] });
    expect(file.keptAside).toEqual([old]);
    expect(await ours.read()).toEqual(success({ paths: ["/a"] }));
  });
});

describe("the sealing key", () => {
  const cipher: Cipher = {
    encrypt: (text) => Buffer.from(`sealed:${text}`),
    decrypt: (bytes) => Buffer.from(bytes).toString().slice(7),
  };
  const open = async (file: MemoryDurableFile, keychain: Cipher | null) =>
    (
      await openSecretStore({
        file,
        cipher: keychain,
        isPlainTextAllowed: false,
      })
    ).secrets;

  it("is made once and rests in the keychain", async () => {
    const file = new MemoryDurableFile();
    const keyFile = new MemoryDurableFile();
    const random = new SequentialRandom();
    const secrets = await open(file, cipher);
    const first = await loadSealingKey({ secrets, keyFile, random });
    expect(first).toMatchObject({ ok: true, value: { restsIn: "keychain" } });
    const again = await loadSealingKey({
      secrets: await open(file, cipher),
      keyFile,
      random,
    });
    expect(again.ok && Buffer.from(again.value.key)).toEqual(
      first.ok && Buffer.from(first.value.key),
    );
    expect(keyFile.content).toBeNull();
  });

  it("rests in a file of its own without a keychain, and moves into one that appears", async () => {
    const file = new MemoryDurableFile();
    const keyFile = new MemoryDurableFile();
    const random = new SequentialRandom();
    const before = await loadSealingKey({
      secrets: await open(file, null),
      keyFile,
      random,
    });
    expect(before).toMatchObject({ value: { restsIn: "keyFile" } });
    expect(keyFile.content).toHaveLength(32);
    const after = await loadSealingKey({
      secrets: await open(file, cipher),
      keyFile,
      random,
    });
    expect(after).toMatchObject({ value: { restsIn: "keychain" } });
    expect(after.ok && Buffer.from(after.value.key)).toEqual(
      before.ok && Buffer.from(before.value.key),
    );
    expect(keyFile.content).toBeNull();
  });

  it("loses no record when the keychain is away for a while", async () => {
    const file = new MemoryDurableFile();
    const keyFile = new MemoryDurableFile();
    const random = new SequentialRandom();
    const load = async (keychain: Cipher | null) => {
      const secrets = await open(file, keychain);
      const keys = await loadSealingKey({ secrets, keyFile, random });
      if (!keys.ok) throw new Error(keys.failure.kind);
      const { key: itsKey, otherKeys } = keys.value;
      const purpose = "caseDraft";
      return {
        keys: keys.value,
        sealer: createSealer({ key: itsKey, otherKeys, random, purpose }),
      };
    };
    const first = await load(cipher);
    const sealedBefore = first.sealer.seal(Buffer.from("before"));

    const away = await load(null);
    expect(away.keys).toMatchObject({
      restsIn: "keyFile",
      failure: { kind: "unreadable", code: "NO_KEYCHAIN" },
    });
    expect(away.sealer.open(sealedBefore)).toMatchObject({
      failure: { code: "WRONG_KEY" },
    });
    const sealedAway = away.sealer.seal(Buffer.from("away"));
    const stillAway = await load(null);
    expect(stillAway.sealer.open(sealedAway).ok).toBe(true);

    const back = await load(cipher);
    expect(back.keys).toMatchObject({ restsIn: "keychain", failure: null });
    expect(back.sealer.open(sealedBefore)).toEqual(
      success(Buffer.from("before")),
    );
    expect(back.sealer.open(sealedAway)).toEqual(success(Buffer.from("away")));
  });

  it("is refused when its file was cut", async () => {
    const keyFile = new MemoryDurableFile("short");
    const loaded = await loadSealingKey({
      secrets: await open(new MemoryDurableFile(), null),
      keyFile,
      random: new SequentialRandom(),
    });
    expect(loaded).toEqual({
      ok: false,
      failure: { kind: "unreadable", code: "SEALING_KEY" },
    });
    expect(keyFile.text).toBe("short");
  });
});
