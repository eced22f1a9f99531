// Archives as they come: what is listed, what is refused, and that every byte read out of them is the byte that went in.
import { createHash } from "node:crypto";
import { crc32, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readZipDirectory } from "../../adapters/archives/yauzlDirectory.ts";
import { MemoryDisk } from "../../testing/memoryArchives.ts";
import { tarArchive } from "../../testing/tarFixtures.ts";
import { zipArchive, type ZipMember } from "../../testing/zipFixtures.ts";
import type { LocalPath } from "../model/brands.ts";
import type { ArchiveEntry, UnreadFile } from "../model/fileSource.ts";
import { archiveFormatOf } from "./archiveFormat.ts";
import { archiveLimits } from "./archiveLimits.ts";
import { openEntry } from "./entrySource.ts";
import { listArchive } from "./listArchive.ts";
import { openLock } from "./zipDecryption.ts";

const text = (value: string) => new TextEncoder().encode(value);
/** What stands for bytes in comparisons: thousands of numbers are slow to compare, and slower to print. */
const digest = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");
/** Bytes that do not compress to nothing. */
const noise = (length: number, seed = 1) => {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
};

interface Given {
  readonly passwords?: readonly string[];
  readonly depth?: number;
}

async function list(
  disk: MemoryDisk,
  file: UnreadFile,
  { passwords = [], depth = 0 }: Given = {},
) {
  const opened =
    file.kind === "file"
      ? await disk.openPath(file.path)
      : await openEntry(file, { scratch: disk.scratch, open: disk.openFile });
  if (!opened.ok) throw new Error("not there");
  const beginning = await opened.value.read(0, 512);
  const format = beginning.ok ? archiveFormatOf(beginning.value) : null;
  await opened.value.close();
  if (format === null || format === "unsupported")
    throw new Error("no archive");
  return await listArchive(
    { file, format, depth, passwords },
    { open: disk.openPath, scratch: disk.scratch, readZipDirectory },
  );
}

async function listBytes(bytes: Uint8Array, given?: Given, name = "a.zip") {
  const disk = new MemoryDisk();
  const path = `/cd/${name}` as LocalPath;
  disk.plant(path, bytes);
  return { disk, listed: await list(disk, { kind: "file", path }, given) };
}

/** Paths below the archive; with the reason if left out. */
async function names(bytes: Uint8Array, given?: Given): Promise<unknown> {
  const { listed } = await listBytes(bytes, given);
  if (!listed.ok) return listed.failure;
  const { entries, damage } = listed.value;
  const shown = entries.map((entry) =>
    entry.kind === "file"
      ? entry.file.path.replace("/cd/a.zip!", "")
      : `${entry.path.replace("/cd/a.zip!", "")}: ${entry.reason.kind}`,
  );
  return damage === null ? shown : [...shown, damage];
}

async function contents(disk: MemoryDisk, entry: ArchiveEntry) {
  const opened = await openEntry(entry, {
    scratch: disk.scratch,
    open: disk.openFile,
  });
  if (!opened.ok) return opened.failure;
  const read = await opened.value.read(0, entry.sizeBytes);
  await opened.value.close();
  return read.ok ? digest(read.value) : read.failure;
}

/** Content of each file that is listed. */
async function readAll(bytes: Uint8Array, given?: Given) {
  const { disk, listed } = await listBytes(bytes, given);
  if (!listed.ok) return listed.failure;
  return await Promise.all(
    listed.value.entries.map(async (entry) =>
      entry.kind === "file" ? await contents(disk, entry.file) : entry.reason,
    ),
  );
}

const members: readonly ZipMember[] = [
  { name: "cd/IM1", bytes: noise(100_000) },
  { name: "cd/IM2", bytes: text("second"), isStored: true },
];

const contentOfMembers = members.map(({ bytes = text("") }) => digest(bytes));

