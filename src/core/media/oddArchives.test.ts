// Archives that are whole but odd, or made to trick: what is listed of them and what is read.
import { describe, expect, it } from "vitest";
import { readZipDirectory } from "../../adapters/archives/yauzlDirectory.ts";
import { MemoryDisk } from "../../testing/memoryArchives.ts";
import { zipArchive, type ZipMember } from "../../testing/zipFixtures.ts";
import type { LocalPath } from "../model/brands.ts";
import type { UnreadFile } from "../model/fileSource.ts";
import { readFoundFile } from "../scan/readFoundFile.ts";
import { openEntry } from "./entrySource.ts";
import { listArchive } from "./listArchive.ts";

const text = (value: string) => new TextEncoder().encode(value);

const members: readonly ZipMember[] = [
  { name: "IM1", bytes: text("one") },
  { name: "IM2", bytes: text("two"), isStored: true },
];

/** The files of a zip and those of zips in it, with what they hold; the reason for what is left out. */
async function unpacked(
  bytes: Uint8Array,
  passwords: readonly string[] = [],
): Promise<readonly string[]> {
  const disk = new MemoryDisk();
  const root = "/cd/a.zip" as LocalPath;
  disk.plant(root, bytes);
  const found: string[] = [];
  const list = async (file: UnreadFile, depth: number): Promise<void> => {
    const listed = await listArchive(
      { file, format: "zip", depth, passwords },
      { open: disk.openPath, scratch: disk.scratch, readZipDirectory },
    );
    if (!listed.ok) {
      found.push(`${file.path}: ${listed.failure.kind}`);
      return;
    }
    for (const entry of listed.value.entries)
      if (entry.kind === "skipped")
        found.push(`${entry.path}: ${entry.reason.kind}`);
      else if (entry.file.path.endsWith(".zip"))
        await list(entry.file, depth + 1);
      else {
        const deps = { scratch: disk.scratch, open: disk.openFile };
        const opened = await openEntry(entry.file, deps);
        const read = opened.ok ? await opened.value.read(0, 1000) : opened;
        const content = read.ok
          ? Buffer.from(read.value).toString()
          : read.failure.kind;
        found.push(`${entry.file.path} = ${content}`);
      }
    if (listed.value.damage !== null)
      found.push(`${file.path}: ${listed.value.damage.kind}`);
  };
  await list({ kind: "file", path: root }, 0);
  return found.map((each) => each.replace("/cd/a.zip", ""));
}

const whole = ["!IM1 = one", "!IM2 = two"];

/** The archive with a comment, which its last record announces. */
function withComment(zip: Uint8Array, comment: Uint8Array): Uint8Array {
  const bytes = Buffer.concat([zip, comment]);
  bytes.writeUInt16LE(comment.length, zip.length - 2);
  return bytes;
}

