// Files that claim to be the same image and are not alike: which of them is the first, and which are other versions of it.
import type { ScannedInstance } from "../model/stack.ts";
import { compareTexts } from "./imageOrder.ts";
import { heldBackReason } from "./objectTypes.ts";

/** What is known of the files of a scan that share a SOP Instance UID with others. */
export interface Versions {
  /** 2, 3, ... of files that are not the first of their UID; the first one is not in it. */
  readonly numbers: ReadonlyMap<ScannedInstance, number>;
  /** SOP Instance UIDs that several files claim. */
  readonly repeatedUIDs: ReadonlySet<string>;
}

/**
 * Ranks files of equal UID: those that can be sent first, whole ones before those cut short, then by path. Files without
 * UID are nobody's version, nor are the slices of a series to which a faulty export gave one UID for all.
 */
export function findVersions(instances: readonly ScannedInstance[]): Versions {
  const repeatedUIDs = repeated(instances);
  const claimants = new Map<string, ScannedInstance[]>();
  for (const instance of instances) {
    const uid = instance.header.sopInstanceUID;
    if (!repeatedUIDs.has(uid)) continue;
    const others = claimants.get(uid);
    if (others === undefined) claimants.set(uid, [instance]);
    else others.push(instance);
  }
  const numbers = new Map<ScannedInstance, number>();
  for (const group of claimants.values()) {
    if (areSlicesOfOneUID(group)) continue;
    for (const [index, instance] of group.sort(byCredit).entries())
      if (index > 0) numbers.set(instance, index + 1);
  }
  return { numbers, repeatedUIDs };
}

function repeated(instances: readonly ScannedInstance[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const found = new Set<string>();
  for (const { header } of instances) {
    const uid = header.sopInstanceUID;
    if (uid !== "" && seen.has(uid)) found.add(uid);
    seen.add(uid);
  }
  return found;
}

/** Three or more that all lie elsewhere, or all have another number: different images, whatever their UID says. */
function areSlicesOfOneUID(group: readonly ScannedInstance[]): boolean {
  if (group.length < 3) return false;
  return [
    group.map(({ header }) => JSON.stringify(header.imagePositionPatient)),
    group.map(({ header }) => JSON.stringify(header.instanceNumber)),
  ].some((values) => new Set(values).size === group.length);
}

function byCredit(a: ScannedInstance, b: ScannedInstance): number {
  return (
    Number(isHeldBack(a)) - Number(isHeldBack(b)) ||
    Number(isCut(a)) - Number(isCut(b)) ||
    compareTexts(a.source.path, b.source.path)
  );
}

function isHeldBack({ header }: ScannedInstance): boolean {
  return heldBackReason(header) !== null;
}

function isCut({ header }: ScannedInstance): boolean {
  return header.warnings.includes("pixelDataTruncated");
}