describe("a zip archive", () => {
  it.each<[string, Partial<ZipMember>]>([
    ["as usual", {}],
    ["with data descriptors", { hasDataDescriptor: true }],
    ["in Zip64", { isZip64: true }],
    [
      "in Zip64 with data descriptors",
      { isZip64: true, hasDataDescriptor: true },
    ],
  ])("gives what went in: %s", async (_, changes) => {
    const bytes = zipArchive(members.map((each) => ({ ...each, ...changes })));
    expect(await names(bytes)).toEqual(["cd/IM1", "cd/IM2"]);
    expect(await readAll(bytes)).toEqual(contentOfMembers);
  });

  it.each(["zipCrypto", "ae1", "ae2"] as const)(
    "locked by %s asks for its password",
    async (kind) => {
      const lock = { kind, password: "sesam öffne" };
      const bytes = zipArchive(members.map((each) => ({ ...each, lock })));
      expect(await names(bytes)).toEqual({
        kind: "passwordNeeded",
        wasWrong: false,
      });
      expect(await names(bytes, { passwords: ["wrong", "guess"] })).toEqual({
        kind: "passwordNeeded",
        wasWrong: true,
      });
      const passwords = ["wrong", "sesam öffne"];
      expect(await readAll(bytes, { passwords })).toEqual(contentOfMembers);
    },
  );

  it.each(["zipCrypto", "ae2"] as const)(
    "locked by %s opens whatever entries some password opens",
    async (kind) => {
      const bytes = zipArchive([
        { name: "IM0", bytes: text("open") },
        ...["one", "two", "three"].map((password, index) => ({
          name: `IM${index + 1}`,
          bytes: text(password),
          lock: { kind, password },
        })),
      ]);
      const some = await names(bytes, { passwords: ["two", "one"] });
      expect(some).toEqual([
        "IM0",
        "IM1",
        "IM2",
        "IM3: passwordNeeded",
        { kind: "passwordNeeded", wasWrong: true },
      ]);
      const passwords = ["two", "three", "one"];
      expect(await names(bytes, { passwords })).toEqual([
        "IM0",
        "IM1",
        "IM2",
        "IM3",
      ]);
      expect(await readAll(bytes, { passwords })).toEqual(
        ["open", "one", "two", "three"].map((each) => digest(text(each))),
      );
    },
  );

  it("locked by two passwords is told apart in hundreds of entries", async () => {
    const bytes = zipArchive(
      Array.from({ length: 600 }, (_, index) => ({
        name: `IM${String(index).padStart(3, "0")}`,
        bytes: text(`${index}`),
        lock: {
          kind: "zipCrypto",
          password: index % 2 === 0 ? "even" : "odd",
        } as const,
      })),
    );
    expect(await readAll(bytes, { passwords: ["odd", "even"] })).toEqual(
      Array.from({ length: 600 }, (_, index) => digest(text(`${index}`))),
    );
  });

  it("locked traditionally opens with data descriptors too", async () => {
    const lock = { kind: "zipCrypto", password: "x" } as const;
    const bytes = zipArchive([
      { name: "IM1", bytes: text("one"), lock, hasDataDescriptor: true },
    ]);
    expect(await readAll(bytes, { passwords: ["x"] })).toEqual([
      digest(text("one")),
    ]);
  });

  it("leaves out folders, files of the system, links and devices, and refuses names that lead out", async () => {
    const some = text("x");
    expect(
      await names(
        zipArchive([
          { name: "folder/" },
          { name: "folder/IM1", bytes: some },
          { name: "windows\\IM2", bytes: some },
          { name: "__MACOSX/folder/._IM1", bytes: some },
          { name: "folder/Thumbs.db", bytes: some },
          { name: "link", bytes: text("/etc/passwd"), unixMode: 0o120777 },
          { name: "pipe", unixMode: 0o010644 },
          { name: "../../out", bytes: some },
          { name: "/absolute", bytes: some },
          { name: "C:\\drive", bytes: some },
          { name: "nul\0byte", bytes: some },
        ]),
      ),
    ).toEqual([
      "../../out: unsafeName",
      "/absolute: unsafeName",
      "C:/drive: unsafeName",
      "__MACOSX/folder/._IM1: systemFile",
      "folder/IM1",
      "folder/Thumbs.db: systemFile",
      "link: link",
      "nul\uFFFDbyte: unsafeName",
      "pipe: device",
      "windows/IM2",
    ]);
  });

  it("keeps both of two files with one name", async () => {
    const bytes = zipArchive([
      { name: "IM1", bytes: text("one") },
      { name: "IM1", bytes: text("two") },
    ]);
    expect(await names(bytes)).toEqual(["IM1", "IM1 (2)"]);
    expect(await readAll(bytes)).toEqual([
      digest(text("one")),
      digest(text("two")),
    ]);
  });

  it("says how a file is packed that cannot be unpacked", async () => {
    const bytes = zipArchive([
      { name: "a", bytes: text("x"), claimed: { method: 9 } },
      { name: "b", bytes: text("x"), claimed: { method: 12 } },
    ]);
    expect(await readAll(bytes)).toEqual([
      { kind: "unsupportedPacking", method: "Deflate64" },
      { kind: "unsupportedPacking", method: "bzip2" },
    ]);
  });

  it("is damaged when its end is cut off, and read as far as its directory goes", async () => {
    const whole = zipArchive(members);
    expect(await names(whole.subarray(0, -40))).toEqual({
      kind: "archiveDamaged",
    });
    const bytes = Uint8Array.from(whole);
    // The signature of the second record of the directory.
    bytes.set([0, 0], Buffer.from(bytes).lastIndexOf("PK\x01\x02"));
    expect(await names(bytes)).toEqual(["cd/IM1", { kind: "archiveDamaged" }]);
  });

  it.each(["a.zip.001", "a.z01", "a.001"])(
    "is a part of one when it ends early and is named %s",
    async (name) => {
      const whole = zipArchive(members);
      const part = await listBytes(whole.subarray(0, -40), {}, name);
      expect(part.listed).toEqual({
        ok: false,
        failure: { kind: "archivePart" },
      });
      const only = await listBytes(whole, {}, name);
      expect(only.listed).toMatchObject({ ok: true, value: { damage: null } });
    },
  );

  it("is a part of one when its end says that it is the last of several", async () => {
    const bytes = Buffer.from(zipArchive(members));
    // The number of this disk (APPNOTE 4.4.19).
    bytes.writeUInt16LE(2, bytes.length - 18);
    expect(await names(bytes)).toEqual({ kind: "archivePart" });
  });

  it("is not called damaged when its list of files is encrypted", async () => {
    const bytes = Buffer.from(zipArchive(members));
    const directory = bytes.indexOf("PK\x01\x02");
    // The mark of masked local headers (bit 13), and noise for the directory.
    bytes[7] = (bytes[7] ?? 0) | 0x20;
    bytes.set(noise(bytes.length - 22 - directory), directory);
    expect(await names(bytes)).toEqual({
      kind: "unsupportedPacking",
      method: "encrypted list of files",
    });
  });

  it.each<[string, ZipMember]>([
    ["its CRC", { name: "a", bytes: noise(9), claimed: { crc32: 1 } }],
    [
      "a longer size",
      { name: "a", bytes: noise(9), claimed: { sizeBytes: 10 } },
    ],
    [
      "a shorter size",
      { name: "a", bytes: noise(9), claimed: { sizeBytes: 8 } },
    ],
  ])("fails an entry that does not unpack to %s", async (_, member) => {
    expect(await readAll(zipArchive([member]))).toEqual([
      { kind: "unpackFailed" },
    ]);
  });

  it("fails an entry locked by AES that was changed", async () => {
    const lock = { kind: "ae2", password: "x" } as const;
    const bytes = zipArchive([
      { name: "big", bytes: new Uint8Array(9_000_000), isStored: true, lock },
    ]);
    bytes[5_000_000] = (bytes[5_000_000] ?? 0) ^ 1;
    expect(await readAll(bytes, { passwords: ["x"] })).toEqual([
      { kind: "unpackFailed" },
    ]);
  });

  it("reads all entries around one that is locked in a way nobody else opens, and names that way", async () => {
    const bytes = zipArchive([
      { name: "IM1", bytes: text("one") },
      { name: "IM2", isStronglyEncrypted: true },
      { name: "IM3", bytes: text("three") },
    ]);
    expect(await names(bytes)).toEqual([
      "IM1",
      "IM2: unsupportedPacking",
      "IM3",
    ]);
    expect(await readAll(bytes)).toEqual([
      digest(text("one")),
      { kind: "unsupportedPacking", method: "strong encryption" },
      digest(text("three")),
    ]);
  });

  it.each([
    ["in UTF-8", Buffer.from("Müller/ä")],
    ["in code page 437", Buffer.from("4d816c6c65722f84", "hex")],
  ])(
    "has names that are not marked as UTF-8 and are %s",
    async (_, nameBytes) => {
      const bytes = zipArchive([
        { name: "unused", nameBytes, bytes: text("image") },
      ]);
      expect(await names(bytes)).toEqual(["Müller/ä"]);
    },
  );

  it.each([
    ["UTF-8", "c3bc"],
    ["code page 437 and 850", "81"],
    ["Windows-1252", "fc"],
  ])("takes a password whose letters were packed as %s", async (_, letter) => {
    const packed = Buffer.concat([
      Buffer.from("M"),
      Buffer.from(letter, "hex"),
      Buffer.from("nchen"),
    ]);
    for (const kind of ["zipCrypto", "ae1", "ae2"] as const) {
      const bytes = zipArchive([
        { name: "IM1", bytes: noise(5000), lock: { kind, password: packed } },
      ]);
      expect(await readAll(bytes, { passwords: ["München"] })).toEqual([
        digest(noise(5000)),
      ]);
      expect(await names(bytes, { passwords: ["Munchen"] })).toEqual({
        kind: "passwordNeeded",
        wasWrong: true,
      });
    }
  });

  describe("of which two forms of the password pass the lock by chance", () => {
    const locked = (password: string) => ({
      kind: "zipCrypto" as const,
      password: Buffer.from(password, "latin1"),
    });
    const small = (bytes: Uint8Array, password: string) => ({
      name: "a",
      bytes,
      isStored: true,
      lock: locked(password),
    });
    /** A password whose form in UTF-8 passes the lock of its form in Windows-1252 around these bytes: one in 256. */
    const chanceFor = (bytes: Uint8Array) => {
      const checkByte = crc32(bytes) >>> 24;
      const chance = Array.from(
        { length: 20_000 },
        (_, index) => `ü${index}`,
      ).find((password) => {
        const head = zipArchive([small(bytes, password)]).subarray(31, 43);
        const utf8 = Buffer.from(password).toString("latin1");
        const lock = { kind: "zipCrypto", password: utf8, checkByte } as const;
        return openLock(lock, head) !== null;
      });
      if (chance === undefined) throw new Error("no such password");
      return chance;
    };
    const long = new Uint8Array(9_000_000).fill(7);

    it("opens a long entry with the one that opened the others", async () => {
      const chance = chanceFor(text("image"));
      const bytes = zipArchive([
        small(text("image"), chance),
        { name: "b", bytes: long, lock: locked(chance) },
      ]);
      expect(await readAll(bytes, { passwords: [chance] })).toEqual([
        digest(text("image")),
        digest(long),
      ]);
    });

    it("opens a long entry that is alone with the one that it unpacks with", async () => {
      // Short, and checked by the same byte.
      const twin = Array.from({ length: 20_000 }, (_, index) =>
        text(`${index}`),
      ).find((each) => crc32(each) >>> 24 === crc32(long) >>> 24);
      const chance = chanceFor(twin ?? text(""));
      const bytes = zipArchive([
        { name: "b", bytes: long, lock: locked(chance) },
      ]);
      expect(await readAll(bytes, { passwords: [chance] })).toEqual([
        digest(long),
      ]);
    });
  });

  it.each([
    ["report.docx", "[Content_Types].xml"],
    ["book.epub", "mimetype"],
    ["viewer.jar", "META-INF/MANIFEST.MF"],
  ])("is one file that is no image if it is %s", async (name, mark) => {
    const bytes = zipArchive([
      { name: mark, bytes: text("<x/>") },
      { name: "word/document.xml", bytes: text("<x/>") },
    ]);
    const { listed } = await listBytes(bytes, {}, name);
    expect(listed).toEqual({ ok: false, failure: { kind: "notDicom" } });
  });

  it.each([
    [
      "[Content_Types].xml",
      "docx docm dotx dotm xlsx xlsm xlsb xltx xltm xlam pptx pptm ppsx ppsm potx potm ppam sldx sldm thmx vsdx vsdm vssx vssm vstx vstm",
    ],
    [
      "mimetype",
      "odt ods odp odg odc odf odi odm odb ott ots otp otg otc otf oti otm oth",
    ],
  ])("is a document by %s and any extension of its kind", async (mark, all) => {
    const bytes = zipArchive([{ name: mark, bytes: text("<x/>") }]);
    const taken = await Promise.all(
      all.split(" ").map(async (extension) => {
        const { listed } = await listBytes(bytes, {}, `report.${extension}`);
        return listed.ok ? extension : listed.failure.kind;
      }),
    );
    expect(new Set(taken)).toEqual(new Set(["notDicom"]));
  });

  it("is listed though an unpacked viewer in it brought the marks of documents", async () => {
    const marks = ["mimetype", "[Content_Types].xml", "META-INF/MANIFEST.MF"];
    const bytes = zipArchive([
      ...marks.map((name) => ({ name, bytes: text("<x/>") })),
      { name: "IM1", bytes: text("image") },
    ]);
    expect(await names(bytes)).toEqual(expect.arrayContaining(["IM1"]));
  });
});