describe("a zip archive", () => {
  const zip = zipArchive(members);
  const end = zip.subarray(-22);

  it.each<[string, Uint8Array]>([
    ["with a comment", withComment(zip, text("from the PACS"))],
    ["with the end of an archive in its comment", withComment(zip, end)],
    [
      "with signatures in its comment",
      withComment(
        zip,
        text("PK\x05\x06 and PK\x05\x06 and so on, to the very end"),
      ),
    ],
    ["behind other bytes", Buffer.concat([text("MZ a program"), zip])],
    ["before other bytes", Buffer.concat([zip, new Uint8Array(2048)])],
    [
      "between other bytes",
      Buffer.concat([
        text("MZ a program"),
        withComment(zip, text("x")),
        text("\r\n"),
      ]),
    ],
    [
      "in Zip64 with a comment",
      withComment(
        zipArchive(members.map((each) => ({ ...each, isZip64: true }))),
        text("PK\x05\x06 and more text than the record is long"),
      ),
    ],
  ])("is read: %s", async (_, bytes) => {
    expect(await unpacked(bytes)).toEqual(whole);
  });

  it.each(["setup.exe", "CD.ZIP"])(
    "behind other bytes is recognised: %s",
    async (name) => {
      const disk = new MemoryDisk();
      const path = `/cd/${name}` as LocalPath;
      const bytes = Buffer.concat([new Uint8Array(3000).fill(0x90), zip]);
      disk.plant(path, bytes);
      const verdict = await readFoundFile({ kind: "file", path }, () =>
        disk.openPath(path),
      );
      expect(verdict).toEqual({ kind: "archive", format: "zip" });
    },
  );

  it("is no program without an archive in it", async () => {
    const disk = new MemoryDisk();
    const path = "/cd/viewer.exe" as LocalPath;
    disk.plant(
      path,
      Buffer.concat([
        new Uint8Array(3000).fill(0x90),
        text("PK\x05\x06"),
        new Uint8Array(100),
      ]),
    );
    const verdict = await readFoundFile({ kind: "file", path }, () =>
      disk.openPath(path),
    );
    expect(verdict).toMatchObject({
      skipped: { reason: { kind: "notDicom" } },
    });
  });

  it("has its names in UTF-8 or in code page 437, with slashes of either kind", async () => {
    const bytes = zipArchive([
      { name: "Schädel\\IM1", bytes: text("utf-8") },
      {
        name: "",
        // "Hüfte\IM1" in code page 437.
        nameBytes: Buffer.from([
          0x48, 0x81, 0x66, 0x74, 0x65, 0x5c, 0x49, 0x4d, 0x31,
        ]),
        bytes: text("437"),
      },
    ]);
    expect(await unpacked(bytes)).toEqual([
      "!Hüfte/IM1 = 437",
      "!Schädel/IM1 = utf-8",
    ]);
  });

  it("keeps files apart whose names become one", async () => {
    const bytes = zipArchive([
      { name: "a/IM1", bytes: text("1") },
      { name: "a\\IM1", bytes: text("2") },
      { name: "./a//IM1", bytes: text("3") },
      { name: "a/IM1 (2)", bytes: text("4") },
    ]);
    const found = await unpacked(bytes);
    expect(found.map((each) => each.split(" = ")[1]).sort()).toEqual([
      "1",
      "2",
      "3",
      "4",
    ]);
    expect(new Set(found.map((each) => each.split(" = ")[0])).size).toBe(4);
  });

  it("of folders only is empty", async () => {
    expect(
      await unpacked(zipArchive([{ name: "a/" }, { name: "a/b/" }])),
    ).toEqual([]);
  });

  it("in another one keeps its files apart from files of the same name", async () => {
    const bytes = zipArchive([
      { name: "x.zip", bytes: zip },
      { name: "y.zip", bytes: zip, isStored: true },
      { name: "IM1", bytes: text("outer") },
    ]);
    expect(await unpacked(bytes)).toEqual([
      "!IM1 = outer",
      "!x.zip!IM1 = one",
      "!x.zip!IM2 = two",
      "!y.zip!IM1 = one",
      "!y.zip!IM2 = two",
    ]);
  });

  it.each(["zipCrypto", "ae2"] as const)(
    "that is locked may lie in one that is not, and the other way round: %s",
    async (kind) => {
      const lock = { kind, password: "sesame" };
      const locked = zipArchive(members.map((each) => ({ ...each, lock })));
      const inner = zipArchive([{ name: "in.zip", bytes: locked }]);
      expect(await unpacked(inner)).toEqual(["!in.zip: passwordNeeded"]);
      expect(await unpacked(inner, ["sesame"])).toEqual(
        whole.map((each) => `!in.zip${each}`),
      );
      const outer = zipArchive([{ name: "in.zip", bytes: zip, lock }]);
      expect(await unpacked(outer)).toEqual([": passwordNeeded"]);
      expect(await unpacked(outer, ["sesame"])).toEqual(
        whole.map((each) => `!in.zip${each}`),
      );
    },
  );

  it("is refused whole if it holds more files than an export", async () => {
    const bytes = Buffer.from(zipArchive(members));
    // Zip64 end record claims a million files.
    const zip64 = Buffer.from(
      zipArchive(members.map((each) => ({ ...each, isZip64: true }))),
    );
    const record = zip64.lastIndexOf("PK\x06\x06");
    zip64.writeBigUInt64LE(1_000_000n, record + 24);
    zip64.writeBigUInt64LE(1_000_000n, record + 32);
    expect(await unpacked(zip64)).toEqual([": archiveTooLarge"]);
    expect(await unpacked(bytes)).toEqual(whole);
  });

  it("is refused whole if it claims more than any disk holds", async () => {
    const claimed = { sizeBytes: 0xfffffffe };
    const many = Array.from({ length: 300 }, (_, index) => ({
      name: `f${index}`,
      bytes: text("x"),
      claimed,
    }));
    expect(await unpacked(zipArchive(many))).toEqual([": archiveTooLarge"]);
  });
});
