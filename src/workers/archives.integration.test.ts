// Archives and discs from dropping to de-identified files, with real threads and disks. Uses the built workers (npm run build).
import { createHash } from "node:crypto";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { groupInstances } from "../core/grouping/groupInstances.ts";
import type { ScanOptions, ScanOutcome } from "../core/scan/scanFiles.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { corpusPath, describeWithCorpus } from "../testing/corpus.ts";
import { ctSlice, testUID } from "../testing/dicomFixtures.ts";
import { directoryFile, imageRecord } from "../testing/directoryFixtures.ts";
import { tarArchive } from "../testing/tarFixtures.ts";
import { zipArchive, type ZipMember } from "../testing/zipFixtures.ts";
import {
  createImageRenderer,
  type ThreadedImageRenderer,
} from "./imageRenderer.ts";
import { createPreparer, type ThreadedPreparer } from "./preparer.ts";
import { createScanner, type Scanner } from "./scanner.ts";

const workersUrl = new URL("../../out/workers/", import.meta.url);
const never = new AbortController().signal;
let folder = "";
let scratchFolder = "";
let scanner: Scanner;
let preparer: ThreadedPreparer;
let renderer: ThreadedImageRenderer;

beforeAll(async () => {
  scratchFolder = await mkdtemp(join(tmpdir(), "casedrop-scratch-test-"));
  const options = { workersUrl, scratchFolder, threads: 2 };
  scanner = createScanner(options);
  preparer = createPreparer({
    ...options,
    probe: { speedOf: () => Promise.resolve("fast") },
  });
  renderer = createImageRenderer(options);
});
afterAll(async () => {
  await Promise.all([scanner.close(), preparer.close(), renderer.close()]);
  await rm(scratchFolder, { recursive: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-archives-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function plant(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

async function scan(
  root = folder,
  options: ScanOptions = {},
): Promise<ScanOutcome> {
  const outcome = await scanner.scan([root], options, never);
  expect(outcome.found).toBe(outcome.instances.length + outcome.skipped.length);
  return outcome;
}

/** A series of slices that do not compress to nothing. */
const slices = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    ctSlice({ instanceNumber: index + 1 }),
  );

const asMembers = (files: readonly Uint8Array[]): readonly ZipMember[] =>
  files.map((bytes, index) => ({
    name: `cd/IM${String(index + 1).padStart(3, "0")}`,
    bytes,
  }));

/** What the preparer makes of all stacks: hashes in display order, or reasons. */
async function prepare(outcome: ScanOutcome) {
  const grouped = groupInstances(outcome.instances, outcome.skipped);
  const stacks = grouped.studies.flatMap(({ series }) =>
    series.flatMap((each) =>
      each.stacks.map(({ id, images }) => ({ stackId: id, images })),
    ),
  );
  const prepared = await preparer.prepare(
    {
      caseId: "case" as CaseId,
      spoolFolder: join(folder, "spool"),
      saltHex: "00".repeat(16),
      stacks,
      onProgress: () => undefined,
    },
    never,
  );
  if (!prepared.ok) throw new Error(prepared.failure.kind);
  return prepared.value.flatMap(({ images }) =>
    images.map((image) =>
      image.ok ? image.value.sha256Hex : image.failure.kind,
    ),
  );
}

describe("a series in an archive", () => {
  const files = slices(20);
  const members = asMembers(files);
  const lock = { kind: "ae2", password: "sesame" } as const;

  it.each<[string, Uint8Array]>([
    ["deflated", zipArchive(members)],
    ["stored", zipArchive(members.map((m) => ({ ...m, isStored: true })))],
    ["locked", zipArchive(members.map((m) => ({ ...m, lock })))],
    ["tar.gz", gzipSync(tarArchive(members))],
    ["nested", zipArchive([{ name: "in.zip", bytes: zipArchive(members) }])],
  ])(
    "is de-identified to the same files as from a folder: %s",
    async (_, archive) => {
      for (const [index, bytes] of files.entries())
        await plant(`plain/${members[index]?.name ?? ""}`, bytes);
      const plain = await prepare(await scan(join(folder, "plain")));
      const path = await plant("export.zip", archive);
      const outcome = await scan(path, {
        passwords: [{ archive: null, password: "sesame" }],
      });
      expect(outcome.instances).toHaveLength(20);
      expect(await prepare(outcome)).toEqual(plain);
      expect(plain[0]).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  it.each<[string, Uint8Array]>([
    ["tar.gz", gzipSync(tarArchive(members))],
    [
      "stored in a deflated zip",
      zipArchive([
        {
          name: "in.zip",
          bytes: zipArchive(members.map((m) => ({ ...m, isStored: true }))),
        },
      ]),
    ],
  ])("is unreadable in what is unpacked from it: %s", async (_, archive) => {
    const before = new Set(await readdir(scratchFolder));
    const path = await plant("export.zip", archive);
    expect((await scan(path)).instances).toHaveLength(20);
    const unpacked = (await readdir(scratchFolder)).filter(
      (name) => !before.has(name),
    );
    expect(unpacked).toHaveLength(1);
    for (const name of unpacked) {
      const bytes = await readFile(join(scratchFolder, name));
      expect(bytes.length).toBeGreaterThan(20 * 512);
      for (const readable of ["TEST^FIXTURE", "FIX-1", "DICM", "cd/IM"])
        expect(bytes.includes(readable)).toBe(false);
    }
  });

  it("can be looked at", async () => {
    await plant("export.zip", zipArchive(members));
    const [instance] = (await scan()).instances;
    if (instance === undefined) throw new Error("nothing found");
    const image = await renderer.render(
      { instance, frame: null },
      { maxSidePixels: 64, window: null },
      never,
    );
    expect(image).toMatchObject({ ok: true });
  });

  it("is refused when the archive has gone or changed, and prepared when it is back", async () => {
    const path = await plant("export.zip", zipArchive(members));
    const writtenAt = new Date("2024-01-31T10:00:00Z");
    await utimes(path, writtenAt, writtenAt);
    const outcome = await scan();
    await rm(path);
    expect(new Set(await prepare(outcome))).toEqual(
      new Set(["sourceVanished"]),
    );
    await writeFile(path, "something else");
    expect(new Set(await prepare(outcome))).toEqual(new Set(["sourceChanged"]));
    await writeFile(path, zipArchive(members));
    await utimes(path, writtenAt, writtenAt);
    for (const hash of await prepare(outcome))
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("refuses an image whose bytes are not what the archive says", async () => {
    await plant(
      "export.zip",
      zipArchive(
        members.map((m, index) =>
          index === 3
            ? { ...m, isStored: true, claimed: { crc32: 1 } }
            : { ...m, claimed: index === 5 ? { crc32: 2 } : {} },
        ),
      ),
    );
    const outcome = await scan();
    // A small packed file is unpacked whole to read its header, and is found out then.
    expect(outcome.skipped.map(({ reason }) => reason)).toEqual([
      { kind: "damaged", problem: "unpackFailed" },
    ]);
    const prepared = await prepare(outcome);
    expect(prepared.filter((each) => each === "header")).toHaveLength(1);
  });
});

/** A tree to drop: folders, archives, and files that are whole, broken or foreign. */
type Tree =
  | { readonly kind: "slice"; readonly number: number }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** A DICOMDIR that names slices beside it, some of which are not there. */
  | { readonly kind: "directory"; readonly names: readonly string[] }
  | {
      readonly kind: "folder" | "zip" | "stored" | "tar" | "tar.gz";
      readonly children: readonly Tree[];
    };

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.record({
    kind: fc.constant("directory" as const),
    names: fc.array(fc.constantFrom("0", "1", "2/0", "3/1", "../0", "9"), {
      maxLength: 6,
    }),
  }),
  fc.record({ kind: fc.constant("slice" as const), number: fc.nat(200) }),
  fc.record({
    kind: fc.constant("bytes" as const),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(600).map((length) => ctSlice().subarray(0, length)),
      fc
        .nat(300)
        .map((length) =>
          zipArchive([{ name: "a", bytes: ctSlice() }]).subarray(0, length),
        ),
    ),
  }),
);

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leaf,
    fc.record({
      kind: fc.constantFrom(
        "folder" as const,
        "zip" as const,
        "stored" as const,
        "tar" as const,
        "tar.gz" as const,
      ),
      children: fc.array(tie("tree"), { maxLength: 5 }),
    }),
  ),
}));

/** A DICOMDIR of one series with a description and these files. */
function discDirectory(names: readonly string[]): Uint8Array {
  return directoryFile([
    {
      type: "STUDY",
      attributes: { StudyDescription: "Of the disc" },
      below: [
        {
          type: "SERIES",
          attributes: { SeriesDescription: "Of the disc", SeriesNumber: 9 },
          below: names.map((name) => imageRecord(name)),
        },
      ],
    },
  ]);
}

/** Files of a tree without its archives, names included, for the archive that holds them. */
function flattened(
  children: readonly Tree[],
  prefix = "",
): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  return children.flatMap((child, index) => {
    const name = `${prefix}${index}`;
    switch (child.kind) {
      case "folder":
        return flattened(child.children, `${name}/`);
      case "slice":
        return [
          {
            name,
            bytes: ctSlice({
              instanceNumber: child.number,
              attributes: { SOPInstanceUID: testUID(1000 + child.number) },
              // Some have nothing but the directory to order and describe them.
              without:
                child.number % 3 === 0
                  ? ["InstanceNumber", "ImagePositionPatient", "SeriesNumber"]
                  : [],
            }),
          },
        ];
      case "bytes":
        return [{ name, bytes: child.bytes }];
      case "directory":
        return [{ name, bytes: discDirectory(child.names) }];
      case "zip":
        return [{ name, bytes: zipArchive(flattened(child.children)) }];
      case "stored":
        return [
          {
            name,
            bytes: zipArchive(
              flattened(child.children).map((m) => ({ ...m, isStored: true })),
            ),
          },
        ];
      case "tar":
        return [{ name, bytes: tarArchive(flattened(child.children)) }];
      case "tar.gz":
        return [
          { name, bytes: gzipSync(tarArchive(flattened(child.children))) },
        ];
    }
  });
}

/** Files that a scan must account for at least: an empty archive is one, a full one gives its files. */
function leastFiles(node: Tree): number {
  if (!("children" in node)) return 1;
  const inside = node.children.reduce((sum, each) => sum + leastFiles(each), 0);
  return node.kind === "folder" ? inside : Math.max(1, inside);
}

describe("any tree of folders, archives, and whole, broken and foreign files", () => {
  it("is accounted for, and gives the same stacks in any order of roots", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { maxLength: 5 }), async (nodes) => {
        const base = await mkdtemp(join(folder, "tree-"));
        for (const { name, bytes } of flattened(nodes)) {
          const path = join(base, name);
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, bytes);
        }
        const outcome = await scan(base);
        const least = nodes.reduce((sum, node) => sum + leastFiles(node), 0);
        expect(outcome.found).toBeGreaterThanOrEqual(least);
        const paths = [...outcome.instances, ...outcome.skipped].map(
          ({ source }) => source.path,
        );
        expect(new Set(paths).size).toBe(paths.length);
        const roots = (await readdir(base)).map((name) => join(base, name));
        const other = await scanner.scan(roots.reverse(), {}, never);
        const brief = ({ instances, skipped }: ScanOutcome) =>
          groupInstances(instances, skipped).studies.flatMap(({ series }) =>
            series.flatMap(({ stacks }) =>
              stacks.map(({ id, images }) => [
                id,
                images.map(({ instance, frame }) => [
                  instance.source.path,
                  frame,
                ]),
              ]),
            ),
          );
        expect(brief(other)).toEqual(brief(outcome));
      }),
      { numRuns: 40 },
    );
  });
});

