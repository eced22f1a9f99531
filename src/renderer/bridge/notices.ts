// Short messages in the corner of the window, for outcomes that have no place of their own.
import { Toast } from "@base-ui/react/toast";
import type { Failure } from "../../shared/failure.ts";
import { failureWords } from "../../shared/messages/failureWords.ts";
import type { Words } from "../../shared/messages/words.ts";

/** Feeds the toast viewport of the window. */
export const noticeManager = Toast.createToastManager();

/** Shows a failure in words and reads it out at once. */
export function noticeFailure(failure: Failure): void {
  if (failure.kind !== "cancelled") noticeWords(failureWords(failure));
}

/** Shows what failed, why and what next, and reads it out at once. */
export function noticeWords(words: Words): void {
  noticeManager.add({
    title: words.title,
    description: `${words.why} ${words.whatNext}`,
    type: "failure",
    priority: "high",
    timeout: 12_000,
  });
}

/** Shows that something was done. */
export function noticeDone(title: string): void {
  noticeManager.add({ title, type: "done", timeout: 4_000 });
}
