// What every DurableFile does, the one on the disk and the one tests use.
import { chmod, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DurableFile } from "../core/ports/durableFile.ts";
import { success } from "../shared/result.ts";
import { MemoryDurableFile } from "../testing/memoryDurableFile.ts";
import { createDurableFile } from "./durableFile.ts";

let folder = "";
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-durable-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function freshPath(): string {
  made += 1;
  return join(folder, String(made), "deep", "record.bin");
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const textOf = async (file: DurableFile) => {
  const content = await file.read();
  return content.ok && content.value !== null
    ? Buffer.from(content.value).toString()
    : content;
};

describe.each<[string, () => DurableFile]>([
  ["on the disk", () => createDurableFile(freshPath())],
  ["in memory", () => new MemoryDurableFile()],
])("a durable file %s", (_name, create) => {
  it("is absent before it is written and after it is removed", async () => {
    const file = create();
    expect(await file.read()).toEqual(success(null));
    await file.write(bytes("a"));
    expect(await file.remove()).toEqual(success(null));
    expect(await file.read()).toEqual(success(null));
    expect(await file.remove()).toEqual(success(null));
  });

  it("holds what was written last", async () => {
    const file = create();
    expect(await file.write(bytes("a longer first content"))).toEqual(
      success(null),
    );
    await file.write(bytes("second"));
    expect(await textOf(file)).toBe("second");
  });

  it("takes calls in the order they were made", async () => {
    const file = create();
    const calls = ["1", "2", "3", "4"].map((text) => file.write(bytes(text)));
    await Promise.all(calls);
    expect(await textOf(file)).toBe("4");
  });

  it("is private, and absent after it was kept aside", async () => {
    const file = create();
    expect(await file.isPrivate()).toEqual(success(true));
    await file.write(bytes("damaged"));
    expect(await file.isPrivate()).toEqual(success(true));
    expect(await file.keepAside()).toEqual(success(null));
    expect(await file.read()).toEqual(success(null));
    expect(await file.keepAside()).toEqual(success(null));
  });
});

describe("a durable file on the disk", () => {
  it("leaves nothing else behind", async () => {
    const path = freshPath();
    await createDurableFile(path).write(bytes("a"));
    expect(await readdir(join(path, ".."))).toEqual(["record.bin"]);
  });

  it("keeps every damaged version under a name of its own", async () => {
    const path = freshPath();
    const file = createDurableFile(path);
    for (const text of ["first", "second"]) {
      await file.write(bytes(text));
      await file.keepAside();
    }
    expect(await textOf(createDurableFile(`${path}.damaged-1`))).toBe("first");
    expect(await textOf(createDurableFile(`${path}.damaged-2`))).toBe("second");
  });

  it("answers the errno name and never the path", async () => {
    const path = freshPath();
    await createDurableFile(path).write(bytes("a"));
    const below = createDurableFile(join(path, "below.bin"));
    expect(await below.read()).toEqual({
      ok: false,
      failure: { kind: "unreadable", code: "ENOTDIR" },
    });
    expect(await below.write(bytes("b"))).toMatchObject({
      ok: false,
      failure: { kind: "unwritable" },
    });
  });

  it.skipIf(process.platform === "win32")(
    "can be read by its owner only, and says so when others can",
    async () => {
      const path = freshPath();
      const file = createDurableFile(path);
      await file.write(bytes("a"));
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await stat(join(path, ".."))).mode & 0o777).toBe(0o700);
      await chmod(path, 0o640);
      expect(await file.isPrivate()).toEqual(success(false));
      await file.write(bytes("b"));
      expect(await file.isPrivate()).toEqual(success(true));
    },
  );
});
