// Whole folders of the public corpus through the real scanner, compared row by row with the corpus's own account. Uses the built worker (npm run build).
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { InstanceHeader } from "../core/model/instanceHeader.ts";
import type { ScanOutcome } from "../core/scan/scanFiles.ts";
import type { SkipReason } from "../shared/failure.ts";
import { corpusPath, describeWithCorpus } from "../testing/corpus.ts";
import { createScanner, type Scanner } from "./scanner.ts";

const scratchFolder = join(tmpdir(), `casedrop-corpus-${process.pid}`);
let scanner: Scanner;

beforeAll(() => {
  scanner = createScanner({
    workersUrl: new URL("../../out/workers/", import.meta.url),
    scratchFolder,
    threads: 2,
  });
});
afterAll(async () => {
  await scanner.close();
  await rm(scratchFolder, { recursive: true, force: true });
});

/** One line of the corpus's truth.jsonl, as far as it is used. */
interface TruthRow {
  readonly path: string;
  readonly kind: string;
  readonly SOPInstanceUID?: string;
  readonly SeriesInstanceUID?: string;
  readonly StudyInstanceUID?: string;
}

/** What became of a file: the identity of its image, or why it was left out. */
type Fate = string;

function identity(of: {
  readonly sop: string | undefined;
  readonly series: string | undefined;
  readonly study: string | undefined;
}): Fate {
  return `image ${of.sop ?? ""} of ${of.series ?? ""} of ${of.study ?? ""}`;
}

const odd = "04-odd-structure";
const messy = "10-messy-export/PACS Export 2020-01-02";

/** Files that are left out, and why. */
const leftOut: ReadonlyMap<string, SkipReason["kind"]> = new Map([
  ["03-media/dicomdirtests/README.txt", "notDicom"],
  ["03-media/dicomdirtests/TINY_ALPHA/README", "notDicom"],
  [`${odd}/made-132-bytes-preamble-only.dcm`, "damaged"],
  [`${odd}/made-dicm-magic-then-text.dcm`, "notDicom"],
  [`${odd}/made-empty-file.dcm`, "empty"],
  [`${odd}/made-jpeg-with-dcm-extension.dcm`, "picture"],
  [`${odd}/made-random-with-dcm-extension.dcm`, "notDicom"],
  [`${odd}/made-shorter-than-preamble.dcm`, "notDicom"],
  // The length of a value swallows the UIDs of study and series.
  [`${odd}/made-string-length-past-end.dcm`, "damaged"],
  [`${odd}/made-text-with-dcm-extension.dcm`, "notDicom"],
  // No reader in the corpus's account takes it.
  [`${odd}/no_meta.dcm`, "notDicom"],
  [`${odd}/rtplan_truncated.dcm`, "damaged"],
  ["06-burned-in-and-phi/made-phi-marker-values.json", "notDicom"],
  [`${messy}/.DS_Store`, "systemFile"],
  [`${messy}/AUTORUN.INF`, "notDicom"],
  [`${messy}/DICOMDIR.txt`, "notDicom"],
  // Two of three copies of an image; another copy is in an archive.
  [`${messy}/Doe^Archibald [77654033]/XR C Spine/00000001`, "duplicate"],
  [`${messy}/copy of everything/00000001 (1)`, "duplicate"],
  [`${messy}/Thumbs.db`, "systemFile"],
  [`${messy}/__MACOSX/._00000001.dcm`, "systemFile"],
  [`${messy}/empty.txt`, "empty"],
  [`${messy}/index.html`, "notDicom"],
  [`${messy}/report.pdf`, "notDicom"],
  [`${messy}/thumb.jpg`, "picture"],
  [`${messy}/viewer.exe`, "notDicom"],
]);

/** Archives: what becomes of the one file in each, by its path. The archive itself is no file of the scan. */
const packed: ReadonlyMap<string, readonly [path: string, fate: Fate]> =
  new Map([
    [
      `${odd}/zipMR.gz`,
      [
        `${odd}/zipMR.gz!zipMR`,
        identity({
          sop: "1.3.6.1.4.1.5962.1.1.4.1.1.20040826185059.5457",
          series: "1.3.6.1.4.1.5962.1.3.4.1.20040826185059.5457",
          study: "1.3.6.1.4.1.5962.1.2.4.20040826185059.5457",
        }),
      ],
    ],
    [`${messy}/images.zip`, [`${messy}/images.zip!study/IM1.dcm`, "duplicate"]],
  ]);

/** Path and fate of the file a row is about. */
function expectedOf(row: TruthRow): readonly [path: string, fate: Fate] {
  const inside = packed.get(row.path);
  if (inside !== undefined) return inside;
  const reason = row.kind === "dicomdir" ? "dicomdir" : leftOut.get(row.path);
  // Whatever has no reason to be left out must be an image, be it of empty UIDs.
  const { SOPInstanceUID, SeriesInstanceUID, StudyInstanceUID } = row;
  return [
    row.path,
    reason ??
      identity({
        sop: SOPInstanceUID,
        series: SeriesInstanceUID,
        study: StudyInstanceUID,
      }),
  ];
}

function fateOfHeader(header: InstanceHeader): Fate {
  return identity({
    sop: header.sopInstanceUID,
    series: header.seriesInstanceUID,
    study: header.studyInstanceUID,
  });
}

/** Path within the corpus and fate of every file of a scan; a file with two verdicts is there twice. */
function fatesIn(outcome: ScanOutcome): readonly (readonly [string, Fate])[] {
  const pathOf = (path: string) =>
    relative(corpusPath(), path).split(sep).join("/");
  return [
    ...outcome.instances.map(
      ({ source, header }) =>
        [pathOf(source.path), fateOfHeader(header)] as const,
    ),
    ...outcome.skipped.map(
      ({ source, reason }) => [pathOf(source.path), reason.kind] as const,
    ),
  ];
}

function byPath(
  fates: readonly (readonly [string, Fate])[],
): readonly (readonly [string, Fate])[] {
  return [...fates].sort(([a], [b]) => (a < b ? -1 : 1));
}

const rowsOf = (folder: string) =>
  readFileSync(corpusPath("truth.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as TruthRow)
    .filter(({ path }) => path.startsWith(`${folder}/`));

describeWithCorpus("a scan of the public corpus", () => {
  it.each([
    ["01-plain", 25],
    ["02-transfer-syntaxes", 98],
    ["03-media", 119],
    [odd, 58],
    ["05-character-sets", 22],
    ["06-burned-in-and-phi", 10],
    ["07-non-image", 54],
    ["08-series", 337],
    ["09-multi-frame", 6],
    ["10-messy-export", 21],
  ])(
    "makes of every file of %s the image it is, or tells why not",
    async (folder, files) => {
      const outcome = await scanner.scan(
        [corpusPath(folder)],
        { onProgress: () => undefined },
        new AbortController().signal,
      );

      const expected = rowsOf(folder).map(expectedOf);
      expect(byPath(fatesIn(outcome))).toEqual(byPath(expected));
      expect(outcome.found).toBe(files);
      expect(outcome.missingRoots).toEqual([]);
    },
  );
});
