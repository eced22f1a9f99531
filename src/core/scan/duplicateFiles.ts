// Finds copies: files with the same SOP Instance UID and the very same bytes.
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { inTurns } from "../grouping/inTurns.ts";
import { repeatedInstanceUIDs } from "../grouping/versions.ts";
import type { SourcePath } from "../model/fileSource.ts";
import type { ScannedInstance } from "../model/stack.ts";
import { compareCodePoints } from "./codePointOrder.ts";

/** Files that may be copies of one another: same SOP Instance UID, same size, at least two. In path order. */
export async function duplicateCandidates(
  instances: readonly ScannedInstance[],
  nextTurn: () => Promise<void>,
): Promise<readonly (readonly ScannedInstance[])[]> {
  const repeated = await inTurns(repeatedInstanceUIDs(instances), nextTurn);
  if (repeated.size === 0) return [];
  const groups = new Map<string, ScannedInstance[]>();
  for (const instance of instances) {
    const { sopInstanceUID } = instance.header;
    if (!repeated.has(sopInstanceUID)) continue;
    const key = `${sopInstanceUID} ${instance.source.sizeBytes}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [instance]);
    else group.push(instance);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) =>
      group.sort((a, b) => compareCodePoints(a.source.path, b.source.path)),
    );
}

/**
 * The candidates that are copies of an earlier one of their group. A file without a hash (it could not be read again) is
 * no copy of anything.
 */
export function copiesAmong(
  candidates: readonly (readonly ScannedInstance[])[],
  hashes: ReadonlyMap<SourcePath, Sha256Hex>,
): ReadonlySet<ScannedInstance> {
  const copies = new Set<ScannedInstance>();
  for (const group of candidates) {
    const kept = new Set<Sha256Hex>();
    for (const instance of group) {
      const hash = hashes.get(instance.source.path);
      if (hash === undefined) continue;
      if (kept.has(hash)) copies.add(instance);
      else kept.add(hash);
    }
  }
  return copies;
}
