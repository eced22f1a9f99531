// Which images of a case are frontal chest films of adults, by what their headers say (contract section 4.1). Pure.
import type { CaseForm } from "../../shared/caseForm.ts";
import type {
  FilmObstacle,
  FilmQuestion,
  FilmWarning,
} from "../../shared/secondLook.ts";
import type { InstanceHeader, PixelLayout } from "../model/instanceHeader.ts";
import type { StackImage } from "../model/stack.ts";

/** Below this the reader was never trained (contract section 4.1). */
export const adultYears = 16;

const storage = "1.2.840.10008.5.1.4.1.1";
/** Computed Radiography, Digital X-Ray for presentation and for processing. */
const radiographClasses: ReadonlySet<string> = new Set([
  `${storage}.1`,
  `${storage}.1.1`,
  `${storage}.1.1.1`,
]);
const radiographModalities: ReadonlySet<string> = new Set([
  "CR",
  "DX",
  "DR",
  "RG",
]);

/** What the header says of a film, and what it leaves open. */
export interface FilmFacts {
  readonly obstacles: readonly FilmObstacle[];
  readonly questions: readonly FilmQuestion[];
}

/** True for an image that is worth asking about: everything else is not a radiograph at all. */
export function isRadiograph({ instance }: StackImage): boolean {
  const { modality, sopClassUID } = instance.header;
  return (
    instance.picture === undefined &&
    (radiographClasses.has(sopClassUID) ||
      radiographModalities.has(modality.toUpperCase()))
  );
}

/** Digital X-Ray for processing, which is not meant to be looked at as it is. */
const forProcessing = `${storage}.1.1.1`;
/** Larger films are not sent (contract section 4.1). */
export const largestFilmBytes = 100_000_000;
/** Films over this many bytes are sent with a warning. */
export const largeFilmBytes = 30_000_000;

/** What the user should know of a film before it is sent, though it may be. `sizeBytes`: of the file as it would go. */
export function filmWarnings(
  sopClassUID: string,
  sizeBytes: number,
): readonly FilmWarning[] {
  return [
    ...(sopClassUID === forProcessing
      ? [{ kind: "forProcessing" } as const]
      : []),
    ...(sizeBytes > largeFilmBytes
      ? [{ kind: "large", sizeBytes } as const]
      : []),
  ];
}

/** What keeps an image from being a frontal chest film of an adult. `age`: what the user typed for the case. */
export function filmFacts(
  { instance }: StackImage,
  age: CaseForm["age"],
): FilmFacts {
  const { header } = instance;
  const parts = [
    bodyPartFacts(header),
    viewFacts(header),
    ageFacts(header, age),
  ];
  return {
    obstacles: [
      ...formObstacles(header),
      ...parts.flatMap((part) =>
        part !== null && part.kind !== "ask" ? [part] : [],
      ),
      ...pixelObstacles(header.pixels),
      ...(header.burnedInAnnotation.toUpperCase() === "YES"
        ? [{ kind: "burnedInAnnotation" } as const]
        : []),
    ],
    questions: parts.flatMap((part) =>
      part?.kind === "ask" ? [part.question] : [],
    ),
  };
}

/** Null: the header says what is needed. */
type Fact =
  | FilmObstacle
  | { readonly kind: "ask"; readonly question: FilmQuestion }
  | null;

function formObstacles({ sopClassUID }: InstanceHeader): FilmObstacle[] {
  return radiographClasses.has(sopClassUID)
    ? []
    : [{ kind: "notRadiograph", form: formOf(sopClassUID) }];
}

function formOf(
  sopClassUID: string,
): Extract<FilmObstacle, { kind: "notRadiograph" }>["form"] {
  const is = (ending: string) =>
    sopClassUID === `${storage}.${ending}` ||
    sopClassUID.startsWith(`${storage}.${ending}.`);
  if (is("7")) return "secondaryCapture";
  if (is("1.2")) return "mammography";
  if (is("1.3")) return "intraoral";
  return is("12") ? "angiography" : "other";
}

function bodyPartFacts({ bodyPartExamined }: InstanceHeader): Fact {
  const part = bodyPartExamined.trim().toUpperCase();
  if (part === "CHEST") return null;
  // Other words for it are the user's to judge.
  return part === "" || /CHEST|THORA|LUNG/.test(part)
    ? { kind: "ask", question: "chest" }
    : { kind: "notChest", bodyPart: bodyPartExamined };
}

