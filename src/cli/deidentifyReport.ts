// What `casedrop deidentify` says of a run. Holds no value of a patient; on screen it names source paths, to find files again, and in a file places only.
import { policyVersion } from "../core/deid/policy/radiopaediaPolicy052.ts";
import type { SkippedFile, Stack, StackImage } from "../core/model/stack.ts";
import type { MissingReference } from "../core/media/missingReferences.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import type { DeidRule } from "../shared/deidRule.ts";
import type { RefusalReason, SkipReason } from "../shared/failure.ts";
import { missingFilesWords } from "../shared/messages/missingFilesWords.ts";
import { countOf } from "../shared/messages/quantities.ts";
import {
  burnedInTextWords,
  notLookedAtWords,
} from "../shared/messages/burnedInTextWords.ts";
import { refusalWords } from "../shared/messages/refusalWords.ts";
import { severalPatientsWords } from "../shared/messages/severalPatientsWords.ts";
import { skipReasonWords } from "../shared/messages/skipReasonWords.ts";
import type { PixelTreatment } from "../shared/stackFacts.ts";
import type { CreditView, TagActionCount } from "../shared/snapshot.ts";
import type { PlacedStack } from "./deidentifyOutput.ts";
import type { TextOutcome, TextRefusal } from "./deidentifyText.ts";
import {
  imageTextDocument,
  placeWords,
  textDocument,
  textLinesOf,
} from "./deidentifyTextReport.ts";
import { facesThatRemain } from "./facesThatRemain.ts";
import {
  freeTextDocument,
  freeTextLines,
  type KeptFreeText,
} from "./keptFreeText.ts";
import { printable } from "./printable.ts";
import type { SourceNames } from "./sourceNames.ts";

/** Everything that happened: found = dicom + skipped, and every image of a DICOM file is placed, refused or left out. */
export interface DeidentifyOutcome {
  readonly found: number;
  readonly dicom: number;
  /** Patients of the studies that were chosen, as far as their files tell. */
  readonly patients: number;
  readonly skipped: readonly SkippedFile[];
  /** Files that a DICOMDIR names and that are not there. */
  readonly missing: readonly MissingReference[];
  readonly placed: readonly PlacedStack[];
  /** Masks of the mask file, from 1, that match no image that was taken. */
  readonly idleMasks: readonly number[];
  readonly leftOut: readonly Stack[];
  readonly text: TextOutcome;
  /** Free text that was asked to stay. */
  readonly freeText: KeptFreeText;
  /** Of every file that was read. */
  readonly patientWords: PatientWords;
  /** What the licences of public series ask for wherever their copies are published. */
  readonly credit: readonly CreditView[];
}

/** The document of `--json`, and with other names of sources that of `--report`. Outputs in display order. */
export function deidentifyDocument(
  outcome: DeidentifyOutcome,
  names: SourceNames,
): unknown {
  const textOf = new Map(
    outcome.text.stacks.flatMap(({ images }) => [...images]),
  );
  return {
    version: 1,
    policy: `Radiopaedia ${policyVersion}`,
    files: {
      found: outcome.found,
      dicom: outcome.dicom,
      skipped: outcome.skipped.map((file, index) => ({
        ...names.skipped(file, index),
        reason: file.reason.kind,
      })),
      missing: outcome.missing.map((file, index) => names.missing(file, index)),
    },
    patients: outcome.patients,
    outputs: outcome.placed.flatMap(({ images }) =>
      images.map(({ image, path, file, treatment, masks }) => ({
        path,
        ...names.image(image),
        verdict: "verified",
        pixels: treatment,
        ...(treatment === "masked" && { masks }),
        text: imageTextDocument(
          textOf.get(image) ?? { looked: false, findings: [] },
        ),
        sha256: file.sha256Hex,
        sizeBytes: file.sizeBytes,
      })),
    ),
    refused: refusedOf(outcome).map(({ image, reason }) => ({
      ...names.image(image),
      reason,
    })),
    text: textDocument(outcome.text),
    freeText: freeTextDocument(outcome.freeText, outcome.patientWords),
    leftOut: outcome.leftOut.flatMap((stack) =>
      stack.images.map((image) => ({
        ...names.image(image),
        reason: stack.heldBack ?? "notSelected",
      })),
    ),
    faces: facesThatRemain(outcome.placed),
    credit: outcome.credit.map(({ collection, licence, text }) => ({
      collection,
      licence,
      text,
    })),
    masksWithoutImages: outcome.idleMasks,
    tags: sumOfActions(outcome.placed),
  };
}

/** Refused images with why: what was not made, and what was not to be made for the text in it. */
function refusedOf({ placed, text }: DeidentifyOutcome): readonly {
  readonly image: StackImage;
  readonly reason: RefusalReason | TextRefusal;
}[] {
  return [
    ...placed.flatMap(({ refused }) => refused),
    ...text.stacks.flatMap(({ refused }) => refused),
  ];
}

/** What was done to an attribute, and how often by which rule. */
interface TagSum extends Omit<TagActionCount, "rule"> {
  readonly rules: Readonly<Partial<Record<DeidRule, number>>>;
}

