// Words for files that were found and are not images: every one of them is listed with its reason.
import { assertNever } from "../assertNever.ts";
import type { ArchiveLimit, SkipReason } from "../failure.ts";
import { isForeignFilm } from "../pictureFormat.ts";
import { headerProblemClause } from "./headerProblemWords.ts";
import { countOf, formatBytes } from "./quantities.ts";
import type { Words } from "./words.ts";

/** What to know where a DICOMDIR was given itself, not its folder. */
export const directoryAloneWords =
  "If only the DICOMDIR was given, files of the disc that it does not name were not looked for; give the folder to have them too.";

/** Words for one skipped file. */
export function skipReasonWords(reason: SkipReason): Words {
  switch (reason.kind) {
    case "notDicom":
      return {
        title: "Not a DICOM file",
        why: "The file does not hold DICOM data.",
        whatNext: "Nothing to do, unless you expected an image here.",
      };
    case "picture":
      return {
        title: "Picture, not DICOM",
        why: "It is a photograph, drawing or film, which may show a face, a name or somebody's screen.",
        whatNext: "It is sent only if you choose it.",
      };
    case "foreignPicture":
      return {
        title: `${reason.format} file, not DICOM`,
        why: `It is a ${isForeignFilm(reason.format) ? "film" : "picture"} in a format that cannot be taken into a case.`,
        whatNext: `If it belongs to the case, convert it to ${isForeignFilm(reason.format) ? "MP4" : "JPEG or PNG"} and add that.`,
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
        whatNext: directoryAloneWords,
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
    case "otherPatient":
      return {
        title: "Another patient's",
        why: "The case was split by patient, and this file is of another one.",
        whatNext: "Look for it in the other case.",
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
        why: "Zip, tar and gzip archives are opened, but not archives of this kind.",
        whatNext: "Unpack it, then add the folder.",
      };
    case "archivePart":
      return {
        title: "Part of a split archive",
        why: "An archive was divided into several files, and this is one of them: what is in it can be read only from all of them together.",
        whatNext:
          "Put all parts into one folder, unpack the first of them (or the one that ends in .zip) with an archive program, then add the unpacked folder.",
      };
    case "passwordNeeded":
      return {
        title: "Locked archive",
        why: reason.wasWrong
          ? "The password that was given does not open this archive, or not all of it."
          : "This archive can only be read with its password.",
        whatNext: "Give the password, and its files are read.",
      };
    case "archiveDamaged":
      return {
        title: "Damaged archive",
        why: "The archive ends early or contradicts itself, so not all files in it can be found.",
        whatNext:
          "Copy or export it again; an archive in several parts has to be unpacked first.",
      };
    case "archiveTooLarge":
      return {
        title: "Archive not opened",
        why: archiveLimitSentence(reason.limit, reason.allowed),
        whatNext:
          reason.limit === "freeBytes"
            ? "Free some room on this computer's disk, then add it again; or unpack it on another disk and add the folder."
            : "If it is a real export, unpack it and add the folder.",
      };
    case "unsafeName":
      return {
        title: "Unsafe name in an archive",
        why: "The name of the file points out of its archive, as real exports never do.",
        whatNext: "If you trust the archive, unpack it and add the folder.",
      };
    case "unsupportedPacking":
      return {
        title: "Packed in an unsupported way",
        why: `The file is packed in a way that is not supported (${reason.method}).`,
        whatNext: "Unpack the archive, then add the folder.",
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

function archiveLimitSentence(limit: ArchiveLimit, allowed: number): string {
  switch (limit) {
    case "entries":
      return `It holds more than ${countOf(allowed, "file")}.`;
    case "unpackedBytes":
      return `Unpacked it would be larger than ${formatBytes(allowed)}.`;
    case "ratio":
      return `It would unpack to more than ${allowed} times its size, as archives do that are made to fill a disk.`;
    case "depth":
      return `It lies in an archive in an archive, more than ${allowed} deep.`;
    case "freeBytes":
      return `It has to be unpacked to be read, which would leave less than ${formatBytes(allowed)} free on this computer's disk.`;
    default:
      return assertNever(limit, "archive limit");
  }
}
