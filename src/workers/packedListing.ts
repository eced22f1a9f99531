// The files of an archive on their way from a worker thread: hundreds of thousands in one message would stop the thread that takes it.
import { setImmediate as nextTurn } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import type {
  ArchiveListing,
  ListedEntry,
} from "../core/media/archiveContents.ts";
import type { OpenedArchive } from "../core/scan/scanWorkers.ts";
import type { PackedListing } from "./scanJobs.ts";

/** Unpacked in about a millisecond. */
const entriesPerBatch = 256;

/** Packs a listing for the message to the scanner. */
export function packListing({
  entries,
  damage,
}: ArchiveListing): PackedListing {
  const batches: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < entries.length; start += entriesPerBatch) {
    const batch = entries.slice(start, start + entriesPerBatch);
    batches.push(Uint8Array.from(serialize(batch)));
  }
  return { count: entries.length, damage, batches };
}

/** Unpacks it, each batch in a turn of its own. */
export function unpackListing(packed: PackedListing): OpenedArchive {
  return {
    count: packed.count,
    damage: packed.damage,
    batches: unpackBatches(packed.batches),
  };
}

async function* unpackBatches(
  batches: PackedListing["batches"],
): AsyncGenerator<readonly ListedEntry[]> {
  for (const batch of batches) {
    await nextTurn();
    // packListing made it, in a thread of this process.
    yield deserialize(batch) as readonly ListedEntry[];
  }
}