describe("reading an entry", () => {
  it("unpacks no more than a header needs", async () => {
    const bytes = zipArchive([{ name: "IM1", bytes: noise(1_000_000) }]);
    const { disk, listed } = await listBytes(bytes);
    const [entry] = listed.ok ? listed.value.entries : [];
    if (entry?.kind !== "file") throw new Error("not listed");
    const reads: number[] = [];
    const opened = await openEntry(entry.file, {
      scratch: disk.scratch,
      open: async (file) => {
        const source = await disk.openFile(file);
        if (!source.ok) return source;
        const read = source.value.read.bind(source.value);
        source.value.read = (offset, length) => {
          reads.push(length);
          return read(offset, length);
        };
        return source;
      },
    });
    if (!opened.ok) throw new Error("not open");
    const head = await opened.value.read(0, 65_536);
    expect(head.ok && digest(head.value)).toBe(digest(noise(65_536)));
    expect(reads.reduce((sum, length) => sum + length, 0)).toBeLessThan(
      200 * 1024,
    );
  });

  it("puts a large entry into a private file that goes when it is closed", async () => {
    const large = new Uint8Array(archiveLimits.inMemoryBytes + 5).fill(7);
    large.set(noise(1000), large.length - 1000);
    const { disk, listed } = await listBytes(
      zipArchive([{ name: "cine", bytes: large }]),
    );
    const [entry] = listed.ok ? listed.value.entries : [];
    if (entry?.kind !== "file") throw new Error("not listed");
    const opened = await openEntry(entry.file, {
      scratch: disk.scratch,
      open: disk.openFile,
    });
    if (!opened.ok) throw new Error("not open");
    const end = await opened.value.read(large.length - 1000, 2000);
    expect(end.ok && digest(end.value)).toBe(digest(noise(1000)));
    expect(disk.scratchPaths).toHaveLength(1);
    await opened.value.close();
    expect(disk.scratchPaths).toEqual([]);
  });

  it("says that the disk is full and leaves nothing there", async () => {
    const { disk, listed } = await listBytes(
      zipArchive([
        { name: "a", bytes: new Uint8Array(archiveLimits.inMemoryBytes + 5) },
      ]),
    );
    disk.scratchCapacity = 1000;
    const [entry] = listed.ok ? listed.value.entries : [];
    if (entry?.kind !== "file") throw new Error("not listed");
    expect(await contents(disk, entry.file)).toEqual({ kind: "diskFull" });
    expect(disk.scratchPaths).toEqual([]);
  });
});

