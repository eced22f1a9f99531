// Words for every reason why a file is not among the uploaded ones.
import { assertNever } from "../assertNever.ts";
import type { LeftOutFile } from "../snapshot.ts";
import { heldBackWords } from "./heldBackWords.ts";
import { missingFilesWords } from "./missingFilesWords.ts";
import { refusalWords } from "./refusalWords.ts";
import { skipReasonWords } from "./skipReasonWords.ts";
import type { Words } from "./words.ts";

/** Words for one left-out file, or one that was not found. */
export function leftOutWords(reason: LeftOutFile["reason"]): Words {
  switch (reason.kind) {
    case "skipped":
      return skipReasonWords(reason.reason);
    case "refused":
      return refusalWords(reason.reason);
    case "heldBack":
      return heldBackWords(reason.reason);
    case "stackNotSelected":
      return {
        title: "Stack not selected",
        why: "You did not select the stack it belongs to.",
        whatNext: "Nothing to do.",
      };
    case "trimmed":
      return {
        title: "Trimmed away",
        why: "It lies outside the images you kept of its stack.",
        whatNext: "Nothing to do.",
      };
    case "refusedBySite":
      return {
        title: "Refused by the site",
        why: "The site did not accept it, and you sent the stack without it.",
        whatNext: "Nothing to do.",
      };
    case "notFound":
      return {
        title: "Not found",
        why: "A DICOMDIR names it, and it was not found.",
        whatNext: missingFilesWords(1).whatNext,
      };
    default:
      return assertNever(reason, "left-out reason");
  }
}