const otherViewWords =
  /\b(?:LAT|LATERAL|LL|RL|LLAT|RLAT|OBL|OBLIQUE|LAO|RAO|LPO|RPO|LORDOTIC|DECUB|DECUBITUS|SEITLICH|PROFIL|PROFILE)\b/i;
const frontalWords = /\b(?:PA|AP|FRONTAL|P\.A|A\.P|DV|VD)\b/i;

function viewFacts(header: InstanceHeader): Fact {
  const view = header.viewPosition.trim();
  // Rows that run from front to back are those of a lateral film, whatever else is said (PS3.3 C.7.6.1.1.1).
  const [rows = ""] = header.patientOrientation;
  if (/^[AP]/i.test(rows))
    return {
      kind: "notFrontal",
      view: header.patientOrientation.join(" / "),
    };
  const ask = { kind: "ask", question: "frontal" } as const;
  const described = [header.seriesDescription, header.protocolName].find(
    (text) => otherViewWords.test(text) && !frontalWords.test(text),
  );
  // The description contradicts: the user looks.
  if (/^(PA|AP)$/i.test(view)) return described === undefined ? null : ask;
  if (view !== "")
    return frontalWords.test(view) && !otherViewWords.test(view)
      ? ask
      : { kind: "notFrontal", view };
  return described === undefined
    ? ask
    : { kind: "notFrontal", view: described };
}

function ageFacts(header: InstanceHeader, typed: CaseForm["age"]): Fact {
  // Where several say it, the youngest counts.
  const said = [
    yearsOfAgeString(header.patient.age),
    yearsBetween(
      plainDate(header.patient.birthDate),
      plainDate(header.studyDate || header.acquisitionDate),
    ),
    /^\d+/.test(typed) ? Number.parseInt(typed, 10) : null,
  ].filter((years) => years !== null);
  if (said.length === 0) return { kind: "ask", question: "adult" };
  const years = Math.min(...said);
  return years < adultYears ? { kind: "child", years } : null;
}

/**
 * Whole years of an Age String (PS3.5 6.2) such as 045Y or 018M, also written short as 6Y; null for anything else. A bare number
 * that can be a child's years is taken for them.
 */
function yearsOfAgeString(age: string): number | null {
  const match = /^(\d{1,3}) ?([DWMY]?)$/i.exec(age.trim());
  if (match === null) return null;
  const [, digits = "", unit = ""] = match;
  const count = Number(digits);
  switch (unit.toUpperCase()) {
    case "":
      return count < adultYears ? count : null;
    case "Y":
      return count;
    case "M":
      return Math.floor(count / 12);
    default:
      return Math.floor(count / (unit.toUpperCase() === "W" ? 52 : 365));
  }
}

/** A date of the older form 2018.01.01 (PS3.5 6.2, note of DA) as the newer one. */
function plainDate(date: string): string {
  return date.trim().replaceAll(/[.\-/]/g, "");
}

/** Whole years from one date (DA) to another; null if one is missing, malformed or before the other. */
function yearsBetween(birthDate: string, date: string): number | null {
  if (!/^\d{8}$/.test(birthDate) || !/^\d{8}$/.test(date)) return null;
  const years = Math.floor((Number(date) - Number(birthDate)) / 10_000);
  return years >= 0 && years < 130 ? years : null;
}

function pixelObstacles(pixels: PixelLayout | null): FilmObstacle[] {
  if (pixels === null) return [{ kind: "pixelFormat", keyword: "PixelData" }];
  if (pixels.numberOfFrames > 1)
    return [{ kind: "severalFrames", frames: pixels.numberOfFrames }];
  const keyword = unfitAttribute(pixels);
  if (keyword !== null) return [{ kind: "pixelFormat", keyword }];
  const { rows, columns, bitsAllocated } = pixels;
  const sizeBytes = rows * columns * Math.ceil(bitsAllocated / 8);
  return sizeBytes > largestFilmBytes ? [{ kind: "tooLarge", sizeBytes }] : [];
}

/** The attribute that makes pixels other than one grey sample of 8 to 16 bits; null if none does. */
function unfitAttribute(pixels: PixelLayout): string | null {
  if (!/^MONOCHROME[12]$/.test(pixels.photometricInterpretation))
    return "PhotometricInterpretation";
  if (pixels.samplesPerPixel !== 1) return "SamplesPerPixel";
  return pixels.bitsStored < 8 || pixels.bitsStored > 16 ? "BitsStored" : null;
}
