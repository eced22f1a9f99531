// Words for files that were found and are not images: every one of them is listed with its reason.
import { assertNever } from "../assertNever.ts";
import type { SkipReason } from "../failure.ts";
import { headerProblemClause } from "./headerProblemWords.ts";
import type { Words } from "./words.ts";

/** Words for one skipped file. */
export function skipReasonWords(reason: SkipReason): Words {
  switch (reason.kind) {
    case "notDicom":
      return {
        title: "Not a DICOM file",
        why: "The file does not hold DICOM data.",
        whatNext: "Nothing to do, unless you expected an image here.",
      };
    case "empty":
      return {
        title: "Empty file",
        why: "The file has no content.",
        whatNext: "If it should be an image, copy or export it again.",
      };
    case "unreadable":
      return {
        title: "Could not be read",
        why: `The system refused to read the file (${reason.code}).`,
        whatNext:
          "Check that you may open it and that its disc or share is connected, then add it again.",
      };
    case "systemFile":
      return {
        title: "System file",
        why: "The file belongs to the operating system or to a viewer on the disc.",
        whatNext: "Nothing to do.",
      };
    case "dicomdir":
      return {
        title: "Disc directory",
        why: "A DICOMDIR lists the images of a disc; the images themselves were read directly.",
        whatNext: "Nothing to do.",
      };
    case "acrNema":
      return {
        title: "ACR-NEMA file",
        why: "The format came before DICOM and cannot be made safe reliably.",
        whatNext: "Convert it to DICOM on the PACS and add it again.",
      };
    case "damaged":
      return {
        title: "Damaged file",
        why: `The file ${headerProblemClause(reason.problem)}.`,
        whatNext: "Export or copy it again, then add it again.",
      };
    case "duplicate":
      return {
        title: "Duplicate",
        why: "The same image was already found in another file.",
        whatNext: "Nothing to do: one copy is in the case.",
      };
    case "link":
      return {
        title: "Link",
        why: "Links to other places are not followed, so that nothing is read twice or from outside the folder.",
        whatNext: "Add the place it points to, if you need it.",
      };
    case "device":
      return {
        title: "Not a regular file",
        why: "It is a device, pipe or socket, which holds no image.",
        whatNext: "Nothing to do.",
      };
    case "archive":
      return {
        title: "Archive",
        why: "This version does not look inside zip and other archives.",
        whatNext: "Unpack it, then add the folder.",
      };
    case "cancelled":
      return {
        title: "Not read",
        why: "Reading was stopped before it came to this file.",
        whatNext: "Add the folder again to read the rest.",
      };
    default:
      return assertNever(reason, "skip reason");
  }
}
