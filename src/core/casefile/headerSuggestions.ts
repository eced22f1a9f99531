// What the headers suggest for the form: rounded age, gender, modality, interval captions (contract sections 5, 9, 11).
import type { CaseForm } from "../../shared/caseForm.ts";
import type { Modality } from "../../shared/contractLists.ts";
import {
  holdsPictures,
  type GroupedImages,
  type StudyGroup,
} from "../model/stack.ts";

const modalityByDicom: Readonly<Record<string, Modality>> = {
  CT: "CT",
  MR: "MRI",
  US: "Ultrasound",
  IVUS: "Ultrasound",
  CR: "X-ray",
  DX: "X-ray",
  RG: "X-ray",
  IO: "X-ray",
  PX: "X-ray",
  MG: "Mammography",
  XA: "DSA (angiography)",
  RF: "Fluoroscopy",
  NM: "Nuclear medicine",
  PT: "Nuclear medicine",
  ST: "Nuclear medicine",
};

/** The site's modality for a DICOM modality; empty where the user must choose. */
export function suggestedModality(dicomModality: string): Modality | "" {
  return modalityByDicom[dicomModality] ?? "";
}

const millisecondsPerDay = 86_400_000;

/** Midnight UTC of a DICOM DA (YYYYMMDD, or the old YYYY.MM.DD), or null. */
export function parseDicomDate(text: string): number | null {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const [year, month, day] = [
    Number(match[1]),
    Number(match[2]),
    Number(match[3]),
  ];
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? time
    : null;
}

/** Whole days from one DA to another, or null if either is missing. */
export function daysBetween(from: string, to: string): number | null {
  const start = parseDicomDate(from);
  const end = parseDicomDate(to);
  return start === null || end === null
    ? null
    : Math.round((end - start) / millisecondsPerDay);
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** An interval in words for a caption: never a date, coarser the longer it is. */
export function intervalCaption(days: number): string {
  if (days < 0) return "";
  if (days === 0) return "Same day";
  if (days < 14) return `${counted(days, "day")} later`;
  if (days < 60) return `${counted(Math.round(days / 7), "week")} later`;
  if (days < 730) return `${counted(Math.round(days / 30.44), "month")} later`;
  return `${counted(Math.round(days / 365.25), "year")} later`;
}

/** Captions of the studies, oldest first: "Baseline" then intervals; a single study needs none, and neither do pictures. */
export function suggestedCaptions(
  studies: readonly StudyGroup[],
): readonly string[] {
  const examinations = studies.filter((study) => !holdsPictures(study));
  const [first] = examinations;
  if (first === undefined || examinations.length < 2)
    return studies.map(() => "");
  return studies.map((study) => {
    if (study === first) return "Baseline";
    const days = daysBetween(first.date, study.date);
    return days === null ? "" : intervalCaption(days);
  });
}

/** Age in whole years at the study, from (0010,1010) or the birth date; null if unknown. */
function ageInYears(study: StudyGroup): number | null {
  const match = /^(\d{1,3})([DWMY])$/.exec(study.patient.age.trim());
  if (match !== null) {
    const count = Number(match[1]);
    const daysPerUnit = { D: 1, W: 7, M: 30.44, Y: 365.25 };
    const unit = match[2] as keyof typeof daysPerUnit; // the pattern allows only these
    return unit === "Y"
      ? count
      : Math.floor((count * daysPerUnit[unit]) / 365.25);
  }
  const days = daysBetween(study.patient.birthDate, study.date);
  return days === null || days < 0 ? null : Math.floor(days / 365.25);
}

/** An age as the site lists it: each year to 18, then the nearest five; empty under one year and where unknown. Ages over 89 stay at 90. */
export function siteAge(years: number | null): CaseForm["age"] {
  if (years === null || years < 1 || years > 130) return "";
  if (years === 1) return "1 year";
  const rounded = years <= 18 ? years : Math.max(20, Math.round(years / 5) * 5);
  // Beyond 89 an age alone can identify (45 CFR 164.514(b)(2)(i)(C)): one class for all of them.
  return `${Math.min(rounded, 90)} years`;
}

/** Age at the newest dated study of the case, the way the site writes it. */
export function suggestedAge(groups: GroupedImages): CaseForm["age"] {
  const ages = groups.studies.map(ageInYears).filter((years) => years !== null);
  return siteAge(ages.at(-1) ?? null);
}

/** Gender if all studies agree on M or F; otherwise empty (the site takes no other). */
export function suggestedGender(groups: GroupedImages): CaseForm["gender"] {
  const sexes = new Set(
    groups.studies
      .filter((study) => !holdsPictures(study))
      .map((study) => study.patient.sex.trim().toUpperCase()),
  );
  if (sexes.size !== 1) return "";
  if (sexes.has("M")) return "Male";
  return sexes.has("F") ? "Female" : "";
}