describe("a tar archive", () => {
  const long = `${"deep/".repeat(40)}IM1`;
  const archive = tarArchive([
    { name: "cd/", type: "5" },
    { name: "cd/IM1", bytes: noise(1000) },
    { name: "oldest", bytes: text("v7"), type: "\0" },
    { name: "link", type: "2" },
    { name: "hard", type: "1" },
    { name: "pipe", type: "6" },
    { name: "../out", bytes: text("x") },
    { name: long, bytes: text("gnu"), longName: "gnu" },
    { name: `${long}é`, bytes: text("pax"), longName: "pax" },
    { name: "large", bytes: text("binary size"), binarySize: true },
  ]);
  const listed = [
    "../out: unsafeName",
    "cd/IM1",
    long,
    `${long}é`,
    "hard: link",
    "large",
    "link: link",
    "oldest",
    "pipe: device",
  ];

  it("is listed and read", async () => {
    expect(await names(archive)).toEqual(listed);
    const read = await readAll(archive);
    expect(
      (read as unknown[]).filter((each) => typeof each === "string"),
    ).toEqual(
      [
        noise(1000),
        text("gnu"),
        text("pax"),
        text("binary size"),
        text("v7"),
      ].map(digest),
    );
  });

  it("is listed to its end whatever sparse files, links and labels stand in it", async () => {
    const odd = tarArchive([
      { name: "LABEL", type: "V" },
      { name: "a", type: "S", bytes: noise(700), sparseBlocks: 3 },
      {
        name: "GNUSparseFile.7/b",
        bytes: noise(600),
        records: { "GNU.sparse.major": "1", "GNU.sparse.name": "b" },
      },
      { name: "c", type: "1", statedBytes: 5000 },
      { name: "d", type: "1", bytes: noise(600) },
      { name: "e", type: "2", statedBytes: 5000 },
      { name: "f/", type: "5", statedBytes: 5000 },
      { name: "g", bytes: text("last") },
    ]);
    expect(await names(odd)).toEqual([
      "a: unsupportedPacking",
      "b: unsupportedPacking",
      "c: link",
      "d: link",
      "e: link",
      "g",
    ]);
  });

  it("is listed with what follows its zeros, and damage there is told", async () => {
    const first = tarArchive([{ name: "a", bytes: noise(700) }]);
    const second = tarArchive([{ name: "b", bytes: noise(700) }]);
    const zeros = (length: number) => Buffer.alloc(length);
    expect(await names(Buffer.concat([first, second]))).toEqual(["a", "b"]);
    expect(
      await names(Buffer.concat([first, zeros(300_032), second, zeros(9_000)])),
    ).toEqual(["a", "b"]);
    expect(
      await names(Buffer.concat([gzipSync(first), gzipSync(second)])),
    ).toEqual(["a", "b"]);
    expect(
      await names(Buffer.concat([first, zeros(512), noise(512), second])),
    ).toEqual(["a", { kind: "archiveDamaged" }]);
  });

  it("is read from gzip through one private file", async () => {
    const { disk, listed: gz } = await listBytes(gzipSync(archive));
    expect(gz.ok && gz.value.entries).toHaveLength(listed.length);
    expect(disk.scratchPaths).toHaveLength(1);
    expect(await names(gzipSync(archive))).toEqual(listed);
  });

  it("is read as far as it goes when it is cut, packed or not", async () => {
    expect(await names(archive.subarray(0, 1600))).toEqual([
      "cd/IM1",
      { kind: "archiveDamaged" },
    ]);
    const packed = gzipSync(archive);
    const cut = await names(packed.subarray(0, packed.length - 40));
    expect(cut).toContainEqual({ kind: "archiveDamaged" });
    expect(cut).toContain("cd/IM1");
  });
});

