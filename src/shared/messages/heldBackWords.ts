// Words for stacks that are not selected by themselves, and for what they are.
import { assertNever } from "../assertNever.ts";
import type { HeldBackReason } from "../stackFacts.ts";
import type { Words } from "./words.ts";

const staysHere = "It stays on this computer.";

/** Words for a stack that is held back. */
export function heldBackWords(reason: HeldBackReason): Words {
  switch (reason) {
    case "structuredReport":
      return {
        title: "Report",
        why: "A structured report is text about the patient, not an image.",
        whatNext: staysHere,
      };
    case "presentationState":
      return {
        title: "Presentation state",
        why: "It holds display settings and annotations, not an image.",
        whatNext: staysHere,
      };
    case "encapsulatedDocument":
      return {
        title: "Document",
        why: "It is a PDF or other document, which may name the patient anywhere.",
        whatNext: staysHere,
      };
    case "waveform":
      return {
        title: "Waveform",
        why: "It holds a curve such as an ECG, not an image.",
        whatNext: staysHere,
      };
    case "radiotherapy":
      return {
        title: "Radiotherapy object",
        why: "Plans, doses and contours are not images the site can show.",
        whatNext: staysHere,
      };
    case "rawData":
      return {
        title: "Raw data",
        why: "It holds the scanner's own data, not an image.",
        whatNext: staysHere,
      };
    case "segmentation":
      return {
        title: "Segmentation",
        why: "It marks regions of other images and cannot be shown by itself.",
        whatNext: staysHere,
      };
    case "wholeSlide":
      return {
        title: "Microscopy slide",
        why: "Its frames are tiles of one large picture, which the site cannot put together.",
        whatNext: "Export the field of interest as a picture and add that.",
      };
    case "noPixels":
      return {
        title: "No pixels",
        why: "The objects of this group hold no image.",
        whatNext: staysHere,
      };
    case "doseScreen":
      return {
        title: "Dose report screen",
        why: "A picture of the dose report usually shows the patient's name and numbers.",
        whatNext: "Select it only after reading every word in it.",
      };
    case "secondaryCapture":
      return {
        title: "Screen capture",
        why: "Captures often have the patient's name written into the picture, where no header check can find it.",
        whatNext: "Select it only after looking at every image.",
      };
    case "video":
      return {
        title: "Video",
        why: "The site takes single images, and this version cannot take a video apart.",
        whatNext: "Export single frames from the PACS and add those.",
      };
    case "missingIdentity":
      return {
        title: "Incomplete identity",
        why: "The files lack the identifiers that say which image they are, so they cannot be sent without risk of mixing them up.",
        whatNext: "Export the series again from the PACS.",
      };
    case "picture":
      return {
        title: "Picture",
        why: "Photographs and films may show a face, a name or somebody's screen, where no check of words can find it. Names and places in the file itself are removed.",
        whatNext: "Select it only after looking at all of it.",
      };
    default:
      return assertNever(reason, "held-back reason");
  }
}
