// How a stack and a study are named and described on the screen.
import { assertNever } from "../../../shared/assertNever.ts";
import { animatedGifWords } from "../../../shared/messages/animatedGifWords.ts";
import { isolated } from "../../../shared/messages/isolated.ts";
import {
  countOf,
  formatInterval,
} from "../../../shared/messages/quantities.ts";
import { pictureFormatNames } from "../../../shared/pictureFormat.ts";
import type {
  CaseSnapshot,
  StackView,
  StudyView,
} from "../../../shared/snapshot.ts";
import type { SplitCriterion, SplitTrait } from "../../../shared/stackFacts.ts";

/** What a stack is called: the scanner's description, else plane and specifics, else its number. */
export function stackName(stack: StackView): string {
  if (stack.seriesDescription !== "") return stack.seriesDescription;
  const label = [stack.perspective, stack.specifics]
    .filter((text) => text !== "")
    .join(" ");
  if (label !== "") return label;
  return stack.seriesNumber === null
    ? `${stack.modality} stack`.trim()
    : `Series ${stack.seriesNumber}`;
}

/** `Axial · C+ portal venous phase`: what the site will be told; empty if nothing, or if the stack is named by it already. */
export function stackLabel(stack: StackView): string {
  if (stack.seriesDescription === "") return "";
  return [stack.perspective, stack.specifics]
    .filter((text) => text !== "")
    .join(" · ");
}

/** `b 1000, pass 2`: what tells the stack from others of its series; empty for one that has no siblings. */
export function stackTraits({ traits }: StackView): string {
  return traits
    .map(traitWords)
    .filter((text) => text !== "")
    .join(", ");
}

function traitWords({ criterion, value }: SplitTrait): string {
  switch (criterion) {
    case "bValue":
      return `b ${value}`;
    case "echo":
      // A number of the scanner's, or a time with its decimal.
      return value.includes(".") ? `TE ${value} ms` : `echo ${value}`;
    case "contrast":
      return contrastWords(value);
    case "temporalPosition":
      return `time point ${value}`;
    case "acquisition":
      return acquisitionWords(value);
    case "imageComponent":
      return componentNames[value] ?? value;
    case "velocityEncoding":
      return value === "" ? "no velocity encoding" : `velocity ${value}`;
    case "kernel":
      return `kernel ${value}`;
    case "repeatedPosition":
      return value.startsWith("at ") ? `${value} mm` : value;
    case "version":
      return `version ${value}`;
    case "orientation":
    case "localiser":
    case "matrix":
    case "frameOfReference":
    case "modality":
    case "multiFrame":
    case "objectType":
      return "";
    default:
      return assertNever(criterion, "split criterion");
  }
}

/** A phase, bolus tracking, the time since the bolus, or when that was. */
function contrastWords(value: string): string {
  const [, hours, minutes, seconds] =
    /^bolus (\d{2}):?(\d{2}):?(\d{2})/.exec(value) ?? [];
  if (seconds !== undefined) return `bolus at ${hours}:${minutes}:${seconds}`;
  const [, sign, delay] = /^(-?)(\d+ s)$/.exec(value) ?? [];
  return delay === undefined
    ? (phaseNames[value] ?? value)
    : `${delay} ${sign === "-" ? "before" : "after"} the bolus`;
}

const phaseNames: Readonly<Record<string, string>> = {
  bolusTracking: "bolus tracking",
  enhanced: "contrast-enhanced",
  earlyArterial: "early arterial phase",
  arterial: "arterial phase",
  lateArterial: "late arterial phase",
  pancreatic: "pancreatic phase",
  portalVenous: "portal venous phase",
  venous: "venous phase",
  corticomedullary: "corticomedullary phase",
  nephrographic: "nephrographic phase",
  excretory: "excretory phase",
  delayed: "delayed phase",
  hepatobiliary: "hepatobiliary phase",
};

/** A number, or date and time as DA and TM have them. */
function acquisitionWords(value: string): string {
  const [, hours, minutes, seconds] =
    /(?:^|\s)(\d{2})(\d{2})(\d{2})(?:\.\d+)?$/.exec(value) ?? [];
  return seconds === undefined
    ? `acquisition ${value}`
    : `acquired ${hours}:${minutes}:${seconds}`;
}