describe("gzip of one file", () => {
  it("holds that file", async () => {
    const disk = new MemoryDisk();
    const path = "/cd/IM1.dcm.gz" as LocalPath;
    disk.plant(path, gzipSync(text("one")));
    const listed = await list(disk, { kind: "file", path });
    const [entry] = listed.ok ? listed.value.entries : [];
    expect(entry).toMatchObject({
      kind: "file",
      file: { path: "/cd/IM1.dcm.gz!IM1.dcm", sizeBytes: 3 },
    });
  });
});

describe("archives in archives", () => {
  it.each([true, false])("are read (stored: %s)", async (isStored) => {
    const inner = zipArchive(members);
    const middle = tarArchive([{ name: "m/inner.zip", bytes: inner }]);
    const disk = new MemoryDisk();
    let file: UnreadFile = disk.plant(
      "/cd/a.zip",
      zipArchive([{ name: "b.tar", bytes: middle, isStored }]),
    );
    for (let depth = 0; depth < 2; depth++) {
      const listed = await list(disk, file, { depth });
      const [entry] = listed.ok ? listed.value.entries : [];
      if (entry?.kind !== "file") throw new Error("not listed");
      file = entry.file;
    }
    expect(file.path).toBe("/cd/a.zip!b.tar!m/inner.zip");
    const listed = await list(disk, file, { depth: 2 });
    const entries = listed.ok ? listed.value.entries : [];
    const read = await Promise.all(
      entries.map(async (entry) =>
        entry.kind === "file" ? await contents(disk, entry.file) : null,
      ),
    );
    expect(read).toEqual(contentOfMembers);
    // Stored ones are read where they lie.
    expect(disk.scratchPaths).toHaveLength(isStored ? 0 : 1);
  });

  it("are not opened without end", async () => {
    const depth = archiveLimits.depth;
    expect(await names(zipArchive(members), { depth })).toEqual({
      kind: "archiveTooLarge",
      limit: "depth",
      allowed: 5,
    });
  });
});