/** One line of the corpus's truth.jsonl, as far as it is used. */
interface FileTruth {
  readonly path: string;
  readonly kind: string;
}

describe("a disc with a DICOMDIR", () => {
  /** Three slices that say nothing of their order, and a fourth that the directory does not name. */
  const nameless = (number: number) =>
    ctSlice({
      instanceNumber: number,
      without: [
        "InstanceNumber",
        "ImagePositionPatient",
        "ImageOrientationPatient",
        "SeriesDescription",
        "SeriesNumber",
        "StudyDescription",
      ],
    });
  const members: readonly ZipMember[] = [
    { name: "DICOMDIR", bytes: discDirectory(["A/C", "A/A", "A/X", "A/B"]) },
    { name: "a/a.;1", bytes: nameless(1) },
    { name: "a/b", bytes: nameless(2) },
    { name: "a/c", bytes: nameless(3) },
    { name: "a/not-named", bytes: nameless(4) },
  ];

  async function plantDisc(): Promise<void> {
    for (const { name, bytes = new Uint8Array(0) } of members)
      await plant(`cd/${name}`, bytes);
  }

  /** Series number, description and files in display order; and what is missing. */
  function brief({ instances, skipped, missingReferences }: ScanOutcome) {
    const { studies } = groupInstances(instances, skipped);
    return [
      ...studies.flatMap(({ description, series }) =>
        series.map(({ number, description: each, stacks }) => [
          description,
          number,
          each,
          stacks.flatMap(({ images }) =>
            images.map(({ instance }) =>
              instance.source.path.replace(/^.*[/!]a[/]/, ""),
            ),
          ),
        ]),
      ),
      missingReferences.map(({ file }) => file),
    ];
  }

  const described = ["Of the disc", 9, "Of the disc"];
  const missing = ["A/X"];

  it.each<[string, () => Promise<string>]>([
    [
      "in a folder",
      async () => {
        await plantDisc();
        return join(folder, "cd");
      },
    ],
    ["in a zip", () => plant("cd.zip", zipArchive(members))],
    [
      "in a tar.gz in a zip in a folder",
      () => {
        const tar = gzipSync(tarArchive(members));
        return plant("x/cd.zip", zipArchive([{ name: "cd.tgz", bytes: tar }]));
      },
    ],
  ])("is shown with its names and in its order: %s", async (_, prepareDisc) => {
    const outcome = await scan(await prepareDisc());
    expect(outcome.found).toBe(5);
    expect(brief(outcome)).toEqual([
      [...described, ["c", "a.;1", "b", "not-named"]],
      missing,
    ]);
  });

  it("stands for the files it names when it is dropped alone", async () => {
    await plantDisc();
    const outcome = await scan(join(folder, "cd/DICOMDIR"));
    expect(outcome.found).toBe(4);
    expect(brief(outcome)).toEqual([
      [...described, ["c", "a.;1", "b"]],
      missing,
    ]);
  });

  it("is counted once with its files when both are dropped", async () => {
    await plantDisc();
    const roots = ["cd/DICOMDIR", "cd/a"].map((name) => join(folder, name));
    for (const each of [roots, [...roots].reverse()]) {
      const outcome = await scanner.scan(each, {}, never);
      expect(outcome.found).toBe(5);
      expect(brief(outcome)[0]).toEqual([
        ...described,
        ["c", "a.;1", "b", "not-named"],
      ]);
    }
  });
});

