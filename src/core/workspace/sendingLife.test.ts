// What the queue asks of a case that is being sent, where the list of cases asks the same.
import { expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import type { SendProgress, UploadView } from "../../shared/snapshot.ts";
import { sendingStage } from "./caseStage.ts";
import { needsSignIn } from "./sendingLife.ts";

const progress: SendProgress = {
  phase: "sendingImages",
  sentBytes: 0,
  totalBytes: 100,
  sentImages: 0,
  totalImages: 4,
  bytesPerSecond: null,
  secondsLeft: null,
  stacks: [],
  caseUrl: null,
};
const account = {
  found: 4,
  uploaded: 4,
  uploadedImages: 4,
  leftOut: 0,
  leftOutByReason: [],
};

it.each<[Failure, boolean]>([
  [{ kind: "signInNeeded", reason: "revoked" }, true],
  [{ kind: "otherAccount", login: "jo" }, true],
  [{ kind: "otherSite", origin: "https://radiopaedia.org" }, true],
  [{ kind: "diskFull" }, false],
])(
  "a case that $kind ended goes on after a sign-in just where the list says that it waits for one",
  (failure, isAwaited) => {
    const views: readonly UploadView[] = [
      { kind: "stopped", failure, progress },
      { kind: "done", progress, account, finishFailure: failure },
    ];
    for (const view of views) {
      expect(needsSignIn(view)).toBe(isAwaited);
      expect(sendingStage(view)).toEqual({
        kind: "needsAttention",
        ...(isAwaited && { signIn: failure }),
      });
    }
  },
);

it("a case that is not sent, or moves, asks for no sign-in", () => {
  expect(needsSignIn(undefined)).toBe(false);
  expect(needsSignIn({ kind: "notStarted" })).toBe(false);
  expect(needsSignIn({ kind: "running", progress, waiting: null })).toBe(false);
});
