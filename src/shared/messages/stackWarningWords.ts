// Words for what the user should know of a stack before sending it.
import { assertNever } from "../assertNever.ts";
import type { StackWarning } from "../stackFacts.ts";
import { countOf } from "./quantities.ts";
import type { Words } from "./words.ts";

/** Words for one warning of a stack. */
export function stackWarningWords(warning: StackWarning): Words {
  switch (warning.kind) {
    case "localiser":
      return {
        title: "Localiser",
        why: "These are planning images, seldom of use in a case.",
        whatNext: "Leave it out unless it shows something.",
      };
    case "firstOfManyPasses":
      return {
        title: `The first of ${countOf(warning.passes, "pass", "passes")}`,
        why: "The series shows the same region many times over, as functional, perfusion and diffusion studies do. The others are off.",
        whatNext: "Switch on those that the case needs.",
      };
    case "missingSlices":
      return {
        title: `${countOf(warning.gaps, "gap")} between slices`,
        why: "The spacing says that slices are missing from the export.",
        whatNext: "Scroll through it; if slices are missing, export it again.",
      };
    case "duplicatePositions":
      return {
        title: `${countOf(warning.count, "image")} at the same position`,
        why: "Several images lie at one place, as in repeated or overlapping acquisitions.",
        whatNext: "Scroll through it and check that the order makes sense.",
      };
    case "unevenSpacing":
      return {
        title: "Uneven spacing",
        why: "The distance between slices varies.",
        whatNext: "Check the order and whether slices are missing.",
      };
    case "noGeometry":
      return {
        title: "Ordered by image number",
        why: "The images do not say where they lie in space.",
        whatNext: "Check the order; reverse it if needed.",
      };
    case "volumePlaces":
      return {
        title: "Places in the volume stay behind",
        why: "The frames are in the order in which they lie in this ultrasound volume, but Radiopaedia keeps no attribute for their places in it.",
        whatNext: "Check that the order alone shows what it should.",
      };
    case "mayHaveBurnedInText":
      return {
        title: "May have text in the picture",
        why: "Images of this kind often have the patient's name or number written into them, where no header check can find it.",
        whatNext: "Look at every image, in the corners above all.",
      };
    case "faceCanBeRebuilt":
      return {
        title: "A face can be rebuilt",
        why: "Thin slices of a whole head can be turned into a likeness of the patient's face.",
        whatNext: `Trim the slices of the face away, keep one slice of every ${warning.keepEvery}, or send thick slices instead.`,
      };
    case "conflictingDuplicates":
      return {
        title: `${countOf(warning.count, "image")} with a double that differs`,
        why: "Several files claim to be the same image and are not alike. All are shown, each version as a stack of its own.",
        whatNext: "Compare the versions and send one of them only.",
      };
    case "sharedInstanceUID":
      return {
        title: `${countOf(warning.count, "image")} under one identifier`,
        why: "The export gave different images the same SOP Instance UID, which ought to be unique. Each gets one of its own in what is sent.",
        whatNext:
          "Check that the stack is whole and in order; such exports also lose images.",
      };
    case "unknownCharacterSet":
      return {
        title: "Characters guessed",
        why: "The files do not say, or say wrongly, in which characters their names and descriptions are written, so some letters may be shown wrong.",
        whatNext:
          "Check the words that were taken from them; nothing else is affected.",
      };
    case "mosaic":
      return {
        title: "Slices side by side",
        why: "Each image is a mosaic of all slices of one volume, so the stack scrolls through time and not through the body.",
        whatNext:
          "If the case needs the slices, export the series again with mosaics taken apart.",
      };
    case "pixelDataTruncated":
      return {
        title: `${countOf(warning.count, "image")} cut short`,
        why: "Part of the pixels is missing from the file.",
        whatNext: "Export the series again, or trim these images away.",
      };
    case "unannouncedFrames":
      return {
        title: `${countOf(warning.frames, "frame")} that no header announces`,
        why: `${countOf(warning.count, "file holds", "files hold")} more frames than the header says. Only those that it announces are shown and sent.`,
        whatNext:
          "Check that nothing is missing; if it is, export the series again.",
      };
    default:
      return assertNever(warning, "stack warning");
  }
}
