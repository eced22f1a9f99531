// What is said of a series or study as a whole, from what its instances say each.
import type { StudyKey } from "../../shared/identifiers.ts";
import type {
  InstanceHeader,
  PatientIdentity,
} from "../model/instanceHeader.ts";
import type {
  ScannedInstance,
  SeriesGroup,
  Stack,
  StudyGroup,
} from "../model/stack.ts";
import { compareTexts } from "./imageOrder.ts";

/** The instances of one study of one patient. */
export interface StudyInstances {
  readonly key: StudyKey;
  readonly patient: PatientIdentity;
  readonly instances: readonly ScannedInstance[];
}

/** What the series of these instances is called. Its members are in canonical order. */
export function describeSeries(
  members: readonly ScannedInstance[],
  stacks: readonly Stack[],
): SeriesGroup {
  const first = members[0]?.header;
  if (first === undefined) throw new Error("A series without instances");
  const description = descriptionOf(members);
  return {
    seriesInstanceUID: first.seriesInstanceUID,
    number: mostFrequent(members, ({ header }) => header.seriesNumber) ?? null,
    description,
    modality: mostFrequent(members, ({ header }) => header.modality) ?? "",
    stacks: stacks.map((stack) => withOwnDescription(stack, description)),
  };
}

function descriptionOf(instances: readonly ScannedInstance[]): string {
  return (
    mostFrequent(instances, ({ header }) => header.seriesDescription) ?? ""
  );
}

/** Two phases of contrast in one series may each bear a name of their own. */
function withOwnDescription(stack: Stack, ofSeries: string): Stack {
  if (stack.splitBy.length === 0) return stack;
  const own = descriptionOf(stack.images.map(({ instance }) => instance));
  return own === "" || own === ofSeries
    ? stack
    : { ...stack, description: own };
}

/** When a study was, of whom, and of what. */
export function describeStudy(
  study: StudyInstances,
  series: readonly SeriesGroup[],
): StudyGroup {
  const { instances } = study;
  const first = instances[0]?.header;
  if (first === undefined) throw new Error("A study without instances");
  let earliest = first;
  for (const { header } of instances)
    if (isEarlier(header, earliest)) earliest = header;
  const images = series.flatMap(({ stacks, modality }) =>
    stacks
      .filter((stack) => stack.heldBack === null)
      .map((stack) => ({ modality, count: stack.images.length })),
  );
  return {
    key: study.key,
    studyInstanceUID: first.studyInstanceUID,
    patient: study.patient,
    date: plainDate(earliest.studyDate),
    time: earliest.studyTime,
    description:
      mostFrequent(instances, ({ header }) => header.studyDescription) ?? "",
    modality:
      mostFrequent(
        images,
        ({ modality }) => modality,
        ({ count }) => count,
      ) ??
      mostFrequent(instances, ({ header }) => header.modality) ??
      "",
    series,
  };
}

/** By study date and time; a header without a date is never earlier. */
function isEarlier(a: InstanceHeader, b: InstanceHeader): boolean {
  // Nearly all images of a study: one comparison is all that 100,000 of them need.
  if (a.studyDate === b.studyDate && a.studyTime === b.studyTime) return false;
  if (a.studyDate === "" || b.studyDate === "")
    return a.studyDate !== "" && b.studyDate === "";
  return compareTexts(dateAndTime(a), dateAndTime(b)) < 0;
}

function dateAndTime({ studyDate, studyTime }: InstanceHeader): string {
  return `${plainDate(studyDate)} ${studyTime}`;
}

/** YYYYMMDD; before DICOM 3 dates had dots (PS3.5 6.2, DA). */
function plainDate(date: string): string {
  return date.replaceAll(".", "");
}

/** The most frequent value, the least among equals; empty ones and null count only if there is nothing else. */
function mostFrequent<Member, Value extends string | number | null>(
  members: readonly Member[],
  valueOf: (member: Member) => Value,
  countOf: (member: Member) => number = () => 1,
): Value | undefined {
  const counts = new Map<Value, number>();
  for (const member of members) {
    const value = valueOf(member);
    counts.set(value, (counts.get(value) ?? 0) + countOf(member));
  }
  const weight = ([value, count]: [Value, number]) =>
    value === null || value === "" ? 0 : count;
  return [...counts].sort(
    (a, b) =>
      weight(b) - weight(a) ||
      (typeof a[0] === "number" && typeof b[0] === "number"
        ? a[0] - b[0]
        : compareTexts(String(a[0]), String(b[0]))),
  )[0]?.[0];
}
