// When a case counts as done: once the site has said that it processed every stack.
import { expect, it } from "vitest";
import type { StackId } from "../../shared/identifiers.ts";
import type { SendProgress, StackSendState } from "../../shared/snapshot.ts";
import { sendingStage } from "./caseStage.ts";

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
