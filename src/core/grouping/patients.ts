// Whether the files of one study are of one patient: exports with a reused Study Instance UID exist, and must not mix people.
import type { PatientIdentity } from "../model/instanceHeader.ts";
import type { ScannedInstance } from "../model/stack.ts";
import { foldedSpellings } from "../patientWords/foldText.ts";
import { nameParts } from "../patientWords/nameParts.ts";
import { compareTexts } from "./imageOrder.ts";

/** Instances of one patient, as far as their identities tell. */
export interface PatientGroup {
  /** Same for the same identity, whatever else is in the study. */
  readonly identityKey: string;
  /** The identity of most words among the spellings of this patient. */
  readonly identity: PatientIdentity;
  readonly instances: readonly ScannedInstance[];
}

/**
 * Groups by patient. Two identities are different people only if both ID and name differ: names are spelt in many ways
 * within one study, and IDs are reissued. Files that name nobody join the first group.
 */
export function patientGroups(
  instances: readonly ScannedInstance[],
): readonly PatientGroup[] {
  const groups: {
    identityKey: string;
    readonly identities: PatientIdentity[];
    readonly instances: ScannedInstance[];
  }[] = [];
  for (const { key, identity, members } of byIdentity(instances)) {
    const group = groups.find((known) =>
      known.identities.some((other) => !areDifferent(identity, other)),
    );
    if (group === undefined)
      groups.push({
        identityKey: key,
        identities: [identity],
        instances: [...members],
      });
    else {
      group.identities.push(identity);
      for (const member of members) group.instances.push(member);
    }
  }
  return groups.map(({ identityKey, identities, instances: members }) => ({
    identityKey,
    identity: mostTelling(identities),
    instances: members,
  }));
}

interface SameIdentity {
  /** The identity as text. */
  readonly key: string;
  readonly namesNobody: boolean;
  readonly identity: PatientIdentity;
  readonly members: ScannedInstance[];
}

/** Instances by equal identity, in the order of its text; the nameless last, so that they never link two people. */
function byIdentity(
  instances: readonly ScannedInstance[],
): readonly SameIdentity[] {
  const byKey = new Map<string, SameIdentity>();
  // A scan shares equal identities as one object, which makes nearly every look-up a short one.
  const byObject = new Map<PatientIdentity, SameIdentity>();
  for (const instance of instances) {
    const identity = instance.header.patient;
    const known = byObject.get(identity) ?? sameIdentity(identity, byKey);
    byObject.set(identity, known);
    known.members.push(instance);
  }
  return [...byKey.values()].sort(
    (a, b) =>
      Number(a.namesNobody) - Number(b.namesNobody) ||
      compareTexts(a.key, b.key),
  );
}

function sameIdentity(
  identity: PatientIdentity,
  byKey: Map<string, SameIdentity>,
): SameIdentity {
  const { id, name, birthDate, sex, age } = identity;
  const key = JSON.stringify([id, plainName(name), name, birthDate, sex, age]);
  const known = byKey.get(key) ?? {
    key,
    identity,
    namesNobody: namesNobody(identity),
    members: [],
  };
  byKey.set(key, known);
  return known;
}

/** Ages and birth dates are often missing from captures and reports; the fullest identity is shown. */
function mostTelling(identities: readonly PatientIdentity[]): PatientIdentity {
  const fields = (identity: PatientIdentity) =>
    Object.values(identity).filter((value) => value !== "").length;
  return identities.reduce((a, b) => (fields(b) > fields(a) ? b : a));
}

function areDifferent(a: PatientIdentity, b: PatientIdentity): boolean {
  const nameA = plainName(a.name);
  const nameB = plainName(b.name);
  return (
    a.id !== "" &&
    b.id !== "" &&
    a.id !== b.id &&
    nameA !== "" &&
    nameB !== "" &&
    nameA !== nameB
  );
}

/**
 * True if two studies are of one person. Stricter than within one study, where a shared Study Instance UID speaks for it:
 * another ID is another person unless name and birth date agree; one ID is one person unless the names differ by more than
 * their spelling and nothing says that the birth date is one. What is false here is asked about, never acted on: names are
 * changed by marriage and by transliteration. Identities without ID and name are of one unknown person, if of one age.
 */
export function isSamePatient(a: PatientIdentity, b: PatientIdentity): boolean {
  const ids = agreement(tellingID(a.id), tellingID(b.id));
  const names = agreement(plainName(a.name), plainName(b.name));
  const births = agreement(a.birthDate, b.birthDate);
  if (ids === "same")
    return (
      names !== "different" ||
      births === "same" ||
      (births === "unknown" && areSpellings(a.name, b.name))
    );
  if (ids === "different") return names === "same" && births === "same";
  if (names === "same") return births !== "different";
  return namesNobody(a) && namesNobody(b) && births !== "different";
}

/** What systems write where there is no ID; empty then. */
function tellingID(id: string): string {
  const text = id.trim();
  const isPlaceholder =
    /^(?:[0.?_x*-]+|none|null|n\/?a|unknown|anonym(?:ous|ized|ised)?|anon|no ?id|missing)$/i.test(
      text,
    );
  return isPlaceholder ? "" : text;
}

/** True if one name has every word of the other, in whatever order, case, spelling of marks or component group. */
function areSpellings(a: string, b: string): boolean {
  const wordsA = nameParts(a).map(foldedSpellings);
  const wordsB = nameParts(b).map(foldedSpellings);
  return isWithin(wordsA, wordsB) || isWithin(wordsB, wordsA);
}

type Spellings = readonly string[];

function isWithin(
  some: readonly Spellings[],
  all: readonly Spellings[],
): boolean {
  const known = new Set(all.flat());
  return (
    some.length > 0 &&
    some.every((spellings) => spellings.some((each) => known.has(each)))
  );
}

/** Unknown where either is missing. */
function agreement(a: string, b: string): "same" | "different" | "unknown" {
  if (a === "" || b === "") return "unknown";
  return a === b ? "same" : "different";
}

function namesNobody({ id, name }: PatientIdentity): boolean {
  return tellingID(id) === "" && plainName(name) === "";
}

/** A name without case, component separators and spaces. */
export function plainName(name: string): string {
  return name.toUpperCase().replaceAll(/[\^=,\s]/g, "");
}
