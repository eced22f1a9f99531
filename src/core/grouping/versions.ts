// Files that bear one SOP Instance UID and are not alike: versions of one image, or different images of a faulty export.
import type { ScannedInstance, SharedInstanceUID } from "../model/stack.ts";
import { isCut } from "./cutImages.ts";
import { imageKey } from "./digests.ts";
import { compareTexts } from "./imageOrder.ts";
import { heldBackReason } from "./objectTypes.ts";
import { partsByValue } from "./parts.ts";

/** What is known of the files of a scan that share a SOP Instance UID with others; no other file is in it. */
export type SharedUIDs = ReadonlyMap<ScannedInstance, SharedInstanceUID>;

/**
 * Tells different images of one UID apart, and ranks the versions of each image: those that can be sent first, whole ones
 * before those cut short, longer files before shorter ones, then by path. Files without UID share none. In steps, as repeatedInstanceUIDs.
 */
export function* findSharedUIDs(
  instances: readonly ScannedInstance[],
): Generator<undefined, SharedUIDs> {
  const shared = new Map<ScannedInstance, SharedInstanceUID>();
  const repeatedUIDs = yield* repeatedInstanceUIDs(instances);
  for (const claimants of claimantsByUID(instances, repeatedUIDs)) {
    const keyOf = areDifferentImages(claimants) ? imageKeyOf : () => "";
    for (const { value, members } of partsByValue(claimants, keyOf))
      for (const [index, instance] of [...members].sort(byCredit).entries())
        shared.set(instance, {
          imageKey: value,
          version: index + 1,
          versions: members.length,
        });
  }
  return shared;
}

/** Files of equal UID, where there are several. */
function claimantsByUID(
  instances: readonly ScannedInstance[],
  repeatedUIDs: ReadonlySet<string>,
): readonly (readonly ScannedInstance[])[] {
  if (repeatedUIDs.size === 0) return [];
  const claimants = new Map<string, ScannedInstance[]>();
  for (const instance of instances) {
    const uid = instance.header.sopInstanceUID;
    if (!repeatedUIDs.has(uid)) continue;
    const others = claimants.get(uid);
    if (others === undefined) claimants.set(uid, [instance]);
    else others.push(instance);
  }
  return [...claimants.values()];
}

/** Instances looked at in one step: a millisecond or two. */
const instancesPerStep = 4096;

/** SOP Instance UIDs that more than one of the instances bear. Yields every few thousand instances: a scan may have 100,000, whose thread has other work. */
export function* repeatedInstanceUIDs(
  instances: readonly ScannedInstance[],
): Generator<undefined, ReadonlySet<string>> {
  const seen = new Set<string>();
  const found = new Set<string>();
  for (const [index, { header }] of instances.entries()) {
    if (index % instancesPerStep === instancesPerStep - 1) yield;
    const uid = header.sopInstanceUID;
    if (uid !== "" && seen.has(uid)) found.add(uid);
    seen.add(uid);
  }
  return found;
}

/**
 * True if some lie at different places, or if three or more all have another number. Two of one place that differ in their
 * number only are versions: an archive that corrects an image may number it anew.
 */
function areDifferentImages(claimants: readonly ScannedInstance[]): boolean {
  const places = claimants.map(({ header }) => header.imagePositionPatient);
  if (!places.includes(null) && countOfDistinct(places) > 1) return true;
  const numbers = claimants.map(({ header }) => header.instanceNumber);
  return (
    claimants.length > 2 &&
    !numbers.includes(null) &&
    countOfDistinct(numbers) === claimants.length
  );
}

function countOfDistinct(values: readonly unknown[]): number {
  return new Set(values.map((value) => JSON.stringify(value))).size;
}

/** The same for the same image in every scan, wherever its file lies. */
function imageKeyOf({ header }: ScannedInstance): string {
  return imageKey(
    [
      header.imagePositionPatient,
      header.imageOrientationPatient,
      header.instanceNumber,
      header.acquisitionNumber,
      header.temporalPosition,
      header.triggerTimeMs,
      header.echoTimeMs,
    ].map((value) => JSON.stringify(value)),
  );
}

function byCredit(a: ScannedInstance, b: ScannedInstance): number {
  return (
    Number(isHeldBack(a)) - Number(isHeldBack(b)) ||
    Number(isCut(a)) - Number(isCut(b)) ||
    // Where a file may be cut without a sign of it, the longer one is the safer choice.
    b.source.sizeBytes - a.source.sizeBytes ||
    compareTexts(a.source.path, b.source.path)
  );
}

function isHeldBack({ header }: ScannedInstance): boolean {
  return heldBackReason(header) !== null;
}