describe("an archive made to fill a disk", () => {
  it("is refused by what it claims", async () => {
    const bytes = text("x");
    const claim = (sizeBytes: number) =>
      names(zipArchive([{ name: "a", bytes, claimed: { sizeBytes } }]));
    expect(await claim(10 ** 9)).toMatchObject({
      kind: "archiveTooLarge",
      limit: "ratio",
    });
  });

  it("is refused when its entries share their bytes", async () => {
    const archive = Buffer.from(
      zipArchive([{ name: "a", bytes: noise(5000) }]),
    );
    const at = archive.lastIndexOf("PK\x01\x02");
    const end = archive.lastIndexOf("PK\x05\x06");
    const record = archive.subarray(at, end);
    const tail = Buffer.from(archive.subarray(end));
    tail.writeUInt16LE(3, 8);
    tail.writeUInt16LE(3, 10);
    tail.writeUInt32LE(3 * record.length, 12);
    const shared = Buffer.concat([
      archive.subarray(0, at),
      record,
      record,
      record,
      tail,
    ]);
    expect(await names(shared)).toEqual({ kind: "archiveDamaged" });
  });

  it("is stopped while it unpacks", async () => {
    const zeros = gzipSync(new Uint8Array(300 * 1024 * 1024), { level: 1 });
    const { disk, listed } = await listBytes(zeros);
    expect(listed).toMatchObject({
      ok: false,
      failure: { kind: "archiveTooLarge", limit: "ratio" },
    });
    expect(disk.scratchPaths).toEqual([]);
  });

  it("names its entry's beginning without unpacking the rest", async () => {
    const zeros = new Uint8Array(250 * 1024 * 1024);
    const { disk, listed } = await listBytes(
      zipArchive([{ name: "zeros", bytes: zeros }]),
    );
    const [entry] = listed.ok ? listed.value.entries : [];
    if (entry?.kind !== "file") throw new Error("not listed");
    const opened = await openEntry(entry.file, {
      scratch: disk.scratch,
      open: disk.openFile,
    });
    if (!opened.ok) throw new Error("not open");
    const head = await opened.value.read(0, 64 * 1024);
    expect(head.ok && head.value.length).toBe(64 * 1024);
    expect(disk.scratchPaths).toEqual([]);
  });
});
