// A scan that is followed by de-identification: once it has found images, the threads that will prepare them load their code.
import type { Scanner } from "../core/ports/scanner.ts";
import type { ThreadedPreparer } from "./preparer.ts";

/** The scanner, starting the threads of `preparer` at the end of each scan that found images: not before, to slow none. */
export function scanThenStart(
  scanner: Scanner,
  preparer: Pick<ThreadedPreparer, "start">,
): Scanner {
  return {
    async scan(...request) {
      const outcome = await scanner.scan(...request);
      if (outcome.instances.length > 0) preparer.start();
      return outcome;
    },
  };
}
