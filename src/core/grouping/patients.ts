// Whether the files of one study are of one patient: exports with a reused Study Instance UID exist, and must not mix people.
import type { PatientIdentity } from "../model/instanceHeader.ts";
import type { ScannedInstance } from "../model/stack.ts";
import { compareTexts } from "./imageOrder.ts";

/** Instances of one patient, as far as their identities tell. */
export interface PatientGroup {
  /** Same for the same identity, whatever else is in the study. */
  readonly identityKey: string;
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
  for (const [key, members] of byIdentity(instances)) {
    const identity = members[0]?.header.patient;
    if (identity === undefined) continue;
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
  return groups;
}

/** Instances by equal identity; the nameless last, so that they never link two people. */
function byIdentity(
  instances: readonly ScannedInstance[],
): readonly [string, readonly ScannedInstance[]][] {
  const byKey = new Map<string, ScannedInstance[]>();
  for (const instance of instances) {
    const { id, name } = instance.header.patient;
    const key =
      id === "" && plainName(name) === ""
        ? ""
        : JSON.stringify([id, plainName(name)]);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [instance]);
    else known.push(instance);
  }
  return [...byKey].sort(([a], [b]) =>
    a === "" || b === "" ? b.length - a.length : compareTexts(a, b),
  );
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

/** A name without case, component separators and spaces. */
function plainName(name: string): string {
  return name.toUpperCase().replaceAll(/[\^=,\s]/g, "");
}
