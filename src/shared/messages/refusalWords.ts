// Words for images that cannot be made safe and so are never sent.
import { assertNever } from "../assertNever.ts";
import type { PatientWordPlace, RefusalReason } from "../failure.ts";
import type { SelfTestProblem } from "../selfTestProblem.ts";
import { pictureFormatNames, type PictureProblem } from "../pictureFormat.ts";
import { headerProblemClause } from "./headerProblemWords.ts";
import { capitalised, patientWordKindNames } from "./patientWordWords.ts";
import { countOf, formatBytes } from "./quantities.ts";
import type { Words } from "./words.ts";

const leaveOut = "Leave it out, or export the series again and add it.";

const floatPixels: ReadonlySet<string> = new Set([
  "FloatPixelData",
  "DoubleFloatPixelData",
]);
const floatWords: Words = {
  title: "Pixels of floating point",
  why: "The site takes whole numbers as pixels only, so nothing of this image could be sent, masked or not.",
  whatNext:
    "Export it from the workstation that computed it as an image of whole numbers (a secondary capture will do), or leave it out.",
};

/** Words for one refused image. */
export function refusalWords(reason: RefusalReason): Words {
  switch (reason.kind) {
    case "picture":
      return {
        title: `Picture cannot be cleaned (${pictureFormatNames[reason.format]})`,
        why: pictureProblemSentence(reason.problem),
        whatNext:
          "Save it anew with any picture program, look at it and add it again, or leave it out.",
      };
    case "noPixelData":
      return {
        title: "No image data",
        why: "The file has a header and no pixels.",
        whatNext: leaveOut,
      };
    case "pixelDataTruncated":
      return {
        title: "Image data cut short",
        why: `${formatBytes(reason.foundBytes)} of ${formatBytes(reason.expectedBytes)} of pixels are there, so part of the image is missing.`,
        whatNext: leaveOut,
      };
    case "missingAttribute":
      return {
        title: "A required attribute is missing",
        why: `${reason.keyword} is absent, and without it the site cannot show the image.`,
        whatNext: leaveOut,
      };
    case "header":
      return {
        title: "Header cannot be read to its end",
        why: `The file ${headerProblemClause(reason.problem)}, so what it says cannot be checked.`,
        whatNext: leaveOut,
      };
    case "unsupportedTransferSyntax":
      return {
        title: "Unknown encoding",
        why:
          reason.transferSyntaxUID === ""
            ? "It is written in an unknown transfer syntax."
            : `The transfer syntax ${reason.transferSyntaxUID} is not supported by this version.`,
        whatNext:
          "Export it from the PACS uncompressed (Explicit VR Little Endian) and add it again, or leave it out.",
      };
    case "videoPixelData":
      return {
        title: `Video (${reason.coding})`,
        why: `The file holds a film as one ${reason.coding} stream, which this version cannot take apart into images.`,
        whatNext:
          "Export it from the PACS as single images or as a multi-frame image, or leave it out.",
      };
    case "decodeFailed":
      return {
        title: "Compressed image cannot be read",
        why: `The ${reason.codec} data of the image are damaged or of a rare kind, so its pixels cannot be seen.`,
        whatNext:
          "Export it from the PACS uncompressed (Explicit VR Little Endian) and add it again, or leave it out.",
      };
    case "framesNotFound":
      return {
        title: "Frames cannot be told apart",
        why: `The header announces ${countOf(reason.expectedFrames, "frame")}, and the compressed data hold ${reason.foundFrames}.`,
        whatNext: leaveOut,
      };
    case "unsupportedPixelLayout":
      if (floatPixels.has(reason.keyword)) return floatWords;
      return {
        title: "Unusual pixel storage",
        why:
          reason.keyword === "LUTData"
            ? "Its pixels are meant to be seen through a lookup table (Modality LUT or VOI LUT), which is not whole or not there any more, and no plain window can stand for it."
            : `${reason.keyword} says that the pixels are stored in a way this version cannot copy safely.`,
        whatNext: leaveOut,
      };
    case "attributeTooLong":
      return {
        title: "An attribute is too long",
        why: `${reason.keyword} is longer than the standard allows, and the site would refuse it.`,
        whatNext: leaveOut,
      };
    case "unknownClass":
      return {
        title: "Unknown kind of image",
        why: "Its SOP class is none that is known, and the UID of it would leave as it is, with whatever number a device wrote into it.",
        whatNext:
          "Export it from the PACS as a usual image (a secondary capture will do), or leave it out.",
      };
    case "selfTestFailed":
      return {
        title: "This program failed its own test",
        why: `Before it touches an image, Casedrop cleans made-up ones and looks at the result: ${selfTestProblemWords[reason.problem]}. So it prepares nothing, and no image has left.`,
        whatNext:
          "Quit Casedrop and start it again. If that does not help, install it anew, and please report this: it should not happen.",
      };
    case "recognizableVisualFeatures":
      return {
        title: "May show a recognisable face",
        why: "The scanner marked this image as showing features by which the patient could be recognised; the site refuses such images.",
        whatNext: "Leave it out.",
      };
    case "deidentificationRefusedBySource":
      return {
        title: "Marked as not de-identified",
        why: "The file says of itself that the patient's identity was not removed, and the site refuses such files.",
        whatNext: "Export the original from the PACS and add that instead.",
      };
    case "residue":
      return {
        title: "Failed the final check",
        why: `After cleaning, ${countOf(reason.tags.length, "attribute")} still did not meet the site's policy (${reason.tags.join(", ")}), so the file was thrown away.`,
        whatNext: "Leave it out, and please report this: it should not happen.",
      };
    case "patientWordLeft":
      return {
        title: `${capitalised(patientWordKindNames[reason.wordKind])} is left`,
        why: `After cleaning, ${patientWordKindNames[reason.wordKind]} of the original still stood ${placeClause(reason.place)}, so the file was thrown away.`,
        whatNext: patientWordRemedy(reason.place),
      };
    case "sourceVanished":
      return {
        title: "The file is gone",
        why: "The file was there when it was read and has since been moved or deleted.",
        whatNext:
          "Connect the disc or share again, or add the folder again, then prepare once more.",
      };
    case "sourceChanged":
      return {
        title: "The file has changed",
        why: "The file is no longer the one that you looked at.",
        whatNext: "Add the folder again, look at the images, then prepare.",
      };
    case "unreadable":
      return {
        title: "Could not be read",
        why: `The system refused to read the file (${reason.code}).`,
        whatNext:
          "Check that its disc or share is connected, then prepare once more.",
      };
    default:
      return assertNever(reason, "refusal reason");
  }
}

