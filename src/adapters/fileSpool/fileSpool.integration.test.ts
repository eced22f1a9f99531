// The spool on a real disk: whole files or none, whatever happens in between.
import { createHash } from "node:crypto";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  unlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import {
  fileSpoolReader,
  keepInFileSpool,
  openFileSpool,
  removeFileSpool,
  syncSpoolFolder,
} from "./fileSpool.ts";
import {
  nodeSpoolFileSystem,
  SpoolWriter,
  type SpoolFileSystem,
} from "./spoolWriter.ts";

const content = Buffer.from("head and pixels");
const sha256Hex = createHash("sha256")
  .update(content)
  .digest("hex") as Sha256Hex;
const file = { sha256Hex, sizeBytes: content.length };
let base: string;
let folder: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "casedrop-spool-"));
  folder = join(base, "spool");
  valueOf(await openFileSpool(folder));
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

function writerWith(changes: Partial<SpoolFileSystem> = {}): SpoolWriter {
  return new SpoolWriter(folder, { ...nodeSpoolFileSystem, ...changes });
}

async function spool(writer = writerWith()) {
  const unfinished = valueOf(writer.begin());
  valueOf(unfinished.write([content.subarray(0, 4), content.subarray(4)]));
  return await unfinished.commit(sha256Hex);
}

function diskError(code: string): Error {
  return Object.assign(new Error("/home/doe/john"), { code });
}

describe("writing", () => {
  it("names a file by its hash only when it is whole", async () => {
    const unfinished = valueOf(writerWith().begin());
    valueOf(unfinished.write([content]));
    expect(await readdir(folder)).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}\.unfinished$/),
    ]);
    expect(valueOf(await unfinished.commit(sha256Hex))).toEqual(file);
    expect(await readdir(folder)).toEqual([`${sha256Hex}.dcm`]);
    expect(valueOf(await syncSpoolFolder(folder))).toBe(null);
  });

  it.skipIf(process.platform === "win32")(
    "lets nobody else read what is in it",
    async () => {
      await spool();
      const mode = async (path: string) => (await stat(path)).mode & 0o777;
      expect(await mode(folder)).toBe(0o700);
      expect(await mode(join(folder, `${sha256Hex}.dcm`))).toBe(0o600);
    },
  );

  it("reads back what was written before it has a name", async () => {
    const unfinished = valueOf(writerWith().begin());
    valueOf(unfinished.write([content]));
    const read = valueOf(await unfinished.written().read(5, 100));
    expect(Buffer.from(read).toString()).toBe("and pixels");
    unfinished.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it("goes on after a write that took only part of the bytes", async () => {
    const writer = writerWith({
      writev: (fd, chunks) =>
        nodeSpoolFileSystem.writev(fd, [chunks[0]!.subarray(0, 3)]),
    });
    await spool(writer);
    expect(await readFile(join(folder, `${sha256Hex}.dcm`))).toEqual(content);
  });

  it.each(["ENOSPC", "EDQUOT"])(
    "says that the disk is full (%s), and leaves nothing there",
    (code) => {
      const unfinished = valueOf(
        writerWith({
          writev: () => {
            throw diskError(code);
          },
        }).begin(),
      );
      expect(unfinished.write([content])).toEqual({
        ok: false,
        failure: { kind: "diskFull" },
      });
      unfinished.discard();
    },
  );

  it("waits for a virus scanner that holds the new file", async () => {
    const waits: number[] = [];
    let held = 3;
    const writer = writerWith({
      rename: (from, to) => {
        held -= 1;
        if (held >= 0) throw diskError("EPERM");
        nodeSpoolFileSystem.rename(from, to);
      },
      sleep: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
    expect(valueOf(await spool(writer))).toEqual(file);
    expect(waits).toEqual([10, 50, 200]);
  });

  it("gives up on a file that stays held, and removes it", async () => {
    const writer = writerWith({
      rename: () => {
        throw diskError("EBUSY");
      },
      sleep: () => Promise.resolve(),
    });
    expect(await spool(writer)).toEqual({
      ok: false,
      failure: { kind: "unwritable", code: "EBUSY" },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("takes the same content twice as one file", async () => {
    await spool();
    expect(valueOf(await spool())).toEqual(file);
    expect(await readdir(folder)).toEqual([`${sha256Hex}.dcm`]);
  });

  it("fails without a folder", () => {
    expect(
      new SpoolWriter(join(base, "absent"), nodeSpoolFileSystem).begin(),
    ).toEqual({ ok: false, failure: { kind: "unwritable", code: "ENOENT" } });
  });
});

describe("reading", () => {
  it("gives the bytes that were written", async () => {
    await spool();
    const source = valueOf(await fileSpoolReader(folder).open(file));
    expect(source.sizeBytes).toBe(15);
    const read = valueOf(await source.read(9, 100));
    expect(Buffer.from(read).toString()).toBe("pixels");
    await source.close();
  });

  it("says that a file is damaged when it is missing or has another size", async () => {
    await spool();
    const damaged = { ok: false, failure: { kind: "spoolDamaged" } };
    await truncate(join(folder, `${sha256Hex}.dcm`), 14);
    expect(await fileSpoolReader(folder).open(file)).toEqual(damaged);
    await unlink(join(folder, `${sha256Hex}.dcm`));
    expect(await fileSpoolReader(folder).open(file)).toEqual({
      ok: false,
      failure: { kind: "spoolDamaged", isMissing: true },
    });
  });
});

describe("opening and removing", () => {
  it("removes what a crash left unfinished, and nothing else", async () => {
    await spool();
    valueOf(writerWith().begin());
    await writeFile(join(folder, "notes.txt"), "mine");
    valueOf(await openFileSpool(folder));
    expect((await readdir(folder)).sort()).toEqual(
      [`${sha256Hex}.dcm`, "notes.txt"].sort(),
    );
  });

  it("removes finished files but those that are kept", async () => {
    const superseded = `${"0".repeat(64)}.dcm`;
    await spool();
    await writeFile(join(folder, superseded), "a name burned in");
    await writeFile(join(folder, "notes.txt"), "mine");
    valueOf(await keepInFileSpool(folder, new Set([sha256Hex])));
    expect((await readdir(folder)).sort()).toEqual(
      [`${sha256Hex}.dcm`, "notes.txt"].sort(),
    );
    valueOf(await keepInFileSpool(folder, new Set()));
    expect(await readdir(folder)).toEqual(["notes.txt"]);
    valueOf(await keepInFileSpool(join(base, "absent"), new Set()));
  });

  it("removes the spool with its folder", async () => {
    await spool();
    expect(valueOf(await removeFileSpool(folder))).toBe(null);
    expect(await readdir(base)).toEqual([]);
    expect(valueOf(await removeFileSpool(folder))).toBe(null);
  });

  it("leaves a folder with foreign files in it", async () => {
    await spool();
    await mkdir(join(folder, "other"));
    valueOf(await removeFileSpool(folder));
    expect(await readdir(folder)).toEqual(["other"]);
  });
});
