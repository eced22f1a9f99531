// What `casedrop scan` prints: one JSON document (design section 6), or text for people.
import { countPatients } from "../core/casefile/patients.ts";
import { missingFilePath } from "../core/media/missingReferences.ts";
import type {
  GroupedImages,
  SeriesGroup,
  Stack,
  StudyGroup,
} from "../core/model/stack.ts";
import type { ScanOutcome } from "../core/scan/scanFiles.ts";
import { headerProblemClause } from "../shared/messages/headerProblemWords.ts";
import { heldBackWords } from "../shared/messages/heldBackWords.ts";
import { missingFilesWords } from "../shared/messages/missingFilesWords.ts";
import { severalPatientsWords } from "../shared/messages/severalPatientsWords.ts";
import { skipReasonWords } from "../shared/messages/skipReasonWords.ts";
import { stackWarningWords } from "../shared/messages/stackWarningWords.ts";
import type { SkipReason } from "../shared/failure.ts";
import { printable } from "./printable.ts";

/** The document of `--json`. Studies oldest first, images in display order, found = dicom + skipped. */
export function scanDocument(
  outcome: ScanOutcome,
  grouped: GroupedImages,
): unknown {
  return {
    files: {
      found: outcome.found,
      dicom: outcome.instances.length,
      skipped: grouped.skipped.map(({ source, reason }) => ({
        path: source.path,
        reason: shortReason(reason),
      })),
      missing: outcome.missingReferences.map(missingFilePath),
    },
    patients: countPatients(grouped.studies),
    studies: grouped.studies.map((study) => ({
      studyInstanceUID: study.studyInstanceUID,
      modality: study.modality,
      date: study.date,
      description: study.description,
      series: study.series.map((series) => ({
        seriesInstanceUID: series.seriesInstanceUID,
        number: series.number,
        description: series.description,
        stacks: series.stacks.map(stackDocument),
      })),
    })),
  };
}

function stackDocument(stack: Stack): unknown {
  return {
    id: stack.id,
    splitBy: stack.splitBy,
    traits: stack.traits,
    specifics: stack.specifics,
    plane: stack.plane,
    images: stack.images.map(({ instance, frame }) => ({
      path: instance.source.path,
      ...(frame === null ? {} : { frame }),
      sopInstanceUID: instance.header.sopInstanceUID,
      instanceNumber: instance.header.instanceNumber,
    })),
    selected: stack.selectedByDefault,
    heldBack: stack.heldBack,
    warnings: stack.warnings,
  };
}

function shortReason(reason: SkipReason): string {
  const { title } = skipReasonWords(reason);
  if (reason.kind === "damaged")
    return `${title}: it ${headerProblemClause(reason.problem)}`;
  return reason.kind === "unreadable" ? `${title} (${reason.code})` : title;
}

/** The same for people: a table of stacks per study, then what was left out and why. */
export function scanText(outcome: ScanOutcome, grouped: GroupedImages): string {
  const { found, instances } = outcome;
  return [
    `${found} files found, ${instances.length} DICOM objects, ${grouped.skipped.length} left out`,
    ...patientLines(grouped),
    ...grouped.studies.flatMap(studyLines),
    ...leftOutLines(grouped),
    ...missingLines(outcome),
    "",
  ].join("\n");
}

function patientLines({ studies }: GroupedImages): string[] {
  const patients = countPatients(studies);
  if (patients < 2) return [];
  const { title, why, whatNext } = severalPatientsWords(patients);
  return [`${title}. ${why} ${whatNext}`];
}

function studyLines(study: StudyGroup): string[] {
  const title = [dateText(study.date), study.modality, study.description]
    .filter((part) => part !== "")
    .map(printable)
    .join("  ");
  const rows = study.series.flatMap((series) =>
    series.stacks.map((stack) => stackRow(series, stack)),
  );
  return [
    "",
    `Study ${title}`,
    ...table([
      ["Send", "Series", "Images", "Plane", "Description", "Remarks"],
      ...rows,
    ]).map((line) => `  ${line}`),
  ];
}

function stackRow(series: SeriesGroup, stack: Stack): string[] {
  const heldBack =
    stack.heldBack === null ? [] : [heldBackWords(stack.heldBack).title];
  const warnings = stack.warnings.map(
    (warning) => stackWarningWords(warning).title,
  );
  const split =
    stack.splitBy.length > 0 ? [`split by ${splitText(stack)}`] : [];
  return [
    stack.selectedByDefault ? "yes" : "no",
    series.number === null ? "" : String(series.number),
    String(stack.images.length),
    stack.plane ?? "",
    printable(
      [stack.description ?? series.description, stack.specifics]
        .filter(Boolean)
        .join(" | "),
    ),
    [...heldBack, ...warnings, ...split].join("; "),
  ];
}

/** `contrast arterial, kernel B30f`: what it is by each criterion, where that can be read. */
function splitText({ splitBy, traits }: Stack): string {
  const parts = splitBy.map((name) => {
    const values = traits
      .filter(({ criterion }) => criterion === name)
      .map(({ value }) => value);
    return [name, ...values].join(" ");
  });
  return printable(parts.join(", "));
}

function leftOutLines({ skipped }: GroupedImages): string[] {
  if (skipped.length === 0) return [];
  return [
    "",
    "Left out",
    ...table(
      skipped.map(({ source, reason }) => [
        shortReason(reason),
        printable(source.path),
      ]),
    ).map((line) => `  ${line}`),
  ];
}

function missingLines({ missingReferences }: ScanOutcome): string[] {
  if (missingReferences.length === 0) return [];
  return [
    "",
    missingFilesWords(missingReferences.length).title,
    ...missingReferences.map((each) => `  ${printable(missingFilePath(each))}`),
  ];
}

/** DA to YYYY-MM-DD; anything else as it is. */
function dateText(date: string): string {
  return date.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
}

/** Columns as wide as their widest cell, two spaces apart. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
