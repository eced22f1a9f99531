// Words for what is wrong with a download that came.
import type { SeriesProblem } from "../archive.ts";
import { assertNever } from "../assertNever.ts";
import { countOf, formatBytes } from "./quantities.ts";

/** True where all came, and came wrong. */
export function isDamage({ kind }: SeriesProblem): boolean {
  return [
    "wrongHash",
    "notDicom",
    "otherSeries",
    "repeatedInstance",
    "otherInstances",
  ].includes(kind);
}

/** One sentence on what is wrong with a download. */
export function seriesProblemSentence(problem: SeriesProblem): string {
  switch (problem.kind) {
    case "imagesMissing":
      return `${countOf(problem.found, "image")} came; the archive's list says ${problem.expected}.`;
    case "wrongSize":
      return `The files have ${formatBytes(problem.foundBytes)} in all; the archive's list says ${formatBytes(problem.expectedBytes)}.`;
    case "hashListMissing":
      return "The archive closed the file early: the list of hashes at its end is missing.";
    case "hashListDiffers":
      return "The list of hashes names other files than came.";
    case "wrongHash":
      return `${countOf(problem.files, "file")} came with other content than the archive's hash says.`;
    case "notDicom":
      return `${countOf(problem.files, "file")} cannot be read as DICOM.`;
    case "otherSeries":
      return `${countOf(problem.files, "file")} ${problem.files === 1 ? "belongs" : "belong"} to another series.`;
    case "repeatedInstance":
      return `${countOf(problem.files, "image")} came twice under one SOP Instance UID.`;
    case "otherInstances":
      return `The images that came are not those that the archive lists: ${problem.unlisted} not in its list, ${problem.missing} of it missing.`;
    case "unsafeEntry":
      return "The archive file holds a name that leads out of its folder.";
    case "unexpectedEntry":
      return "The archive file holds something that does not belong there.";
    case "tooLarge":
      return "The archive file unpacks to more than the series can hold.";
    case "zipDamaged":
      return "The archive file is cut short or damaged.";
    case "notAnArchive":
      return problem.beginning === ""
        ? "No archive file came."
        : `Not an archive file came, but this: ${problem.beginning}`;
    default:
      return assertNever(problem, "series problem");
  }
}
