// What a thread is told once, when it starts.
import { workerData } from "node:worker_threads";
import { z } from "zod";
import type { ScratchPlace } from "../adapters/archives/scratchFolder.ts";

const schema = z.strictObject({
  scratchFolder: z.string().min(1),
  scratchKey: z.instanceof(Uint8Array),
});

/** Data for threads that read found files. */
export type ThreadData = z.infer<typeof schema>;

/** Where this thread keeps what it has to unpack. */
export function threadScratch(): ScratchPlace {
  return scratchPlaceOf(schema.parse(workerData));
}

/** Where those that are told this keep it. */
export function scratchPlaceOf({
  scratchFolder,
  scratchKey,
}: ThreadData): ScratchPlace {
  return { folder: scratchFolder, key: scratchKey };
}
