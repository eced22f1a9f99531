// A caller for questions whose answer is good to have: asked once, whatever comes of it.
import type { ArchiveCaller } from "./archiveCaller.ts";

/** The same caller, without retries. */
export function askingOnce(caller: ArchiveCaller): ArchiveCaller {
  return {
    call: (endpoint, given, signal, options) =>
      caller.call(endpoint, given, signal, { ...options, mayRetry: false }),
  };
}
