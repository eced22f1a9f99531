// Why a DICOM header could not be read, as the middle of a sentence.
import { assertNever } from "../assertNever.ts";
import type { HeaderProblem } from "../failure.ts";

/** A clause that follows "the file": `ends in the middle of an element`. */
export function headerProblemClause(problem: HeaderProblem): string {
  switch (problem) {
    case "truncated":
      return "ends in the middle of its header";
    case "lengthPastEnd":
      return "names more bytes than it holds";
    case "badStructure":
      return "does not follow the DICOM structure";
    case "nestedTooDeep":
      return "nests its sequences too deeply to be real";
    case "tooLarge":
      return "has a header too large to be real";
    case "inflateFailed":
      return "is compressed as a whole and does not unpack";
    case "unpackFailed":
      return "does not unpack from its archive as the archive says";
    case "unsupportedTransferSyntax":
      return "is encoded in a way this version cannot read";
    default:
      return assertNever(problem, "header problem");
  }
}
