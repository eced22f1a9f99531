// What a case on its way waits for, in a few words: the same in Upload, in the list of cases and in the tray.
import { assertNever } from "../assertNever.ts";
import type { SendWait } from "../sendWait.ts";
import { failureWords } from "./failureWords.ts";
import { networkGapWords } from "./networkGapWords.ts";

/** The title that Upload has. */
export function sendWaitTitle(wait: SendWait): string {
  switch (wait.kind) {
    case "network":
      return networkGapWords[wait.gap].title;
    case "nextTry":
      return failureWords(wait.failure).title;
    default:
      return assertNever(wait, "wait");
  }
}