describe("archives", () => {
  it("of the same names keep their files apart, and leave out only true copies", async () => {
    const copy = ctSlice({ instanceNumber: 1 });
    const zipOf = (second: number) =>
      zipArchive([
        { name: "IM1", bytes: copy },
        { name: "IM2", bytes: ctSlice({ instanceNumber: second }) },
      ]);
    await plant("a.zip", zipOf(2));
    await plant("b.zip", zipOf(3));
    const outcome = await scan();
    expect(
      outcome.instances.map(({ source }) => relative(folder, source.path)),
    ).toEqual(["a.zip!IM1", "a.zip!IM2", "b.zip!IM2"]);
    expect(
      outcome.skipped.map(({ source, reason }) => [
        relative(folder, source.path),
        reason.kind,
      ]),
    ).toEqual([["b.zip!IM1", "duplicate"]]);
  });

  it("of many thousand files are handed over in small pieces", async () => {
    const zip = zipArchive(
      Array.from({ length: 30_000 }, (_, index) => ({
        name: `f${index}`,
        bytes: Buffer.from("x"),
        isStored: true,
      })),
    );
    await plant("many.zip", zip);
    let found = 0;
    let largestStep = 0;
    const outcome = await scan(folder, {
      onProgress: (progress) => {
        largestStep = Math.max(largestStep, progress.found - found);
        found = progress.found;
      },
    });
    expect(outcome.found).toBe(30_000);
    expect(largestStep).toBe(32);
  });
});