/** Counts per tag and action over all stacks, ascending by tag. */
function sumOfActions(placed: readonly PlacedStack[]): readonly TagSum[] {
  const sums = new Map<string, TagSum>();
  for (const { actions } of placed)
    for (const { rule, count, ...row } of actions) {
      const key = `${row.tag} ${row.action}`;
      const before = sums.get(key);
      const rules = { ...before?.rules };
      rules[rule] = (rules[rule] ?? 0) + count;
      sums.set(key, { ...row, count: (before?.count ?? 0) + count, rules });
    }
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
}

/** The same for people: counts, and each refusal and unreadable file with its reason. */
export function deidentifyText(outcome: DeidentifyOutcome): string {
  const written = outcome.placed.flatMap(({ images }) => images);
  const refused = refusedOf(outcome);
  const leftOut = outcome.leftOut.flatMap(({ images }) => images);
  const lines = [
    `Found ${outcome.found} files: ${outcome.dicom} DICOM, ${outcome.skipped.length} others.`,
    `Wrote ${written.length} images in ${outcome.placed.filter(({ images }) => images.length > 0).length} stacks, each verified.`,
  ];
  if (outcome.patients > 1) {
    const { title, why, whatNext } = severalPatientsWords(outcome.patients);
    lines.push(`${title}. ${why} ${whatNext}`);
  }
  if (leftOut.length > 0)
    lines.push(`Left out ${leftOut.length} images of stacks not selected.`);
  lines.push(
    ...treatmentLines(written),
    ...faceLines(outcome),
    ...creditLines(outcome),
    ...textLinesOf(outcome.text),
    ...freeTextLines(
      outcome.placed.flatMap(({ actions }) => actions),
      outcome.freeText,
    ),
    ...refusalLines(refused),
  );
  for (const { source, reason } of outcome.skipped)
    if (isTold(reason))
      lines.push(
        `Skipped ${printable(source.path)}: ${skipReasonWords(reason).title}.`,
      );
  if (outcome.missing.length > 0)
    lines.push(`${missingFilesWords(outcome.missing.length).title}.`);
  return `${lines.join("\n")}\n`;
}

function faceLines({ placed }: DeidentifyOutcome): readonly string[] {
  return facesThatRemain(placed).map(
    (folder) =>
      `A face can be rebuilt from the thin slices in ${folder}: send fewer of them, or every fifth only.`,
  );
}

function creditLines({ credit }: DeidentifyOutcome): readonly string[] {
  if (credit.length === 0) return [];
  return [
    "These copies come from public archives. Wherever they are published, the licences ask for this credit, and for the note that changes were made:",
    ...credit.map(({ text }) => `  ${text}`),
  ];
}

/** What was done to pixels other than copying them. */
function treatmentLines(written: PlacedStack["images"]): readonly string[] {
  const count = (treatment: PixelTreatment) =>
    written.filter((image) => image.treatment === treatment).length;
  const lines: string[] = [];
  if (count("cleaned") > 0)
    lines.push(
      `Left comments and other text out of the compressed pixels of ${countOf(count("cleaned"), "image")}.`,
    );
  if (count("transcoded") > 0)
    lines.push(
      `Decoded ${countOf(count("transcoded"), "image")} and wrote them uncompressed, since they could not be sent in the form they had.`,
    );
  if (count("rewritten") > 0)
    lines.push(
      `Decoded ${countOf(count("rewritten"), "image")} and wrote them uncompressed, since something stood, or could stand, beside their pixels.`,
    );
  if (count("masked") > 0)
    lines.push(
      `Painted masks over ${countOf(count("masked"), "image")} and wrote them uncompressed; beside the masks every pixel is as it was.`,
    );
  return lines;
}

/** True for files that hold images, or may, and could not be read. */
function isTold({ kind }: SkipReason): boolean {
  return (
    kind === "damaged" ||
    kind === "unreadable" ||
    kind.startsWith("archive") ||
    kind === "foreignPicture" ||
    kind === "passwordNeeded" ||
    kind === "unsupportedPacking"
  );
}

/** One line for each file and reason: what is wrong with a file is mostly wrong with all its frames. */
function refusalLines(
  refused: ReturnType<typeof refusedOf>,
): readonly string[] {
  const frames = new Map<string, number[]>();
  for (const { image, reason } of refused) {
    const { title, why } = refusedWords(reason);
    const path = printable(image.instance.source.path);
    const line = `Refused ${path}: ${title}. ${why}`;
    const known = frames.get(line) ?? [];
    frames.set(line, image.frame === null ? known : [...known, image.frame]);
  }
  return [...frames].map(
    ([line, numbers]) => `${line}${framesClause(numbers)}`,
  );
}

/** Frames in words: runs of them by their ends. */
function framesClause(frames: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const frame of [...frames].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.last === frame - 1) run.last = frame;
    else runs.push({ first: frame, last: frame });
  }
  if (runs.length === 0) return "";
  const ends = runs.map(({ first, last }) =>
    first === last ? String(first) : `${first}-${last}`,
  );
  return ` (${frames.length === 1 ? "frame" : "frames"} ${ends.join(", ")})`;
}

function refusedWords(reason: RefusalReason | TextRefusal) {
  if (reason.kind === "notLookedAt")
    return notLookedAtWords(reason.id, reason.because);
  if (reason.kind !== "burnedInText") return refusalWords(reason);
  const places = reason.boxes.map((box, index) =>
    placeWords(box, reason.ids[index] ?? ""),
  );
  return burnedInTextWords(reason.rank, places);
}
