// Reading for media that seek badly: one job after the other, in the order of the walk.
import type { ScanWorkers } from "./scanWorkers.ts";

/** The same workers, of which at most one reads at a time. Listing goes on beside it: it comes before all reading. */
export function oneAtATime(workers: ScanWorkers): ScanWorkers {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(job: () => Promise<T>): Promise<T> => {
    const done = last.then(job);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    ...workers,
    openArchive: (request, signal) =>
      inTurn(() => workers.openArchive(request, signal)),
    read: (files, signal) => inTurn(() => workers.read(files, signal)),
    hash: (files, signal) => inTurn(() => workers.hash(files, signal)),
  };
}