function placeClause(place: PatientWordPlace): string {
  switch (place.kind) {
    case "attribute":
      return `in ${place.keyword === "" ? place.tag : place.keyword}`;
    case "betweenAttributes":
      return "in the head of the file";
    case "compressedPixels":
      return "beside the compressed pixels";
    case "picture":
      return "in the file, beside what is seen";
    default:
      return assertNever(place, "place of a patient word");
  }
}

function patientWordRemedy(place: PatientWordPlace): string {
  switch (place.kind) {
    case "attribute":
      return place.keyword === "PixelData"
        ? "The words stand in the bytes of the pixels, where no viewer shows them: leave the image out."
        : "If you chose to keep this attribute, take it out in Check and prepare again; otherwise leave the image out.";
    case "betweenAttributes":
    case "compressedPixels":
      return "Export it from the PACS uncompressed (Explicit VR Little Endian) and add it again, or leave it out.";
    case "picture":
      return "Save it anew with another program, for a picture as PNG, and add that instead, or leave it out.";
    default:
      return assertNever(place, "place of a patient word");
  }
}

function pictureProblemSentence(problem: PictureProblem): string {
  switch (problem) {
    case "damaged":
      return "The file does not keep to its format, so nobody can say what else is in it.";
    case "unsupported":
      return "The file uses a part of its format that is not supported, so it cannot be freed of names and places.";
    case "tooLarge":
      return "The file is larger than what can be cleaned.";
    case "textTrack":
      return "The film carries a track of text or data, which may say anything.";
    case "strayBytes":
      return "Among the pictures of the film lie bytes that belong to none of them, so nobody can say what they hold.";
    case "cannotBeMasked":
      return "A mask covers part of it, and masks cannot be painted on films, on animations and on pictures of a rare kind. With the mask off it would leave with what the mask hides.";
    case "residue":
      return "After cleaning, the file still was not what it should be, so it was thrown away.";
    default:
      return assertNever(problem, "picture problem");
  }
}

const selfTestProblemWords: Readonly<Record<SelfTestProblem, string>> = {
  refused: "one of them was refused",
  markerLeft: "a word of the made-up patient was left",
  pixelsChanged: "pixels were not what they must be",
  policyWouldChange: "an attribute did not meet the site's policy",
  wrongHash: "the check sum was wrong",
  unreadable: "the result could not be read",
  checkIsBlind: "the last check let an image through that was not cleaned",
  thrown: "the test ended early",
};
