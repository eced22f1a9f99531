// Tells images from everything else in an export by SOP Class (PS3.4 B.5), and why the rest is held back.
import type { HeldBackReason } from "../../shared/stackFacts.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

/** First match wins. A prefix ends in a dot; anything else is a whole UID. */
const storage = "1.2.840.10008.5.1.4.1.1.";
const reasonsBySOPClass: readonly (readonly [string, HeldBackReason])[] = [
  [`${storage}88.`, "structuredReport"],
  [`${storage}11.`, "presentationState"],
  [`${storage}104.`, "encapsulatedDocument"],
  [`${storage}9.`, "waveform"],
  [`${storage}481.`, "radiotherapy"],
  [`${storage}66.4`, "segmentation"],
  [`${storage}66.5`, "segmentation"],
  [`${storage}66.6`, "segmentation"],
  [`${storage}66.7`, "segmentation"],
  [`${storage}66.8`, "segmentation"],
  [`${storage}66`, "rawData"],
  [`${storage}66.`, "rawData"],
  [`${storage}67`, "rawData"],
  [`${storage}68.`, "rawData"],
  // Parametric map, MR and CT spectroscopy
  [`${storage}30`, "rawData"],
  [`${storage}4.2`, "rawData"],
  [`${storage}77.1.6`, "wholeSlide"],
  [`${storage}77.1.1.1`, "video"],
  [`${storage}77.1.2.1`, "video"],
  [`${storage}77.1.4.1`, "video"],
  [`${storage}7`, "secondaryCapture"],
  [`${storage}7.`, "secondaryCapture"],
  // Siemens CSA non-image, GE private: no standard reader
  ["1.3.12.2.1107.5.9.1", "rawData"],
];

/** MPEG-2, MPEG-4 and HEVC (PS3.5 8.2.5 to 8.2.8). */
const videoTransferSyntax = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/;

/** Dose reports that scanners write as pictures: full of identifiers, never of interest. */
const doseWords =
  /\bdos(e|is)\b|dose[ _-]?(report|info|sheet)|exam summary|exposure (report|summary)|patient ?protocol|patientenprotokoll|protocole patient/i;

/** Why an instance is no image for a case by itself; null for images. */
export function heldBackReason(header: InstanceHeader): HeldBackReason | null {
  if (lacksIdentity(header)) return "missingIdentity";
  const reason = reasonOfSOPClass(header.sopClassUID);
  if (reason !== null && reason !== "secondaryCapture") return reason;
  if (videoTransferSyntax.test(header.transferSyntaxUID)) return "video";
  if (header.pixels === null || header.pixelData === null) return "noPixels";
  if (isDoseScreen(header)) return "doseScreen";
  return reason !== null || isScreenSave(header) ? "secondaryCapture" : null;
}

function reasonOfSOPClass(sopClassUID: string): HeldBackReason | null {
  const match = reasonsBySOPClass.find(([pattern]) =>
    pattern.endsWith(".")
      ? sopClassUID.startsWith(pattern)
      : sopClassUID === pattern,
  );
  return match?.[1] ?? null;
}

/** Without these four nothing can be grouped, mapped or told from a copy. */
function lacksIdentity(header: InstanceHeader): boolean {
  return (
    header.sopClassUID === "" ||
    header.sopInstanceUID === "" ||
    header.seriesInstanceUID === "" ||
    header.studyInstanceUID === ""
  );
}

function isDoseScreen(header: InstanceHeader): boolean {
  return (
    header.imageType.some((value) => /^DOSE(_|$)/i.test(value)) ||
    (isPictureOfConsole(header) && doseWords.test(header.seriesDescription))
  );
}

/** A capture, or a picture that a CT scanner stores as CT Image though it lies nowhere in the patient. */
function isPictureOfConsole(header: InstanceHeader): boolean {
  return (
    reasonOfSOPClass(header.sopClassUID) === "secondaryCapture" ||
    isScreenSave(header) ||
    (header.modality === "CT" && header.imagePositionPatient === null)
  );
}

/** Pictures of the console that say so in Image Type, whatever their SOP Class. */
function isScreenSave(header: InstanceHeader): boolean {
  return header.imageType.some((value) => /^SCREEN[ _]?SAVE$/i.test(value));
}

/** Projection images: no slices, and each view stands by itself. */
const projectionModalities = new Set([
  "CR",
  "DX",
  "DR",
  "IO",
  "MG",
  "PX",
  "RF",
  "RG",
  "XA",
]);

export function isProjection(header: InstanceHeader): boolean {
  return projectionModalities.has(header.modality);
}

const slicedModalities = new Set(["CT", "MR", "PT"]);

/** Images that should know where in the body they lie. */
export function isSliced(header: InstanceHeader): boolean {
  return slicedModalities.has(header.modality);
}