describeWithCorpus("the discs of the corpus", () => {
  async function truth(): Promise<ReadonlyMap<string, string>> {
    const lines = await readFile(corpusPath("truth.jsonl"), "utf8");
    return new Map(
      lines
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as FileTruth)
        .filter(({ path }) => path.startsWith("03-media/"))
        .map(({ path, kind }) => [path, kind]),
    );
  }

  it("are read as they are known to be", async () => {
    const known = await truth();
    const outcome = await scan(corpusPath("03-media"));
    const found = new Map<string, string>([
      ...outcome.instances.map(
        ({ source }) => [source.path as string, "dicom"] as const,
      ),
      ...outcome.skipped.map(
        ({ source, reason }) => [source.path as string, reason.kind] as const,
      ),
    ]);
    const kinds: Readonly<Record<string, string>> = {
      dicom: "dicom",
      dicomdir: "dicomdir",
      "not-dicom": "notDicom",
      "damaged-dicom": "damaged",
    };
    expect(outcome.found).toBe(known.size);
    for (const [path, kind] of known)
      expect([path, found.get(corpusPath(path))]).toEqual([
        path,
        kinds[kind] ?? kind,
      ]);
  });

  it("tell which files they name and do not have", async () => {
    const cd = await scan(corpusPath("03-media/philips-ct-phantom-cd"));
    const missing = cd.missingReferences.map(({ file }) => file);
    expect(missing.length).toBeGreaterThan(0);
    const there = await readdir(corpusPath("03-media/philips-ct-phantom-cd"), {
      recursive: true,
    });
    for (const file of missing)
      expect(there.map((each) => each.toLowerCase())).not.toContain(
        file.toLowerCase(),
      );
    const whole = await scan(corpusPath("03-media/dicomdirtests/TINY_ALPHA"));
    expect(whole.missingReferences).toEqual([]);
  });

  it("are read the same from a zip archive", async () => {
    const root = corpusPath("03-media");
    const names = (
      await readdir(root, { recursive: true, withFileTypes: true })
    )
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
    const members = await Promise.all(
      names.map(async (name) => ({
        name,
        bytes: await readFile(join(root, name)),
      })),
    );
    await plant("cd.zip", zipArchive(members));
    const plain = await scan(root);
    const zipped = await scan();
    const brief = (outcome: ScanOutcome) =>
      createHash("sha256")
        .update(
          JSON.stringify([
            outcome.instances.map(({ header }) => header).sort(byUID),
            outcome.skipped.map(({ reason }) => reason.kind).sort(),
            outcome.missingReferences.map(({ file }) => file).sort(),
          ]),
        )
        .digest("hex");
    expect(zipped.found).toBe(plain.found);
    expect(brief(zipped)).toBe(brief(plain));
  });
});

function byUID(
  a: { readonly sopInstanceUID: string },
  b: { readonly sopInstanceUID: string },
): number {
  return a.sopInstanceUID < b.sopInstanceUID ? -1 : 1;
}
