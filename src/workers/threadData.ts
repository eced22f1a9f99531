// What a thread is told once, when it starts.
import { workerData } from "node:worker_threads";
import { z } from "zod";

const schema = z.strictObject({ scratchFolder: z.string().min(1) });

/** Data for threads that read found files. */
export type ThreadData = z.infer<typeof schema>;

/** The data this thread was started with. */
export function threadData(): ThreadData {
  return schema.parse(workerData);
}
