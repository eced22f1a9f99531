// The key that scratch files of this run are encrypted with: made once a process, handed to its threads, never written anywhere.
import { randomBytes } from "node:crypto";
import type { ThreadData } from "./threadData.ts";

const scratchKey = Uint8Array.from(randomBytes(32));

/** What threads are told that share a scratch folder. */
export function dataForThreads(scratchFolder: string): ThreadData {
  return { scratchFolder, scratchKey };
}
