// What task bar and tray say of cases in every mixture of stages.
import { describe, expect, it } from "vitest";
import type { CaseId } from "../../shared/identifiers.ts";
import type { CaseStage, CaseSummary } from "../../shared/snapshot.ts";
import { activityOf } from "./activityOf.ts";

function cases(...stages: readonly CaseStage[]): readonly CaseSummary[] {
  return stages.map((stage, index) => ({
    caseId: `case-${index}` as CaseId,
    title: "Gout",
    stage,
    imageCount: 1,
    stackCount: 1,
    modalities: ["CT"],
    changedAtMs: 0,
    queuePlace: null,
    login: null,
  }));
}
const all = new Set(["case-0", "case-1", "case-2"] as CaseId[]);

describe("activity", () => {
  it("is none while nothing is sent", () => {
    expect(
      activityOf(cases({ kind: "draft" }, { kind: "done" }), all),
    ).toMatchObject({
      bar: { mode: "none" },
      isSending: false,
      canPause: false,
      words: "nothing to send",
    });
  });

  it("is the mean of what is sent and what waits", () => {
    expect(
      activityOf(
        cases({ kind: "uploading", fraction: 0.5 }, { kind: "queued" }),
        all,
      ),
    ).toEqual({
      bar: { mode: "normal", fraction: 0.25 },
      isSending: true,
      canPause: true,
      canResume: false,
      attention: 0,
      isToBeContinued: false,
      words: "sending 1 case, 25%, 1 waiting",
    });
  });

  it("lets the computer sleep while all is paused", () => {
    expect(
      activityOf(cases({ kind: "paused", fraction: 0.4 }), all),
    ).toMatchObject({
      bar: { mode: "paused", fraction: 0.4 },
      isSending: false,
      canResume: true,
    });
  });

  it.each([
    { kind: "paused", fraction: 0.4 },
    { kind: "needsAttention" },
  ] as const)(
    "is to be continued where a case that was sent in this run is $kind",
    (stage) => {
      expect(activityOf(cases(stage), all).isToBeContinued).toBe(true);
      expect(activityOf(cases(stage), new Set()).isToBeContinued).toBe(false);
    },
  );

  it("is an error as long as a case that was sent in this run needs the user", () => {
    const stages = cases(
      { kind: "needsAttention" },
      { kind: "uploading", fraction: 0.5 },
    );
    expect(activityOf(stages, all).bar).toEqual({
      mode: "error",
      fraction: 0.5,
    });
    expect(activityOf(stages, all).words).toBe(
      "sending 1 case, 50%, 1 needs your attention",
    );
    expect(activityOf(stages, new Set()).bar.mode).toBe("normal");
  });
});
