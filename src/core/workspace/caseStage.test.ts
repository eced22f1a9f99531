// When a case counts as done: once the site has said that it processed every stack.
import { expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { SendProgress, StackSendState } from "../../shared/snapshot.ts";
import { sendingStage } from "./caseStage.ts";

const paused: Failure = {
  kind: "rateLimited",
  status: 429,
  retryAfterMs: 90_000,
};
const processed: StackSendState = { kind: "processed" };

function progressOf(states: readonly StackSendState[]): SendProgress {
  return {
    phase: "processing",
    sentBytes: 100,
    totalBytes: 100,
    sentImages: 4,
    totalImages: 4,
    bytesPerSecond: null,
    secondsLeft: null,
    caseUrl: "https://radiopaedia.org/cases/4711",
    stacks: states.map((state, index) => ({
      stackId: `00000000000000a${String(index)}` as StackId,
      label: "Axial",
      imageCount: 4,
      sizeBytes: 100,
      state,
    })),
  };
}

it.each([
  ["every stack is processed", [processed, processed], "done"],
  [
    "pictures arrived, of which the site tells no more",
    [processed, { kind: "attached", isFinal: true }],
    "done",
  ],
  [
    "the site was asked for hours and still works on a stack",
    [processed, { kind: "processing", siteStatus: "pending-trim" }],
    "sent",
  ],
  [
    "the site named no job to ask for",
    [processed, { kind: "attached" }],
    "sent",
  ],
  [
    "a stack failed and another is awaited",
    [{ kind: "processingFailed" }, { kind: "attached" }],
    "needsAttention",
  ],
] as const)("a case of which %s", (_name, states, stage) => {
  const account = {
    found: 4,
    uploaded: 4,
    uploadedImages: 4,
    leftOut: 0,
    leftOutByReason: [],
  };
  expect(
    sendingStage({
      kind: "done",
      progress: progressOf(states),
      account,
      finishFailure: null,
    }),
  ).toEqual({ kind: stage });
});

it.each([
  [
    "none has failed",
    [processed, { kind: "processing", siteStatus: "" }],
    "sent",
  ],
  [
    "one has failed already",
    [{ kind: "processingFailed" }, { kind: "attached" }],
    "needsAttention",
  ],
] as const)(
  "a case whose stacks are still processed, of which %s",
  (_name, states, stage) => {
    expect(
      sendingStage({
        kind: "running",
        progress: progressOf(states),
        waiting: null,
      }),
    ).toEqual({ kind: stage });
  },
);

it.each([
  [
    "the network",
    { networkGap: "offline" },
    { kind: "network", gap: "offline" },
  ],
  [
    "a sign-in to the network",
    { networkGap: "captivePortal" },
    { kind: "network", gap: "captivePortal" },
  ],
  [
    "the end of a pause that the service asked for",
    { waiting: { failure: paused, untilMs: 90_000 } },
    { kind: "nextTry", failure: paused, untilMs: 90_000 },
  ],
  [
    "the network, which stands before the next try",
    { networkGap: "offline", waiting: { failure: paused, untilMs: 90_000 } },
    { kind: "network", gap: "offline" },
  ],
] as const)("a case on its way that waits for %s", (_name, live, waitsFor) => {
  const progress = {
    ...progressOf([]),
    phase: "sendingImages" as const,
    sentBytes: 40,
  };
  expect(
    sendingStage({ kind: "running", progress, waiting: null, ...live }),
  ).toEqual({ kind: "uploading", fraction: 0.4, waitsFor });
});

it("a case that moves waits for nothing", () => {
  const progress = {
    ...progressOf([]),
    phase: "sendingImages" as const,
    sentBytes: 40,
  };
  expect(sendingStage({ kind: "running", progress, waiting: null })).toEqual({
    kind: "uploading",
    fraction: 0.4,
  });
});

it("a case that stopped says so where a sign-in lets it go on, and of other failures nothing", () => {
  const progress = progressOf([]);
  const stopped = (failure: Failure) =>
    sendingStage({ kind: "stopped", failure, progress });
  const signIn: Failure = { kind: "signInNeeded", reason: "revoked" };
  expect(stopped(signIn)).toEqual({ kind: "needsAttention", signIn });
  expect(stopped({ kind: "diskFull" })).toEqual({ kind: "needsAttention" });
});