const componentNames: Readonly<Record<string, string>> = {
  adc: "ADC",
  eadc: "exponential ADC",
  fa: "fractional anisotropy",
  trace: "trace",
  perfusionMap: "perfusion map",
  maximumProjection: "MIP",
  minimumProjection: "minIP",
  susceptibility: "SWI",
  inPhase: "in phase",
  outOfPhase: "out of phase",
  parameterMap: "parameter map",
};

/** What a stack is called among its siblings. */
export function fullStackName(stack: StackView): string {
  return [isolated(stackName(stack)), stackTraits(stack)]
    .filter((text) => text !== "")
    .join(", ");
}

/** `CT · series 4 · 512 × 512`. Breaks between the facts only: a size cut in two, or cut off, would mislead. */
export function stackFacts(stack: StackView): string {
  return [
    stack.picture === null ? stack.modality : pictureFormatNames[stack.picture],
    stack.videoCoding === null ? "" : `${stack.videoCoding} video`,
    stack.seriesNumber === null ? "" : `series ${stack.seriesNumber}`,
    stack.columns > 0 ? `${stack.columns} × ${stack.rows}` : "",
  ]
    .filter((text) => text !== "")
    .map((fact) => fact.replaceAll(" ", "\u00a0"))
    .join(" · ");
}

/** `24 of 120 images`, or `120 images` if all are kept. */
export function keptWords(stack: StackView): string {
  return stack.keptCount === stack.imageCount
    ? countOf(stack.imageCount, "image")
    : `${stack.keptCount} of ${countOf(stack.imageCount, "image")}`;
}

/** What is sent of pictures that may be animated; null for others. */
export function animationWords({
  picture,
}: Pick<StackView, "picture">): string | null {
  return picture === "gif" ? animatedGifWords : null;
}

/** What stands in the place of a preview that cannot be had. */
export function noPreviewWords({ picture, videoCoding }: StackView): string {
  if (picture === "mp4")
    return "A film: look at it in a player before you send it";
  return videoCoding === null
    ? "No preview"
    : `A film (${videoCoding}): look at it on the PACS, and export single frames to send some`;
}

/** True for the study of what is no DICOM: nobody's, and of no day. */
function isPictureStudy(study: StudyView): boolean {
  return study.stacks.some(({ picture }) => picture !== null);
}

/** What a study is called, on screen only. */
export function studyName(study: StudyView): string {
  if (study.description !== "") return study.description;
  return isPictureStudy(study) ? "Pictures" : "No description";
}

/** `Patient 2`, where the files are of several; empty otherwise, and for pictures. */
export function studyPatient(
  { patientNumber }: Pick<StudyView, "patientNumber">,
  { patientCount }: Pick<CaseSnapshot, "patientCount">,
): string {
  return patientNumber === null || patientCount < 2
    ? ""
    : `Patient ${patientNumber}`;
}

/** Date and interval of a study, on screen only. */
export function studyWhen(study: StudyView): string {
  if (isPictureStudy(study)) return "Not DICOM, so without date and patient";
  const interval =
    study.daysSinceFirst === null || study.daysSinceFirst === 0
      ? ""
      : formatInterval(study.daysSinceFirst);
  return [study.date === "" ? "No date" : study.date, interval]
    .filter((text) => text !== "")
    .join(" · ");
}

/** What a series was split by: `Split by b-value and orientation`; empty if it is one stack. */
export function splitWords(splitBy: readonly SplitCriterion[]): string {
  if (splitBy.length === 0) return "";
  const names = splitBy.map(criterionName);
  const last = names.at(-1) ?? "";
  const list =
    names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
  return `Split from its series by ${list}`;
}

function criterionName(criterion: SplitCriterion): string {
  switch (criterion) {
    case "orientation":
      return "orientation";
    case "localiser":
      return "being a localiser";
    case "matrix":
      return "image size";
    case "frameOfReference":
      return "patient position";
    case "modality":
      return "modality";
    case "echo":
      return "echo";
    case "bValue":
      return "b-value";
    case "contrast":
      return "contrast phase";
    case "temporalPosition":
      return "time point";
    case "acquisition":
      return "acquisition";
    case "imageComponent":
      return "image component";
    case "velocityEncoding":
      return "velocity encoding";
    case "kernel":
      return "kernel";
    case "repeatedPosition":
      return "repeated positions";
    case "multiFrame":
      return "being multi-frame";
    case "objectType":
      return "kind of object";
    case "version":
      return "being another version of the same images";
    default:
      return assertNever(criterion, "split criterion");
  }
}
