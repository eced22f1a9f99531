// Whose images a case holds: how many people, which studies are of the same one, and which files were left to other cases.
import { createHmac } from "node:crypto";
import { isSamePatient, plainName } from "../grouping/patients.ts";
import type { PatientIdentity } from "../model/instanceHeader.ts";
import {
  holdsPictures,
  type GroupedImages,
  type ScannedInstance,
  type SkippedFile,
  type StudyGroup,
} from "../model/stack.ts";

/** Patients whose files went to other cases. Sealed with the case; a digest names nobody to those without the key. */
export interface OtherPatients {
  /** 32 bytes. Shared by the cases of one split, so that one of them can be split again. */
  readonly keyHex: string;
  readonly digests: readonly string[];
}

/**
 * Studies by patient, in their order. Studies that name nobody are taken for those of one unknown patient; pictures are
 * nobody's. A study without a name goes to the first it fits, and shows of no two people that they are one.
 */
export function splitByPatient(
  studies: readonly StudyGroup[],
): readonly (readonly StudyGroup[])[] {
  const [named, nameless] = partition(
    studies.filter((study) => !holdsPictures(study)),
    ({ patient }) => plainName(patient.name) !== "",
  );
  let parts: readonly (readonly StudyGroup[])[] = [];
  for (const study of [...named, ...nameless]) {
    const isOf = (part: readonly StudyGroup[]) =>
      part.some(({ patient }) => isSamePatient(patient, study.patient));
    // A study may show by its name that what looked like two people is one.
    const kin = parts
      .filter(isOf)
      .slice(0, nameless.includes(study) ? 1 : undefined);
    const [first] = kin;
    parts =
      first === undefined
        ? [...parts, [study]]
        : parts.flatMap((part) => {
            if (part === first) return [[...kin.flat(), study]];
            return kin.includes(part) ? [] : [part];
          });
  }
  return inOrderOf(studies, parts);
}

function partition<T>(
  all: readonly T[],
  isFirst: (one: T) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** Parts by their first study, and their studies, as they were given. */
function inOrderOf(
  studies: readonly StudyGroup[],
  parts: readonly (readonly StudyGroup[])[],
): readonly (readonly StudyGroup[])[] {
  const places = new Map(studies.map((study, place) => [study, place]));
  const placeOf = (study: StudyGroup | undefined) =>
    study === undefined ? -1 : (places.get(study) ?? -1);
  return parts
    .map((part) => [...part].sort((a, b) => placeOf(a) - placeOf(b)))
    .sort((a, b) => placeOf(a[0]) - placeOf(b[0]));
}

/** How many patients the images are of. */
export function countPatients(studies: readonly StudyGroup[]): number {
  return splitByPatient(studies).length;
}

/** Digests of everybody these studies are of. */
export function patientDigests(
  studies: readonly StudyGroup[],
  keyHex: string,
): readonly string[] {
  return [...new Set(studies.map(({ patient }) => digestOf(patient, keyHex)))];
}

/** Files of a case without those of other patients, which are left out with that reason. */
export function withoutOtherPatients(
  groups: GroupedImages,
  others: OtherPatients,
): {
  readonly instances: readonly ScannedInstance[];
  readonly leftOut: readonly SkippedFile[];
} {
  const isOther = ({ patient }: StudyGroup) =>
    others.digests.includes(digestOf(patient, others.keyHex));
  return {
    instances: instancesOf(groups.studies.filter((study) => !isOther(study))),
    leftOut: instancesOf(groups.studies.filter(isOther)).map(({ source }) => ({
      source,
      reason: { kind: "otherPatient" },
    })),
  };
}

/** The files of studies, each once. */
export function instancesOf(
  studies: readonly StudyGroup[],
): readonly ScannedInstance[] {
  const found = new Set<ScannedInstance>();
  for (const { series } of studies)
    for (const { stacks } of series)
      for (const { images } of stacks)
        for (const { instance } of images) found.add(instance);
  return [...found];
}

function digestOf(
  { id, name, birthDate }: PatientIdentity,
  keyHex: string,
): string {
  return createHmac("sha256", Buffer.from(keyHex, "hex"))
    .update(JSON.stringify([id.trim(), plainName(name), birthDate]))
    .digest("hex")
    .slice(0, 32);
}
