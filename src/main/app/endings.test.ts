// What a user who looked away hears of cases, from stage to stage.
import { describe, expect, it } from "vitest";
import type { CaseId } from "../../shared/identifiers.ts";
import type { CaseStage } from "../../shared/snapshot.ts";
import { Endings } from "./endings.ts";

const sent = "All images of a case were sent. The site is processing them.";
const done = "A case is done.";
const needsAttention = "A case needs your attention.";

/** What is told at each of the stages that one case goes through. */
function told(...kinds: readonly CaseStage["kind"][]) {
  const endings = new Endings();
  const caseId = "case" as CaseId;
  return kinds.map((kind) => {
    const stage =
      kind === "uploading" || kind === "paused"
        ? { kind, fraction: 0.5 }
        : { kind };
    return endings
      .newIn([{ caseId, stage: stage as CaseStage }])
      .map((ending) => ending.words);
  });
}

describe("a case is told of", () => {
  it("when it was sent, and again when the site has processed it; each once", () => {
    expect(told("uploading", "sent", "sent", "done", "done")).toEqual([
      [],
      [sent],
      [],
      [done],
      [],
    ]);
  });

  it("when its processing fails after all was sent", () => {
    expect(told("uploading", "sent", "needsAttention")).toEqual([
      [],
      [sent],
      [needsAttention],
    ]);
  });

  it("when sending stops, and when it stops again", () => {
    expect(
      told("uploading", "needsAttention", "uploading", "needsAttention"),
    ).toEqual([[], [needsAttention], [], [needsAttention]]);
  });

  it("when its processing ended after a restart, and not of what was told before it", () => {
    expect(told("draft", "paused", "sent", "done")).toEqual([
      [],
      [],
      [],
      [done],
    ]);
  });

  it.each(["sent", "done", "needsAttention"] as const)(
    "not when the app finds it %s at its start",
    (kind) => {
      expect(told(kind)).toEqual([[]]);
      expect(told("draft", "paused", kind)).toEqual([[], [], []]);
    },
  );

  it("not when the user paused it or gave it up", () => {
    expect(told("uploading", "paused", "uploading", "cancelled")).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});

it("tells apart the cases", () => {
  const endings = new Endings();
  const [first, second] = ["first", "second"] as CaseId[];
  const uploading = { kind: "uploading", fraction: 0.5 } as const;
  endings.newIn([
    { caseId: first!, stage: uploading },
    { caseId: second!, stage: { kind: "sent" } },
  ]);
  expect(
    endings.newIn([
      { caseId: second!, stage: { kind: "done" } },
      { caseId: first!, stage: uploading },
    ]),
  ).toEqual([{ caseId: "second", words: done }]);
});
