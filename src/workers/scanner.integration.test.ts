// The scanner with real threads over real folders, and over the public corpus. Uses the built worker (npm run build).
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
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
import type { GroupedImages } from "../core/model/stack.ts";
import type { ScanOutcome, ScanProgress } from "../core/scan/scanFiles.ts";
import { corpusPath, describeWithCorpus } from "../testing/corpus.ts";
import { ctSlice } from "../testing/dicomFixtures.ts";
import { createScanner, type Scanner } from "./scanner.ts";

const workersUrl = new URL("../../out/workers/", import.meta.url);
const scratchFolder = join(tmpdir(), `casedrop-test-${process.pid}`);
let scanner: Scanner;
let folder = "";

beforeAll(() => {
  scanner = createScanner({ workersUrl, scratchFolder, threads: 2 });
});
afterAll(async () => {
  await scanner.close();
  await rm(scratchFolder, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-scan-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function scan(
  roots: readonly string[],
  signal = new AbortController().signal,
  onProgress: (progress: ScanProgress) => void = () => undefined,
): Promise<ScanOutcome> {
  return await scanner.scan(roots, { onProgress }, signal);
}

function reasons(outcome: ScanOutcome, root = folder): Record<string, string> {
  return Object.fromEntries(
    outcome.skipped.map(({ source, reason }) => [
      relative(root, source.path),
      reason.kind,
    ]),
  );
}

describe("a scan with real threads", () => {
  it("accounts for everything in a small messy export", async () => {
    await mkdir(join(folder, "series/deep"), { recursive: true });
    for (const number of [1, 2, 3])
      await writeFile(
        join(folder, `series/IM${number}`),
        ctSlice({ instanceNumber: number }),
      );
    await writeFile(
      join(folder, "series/deep/copy"),
      ctSlice({ instanceNumber: 2 }),
    );
    await writeFile(
      join(folder, "series/deep/other"),
      ctSlice({ instanceNumber: 3, attributes: { WindowCenter: 99 } }),
    );
    await writeFile(join(folder, "index.html"), "<html>");
    await writeFile(join(folder, "nothing"), "");
    await writeFile(join(folder, "Thumbs.db"), "x");

    const outcome = await scan([folder]);

    expect(outcome.found).toBe(8);
    expect(reasons(outcome)).toEqual({
      "Thumbs.db": "systemFile",
      "index.html": "notDicom",
      nothing: "empty",
      "series/deep/copy": "duplicate",
    });
    const grouped = groupInstances(outcome.instances, outcome.skipped);
    expect(
      grouped.studies[0]?.series[0]?.stacks.map(
        ({ images, selectedByDefault, warnings }) => ({
          images: images.length,
          selectedByDefault,
          doubles: warnings.filter(
            ({ kind }) => kind === "conflictingDuplicates",
          ),
        }),
      ),
    ).toEqual(
      [
        { images: 3, selectedByDefault: true },
        { images: 1, selectedByDefault: false },
      ].map((stack) => ({
        ...stack,
        doubles: [{ kind: "conflictingDuplicates", count: 1 }],
      })),
    );
  });

  it("reads files through the same memory without mixing them up", async () => {
    for (let number = 1; number <= 200; number += 1)
      await writeFile(
        join(folder, `IM${String(number).padStart(4, "0")}`),
        ctSlice({
          instanceNumber: number,
          attributes: { SeriesDescription: `series of ${number}` },
        }),
      );
    const { instances } = await scan([folder]);
    expect(
      instances.map(({ header }) => [
        header.instanceNumber,
        header.seriesDescription,
      ]),
    ).toEqual(
      Array.from({ length: 200 }, (_, index) => [
        index + 1,
        `series of ${index + 1}`,
      ]),
    );
  });

  it("reports a root that does not exist and scans the others", async () => {
    await writeFile(join(folder, "IM1"), ctSlice());
    const gone = join(folder, "gone");
    const outcome = await scan([gone, join(folder, "IM1")]);
    expect(outcome.missingRoots).toEqual([gone]);
    expect(outcome.instances).toHaveLength(1);
  });

  it("reports a file that cannot be opened, with the system's reason", async (context) => {
    const closed = join(folder, "closed");
    await writeFile(closed, ctSlice());
    await chmod(closed, 0o000);
    const isAllPowerful = await readFile(closed).then(
      () => true,
      () => false,
    );
    if (isAllPowerful) context.skip("this user can read any file");
    expect((await scan([folder])).skipped).toMatchObject([
      { reason: { kind: "unreadable", code: "EACCES" } },
    ]);
  });

  it("hands over 20,000 tiny files in small pieces, so that the window stays alive", async () => {
    for (let at = 0; at < 20_000; at += 500)
      await Promise.all(
        Array.from({ length: 500 }, (_, index) =>
          writeFile(join(folder, `f${at + index}`), "not an image"),
        ),
      );
    let turns = 0;
    let largestStep = 0;
    let lastFound = 0;
    let isRunning = true;
    const countTurns = () => {
      turns += 1;
      if (isRunning) setImmediate(countTurns);
    };
    setImmediate(countTurns);

    const outcome = await scan(
      [folder],
      new AbortController().signal,
      ({ found, dicom, skipped }) => {
        expect(found).toBe(dicom + skipped);
        largestStep = Math.max(largestStep, found - lastFound);
        lastFound = found;
      },
    );
    isRunning = false;

    expect(outcome.found).toBe(20_000);
    expect(largestStep).toBeLessThanOrEqual(256);
    // Every job of 64 files is a message of its own, with turns of the event loop for others in between.
    expect(turns).toBeGreaterThan(100);
  });

  it("rejects, and only once, when it is closed in mid-scan", async () => {
    for (let number = 1; number <= 600; number += 1)
      await writeFile(join(folder, `IM${number}`), ctSlice());
    const closing = createScanner({ workersUrl, scratchFolder, threads: 2 });
    const closings: Promise<void>[] = [];
    const scanning = closing.scan(
      [folder],
      {
        onProgress: () => {
          if (closings.length === 0) closings.push(closing.close());
        },
      },
      new AbortController().signal,
    );
    await expect(scanning).rejects.toMatchObject({ kind: "closed" });
    await Promise.all(closings);
  });

  it("stops in the middle, accounts for what was listed, and can scan again", async () => {
    for (let number = 1; number <= 600; number += 1)
      await writeFile(
        join(folder, `IM${number}`),
        ctSlice({ instanceNumber: number }),
      );
    const cancelling = new AbortController();

    const outcome = await scan([folder], cancelling.signal, ({ found }) => {
      if (found > 0) cancelling.abort();
    });

    expect(outcome.wasCancelled).toBe(true);
    expect(outcome.skipped.length).toBeGreaterThan(0);
    expect(new Set(outcome.skipped.map(({ reason }) => reason.kind))).toEqual(
      new Set(["cancelled"]),
    );
    expect(outcome.found).toBe(
      outcome.instances.length + outcome.skipped.length,
    );
    await expect(scan([folder])).resolves.toMatchObject({
      found: 600,
      wasCancelled: false,
    });
  });
});

/** One line of the corpus's truth-series.jsonl, as far as it is used. */
interface SeriesTruth {
  readonly folder: string;
  readonly SeriesInstanceUID: string;
  readonly files: number;
}

function imageCountsBySeries(grouped: GroupedImages): Map<string, number> {
  const files = new Map<string, Set<string>>();
  for (const study of grouped.studies)
    for (const series of study.series)
      for (const stack of series.stacks)
        for (const { instance } of stack.images) {
          const uid = instance.header.seriesInstanceUID;
          files.set(
            uid,
            (files.get(uid) ?? new Set()).add(instance.source.path),
          );
        }
  return new Map([...files].map(([uid, paths]) => [uid, paths.size]));
}

/** Descriptions of stacks: images, plane, what split them. */
function brief(grouped: GroupedImages): string[] {
  return grouped.studies.flatMap(({ series }) =>
    series.flatMap(({ stacks }) =>
      stacks.map(({ images, plane, splitBy }) =>
        `${images.length} ${plane ?? "-"} ${splitBy.join(" ")}`.trim(),
      ),
    ),
  );
}

describeWithCorpus("the public corpus", () => {
  const group = async (...parts: readonly string[]) => {
    const outcome = await scan([corpusPath(...parts)]);
    return {
      outcome,
      grouped: groupInstances(outcome.instances, outcome.skipped),
    };
  };

  it.each([
    [
      "mr-philips-fmri-3-volumes",
      Array<string>(3).fill("35 Axial temporalPosition"),
    ],
    [
      "mr-ge-epi-4d-150-files",
      Array<string>(10).fill("15 Axial repeatedPosition"),
    ],
    ["mr-ge-fse-20-slices", ["20 Axial"]],
    ["mr-siemens-mprage-20-slices", ["20 Sagittal"]],
    ["mr-siemens-multi-echo", ["3 Axial echo", "2 Axial echo", "2 Axial echo"]],
    ["mr-siemens-mosaic", ["2 Axial", "2 Axial"]],
    ["mr-ge-dti-small", Array<string>(2).fill("4 Axial bValue")],
    ["stack-splitting/ct-missing-slice", ["4 Axial"]],
    ["stack-splitting/mr-two-slices-only", ["2 Sagittal"]],
  ])("splits %s as a radiologist would", async (name, expected) => {
    expect(brief((await group("08-series", name)).grouped)).toEqual(expected);
  });

  it("splits two orientations of one series", async () => {
    const { grouped } = await group(
      "08-series/stack-splitting/mr-two-orientations-one-series",
    );
    expect(brief(grouped).sort()).toEqual([
      "2 Axial orientation",
      "2 Sagittal orientation",
    ]);
  });

  it("finds the missing slice", async () => {
    const { grouped } = await group(
      "08-series/stack-splitting/ct-missing-slice",
    );
    expect(grouped.studies[0]?.series[0]?.stacks[0]?.warnings).toEqual([
      { kind: "missingSlices", gaps: 1 },
    ]);
  });

  it.each([
    "01-plain",
    "03-media",
    "07-non-image",
    "08-series",
    "09-multi-frame",
  ])("has every file of every series of %s in a stack", async (name) => {
    const { grouped, outcome } = await group(name);
    const text = await readFile(corpusPath("truth-series.jsonl"), "utf8");
    const truths = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as SeriesTruth)
      .filter((truth) => truth.folder === name);
    const counts = imageCountsBySeries(grouped);
    expect(
      truths.map((truth) => [
        truth.SeriesInstanceUID,
        counts.get(truth.SeriesInstanceUID),
      ]),
    ).toEqual(truths.map((truth) => [truth.SeriesInstanceUID, truth.files]));
    expect(outcome.found).toBe(
      outcome.instances.length + outcome.skipped.length,
    );
  });

  it("sees through a messy export", async () => {
    const { outcome } = await group("10-messy-export");
    expect(outcome.found).toBe(21);
    expect(outcome.instances).toHaveLength(8);
    expect(Object.values(reasons(outcome)).sort()).toEqual([
      "duplicate",
      "duplicate",
      // In a zip archive of one image.
      "duplicate",
      "empty",
      "notDicom",
      "notDicom",
      "notDicom",
      "notDicom",
      "notDicom",
      "picture",
      "systemFile",
      "systemFile",
      "systemFile",
    ]);
  });

  it("skips every DICOMDIR and reads the images themselves", async () => {
    const { outcome } = await group("03-media");
    expect(
      Object.values(reasons(outcome)).filter((reason) => reason === "dicomdir"),
    ).toHaveLength(13);
    expect(outcome.instances).toHaveLength(104);
  });

  it("never mixes two patients that share a Study Instance UID", async () => {
    const { grouped } = await group("04-odd-structure");
    const studiesOf = ["1", "2"].map((number) =>
      grouped.studies.findIndex(({ series }) =>
        series.some(({ stacks }) =>
          stacks.some(({ images }) =>
            images.some(({ instance }) =>
              instance.source.path.endsWith(
                `made-same-series-uid-patient-${number}.dcm`,
              ),
            ),
          ),
        ),
      ),
    );
    expect(studiesOf).not.toContain(-1);
    expect(studiesOf[0]).not.toBe(studiesOf[1]);
  });
});
