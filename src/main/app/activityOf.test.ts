// What task bar and tray say of cases in every mixture of stages.
import { describe, expect, it } from "vitest";
import type { CaseId } from "../../shared/identifiers.ts";
import type { CaseStage, CaseSummary } from "../../shared/snapshot.ts";
import { activityOf as activityAt } from "./activityOf.ts";
import { satOutAwakeMs } from "./stayAwake.ts";

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
const nowMs = 1_000_000;
const activityOf = (
  shown: readonly CaseSummary[],
  sentInThisRun: ReadonlySet<CaseId>,
  isProxyAsking = false,
) => activityAt(shown, { sentInThisRun, nowMs, isProxyAsking });
const all = new Set(["case-0", "case-1", "case-2"] as CaseId[]);

describe("activity", () => {
  it("is none while nothing is sent", () => {
    expect(
      activityOf(cases({ kind: "draft" }, { kind: "done" }), all),
    ).toMatchObject({
      bar: { mode: "none" },
      wakefulness: "none",
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
      wakefulness: "needed",
      canPause: true,
      canResume: false,
      attention: 0,
      isToBeContinued: false,
      words: "sending 1 case, 25%, 1 queued",
    });
  });

  it("lets the computer sleep while all is paused", () => {
    expect(
      activityOf(cases({ kind: "paused", fraction: 0.4 }), all),
    ).toMatchObject({
      bar: { mode: "paused", fraction: 0.4 },
      wakefulness: "none",
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

  const onTheWay = { kind: "uploading", fraction: 0.4 } as const;
  const offline = { kind: "network", gap: "offline" } as const;
  const tryIn = (ms: number) =>
    ({
      kind: "nextTry",
      failure: { kind: "rateLimited", status: 429, retryAfterMs: ms },
      untilMs: nowMs + ms,
    }) as const;

  it.each([
    ["No network", offline, "aWhile"],
    [
      "The network wants you to sign in",
      { kind: "network", gap: "captivePortal" },
      "aWhile",
    ],
    ["The service asks for a pause", tryIn(satOutAwakeMs), "needed"],
    ["The service asks for a pause", tryIn(satOutAwakeMs + 1), "none"],
  ] as const)(
    "says of a case that only waits for what it does (%s), with a bar that rests",
    (title, waitsFor, wakefulness) => {
      expect(activityOf(cases({ ...onTheWay, waitsFor }), all)).toMatchObject({
        bar: { mode: "paused", fraction: 0.4 },
        wakefulness,
        canPause: true,
        words: `1 case waits: ${title}, 40% sent`,
      });
    },
  );

  it("says both what moves and what waits, and stays awake for what moves", () => {
    const waiting = { ...onTheWay, waitsFor: tryIn(2 * satOutAwakeMs) };
    expect(activityOf(cases(onTheWay, waiting, waiting), all)).toMatchObject({
      bar: { mode: "normal" },
      wakefulness: "needed",
      words: "sending 1 case, 40%, 2 cases wait: The service asks for a pause",
    });
  });

  it("stays awake a while for a network that is gone beside a pause that is long", () => {
    const stages = cases(
      { ...onTheWay, waitsFor: tryIn(2 * satOutAwakeMs) },
      { ...onTheWay, waitsFor: offline },
      { kind: "queued" },
    );
    expect(activityOf(stages, all)).toMatchObject({
      wakefulness: "aWhile",
      words:
        "1 case waits: The service asks for a pause, 1 case waits: No network, 26% sent, 1 queued",
    });
  });

  it("names the sign-in that a case waits for, whichever run it was sent in, and lets the computer sleep", () => {
    const stages = cases({
      kind: "needsAttention",
      signIn: { kind: "signInNeeded", reason: "revoked" },
    });
    const words = "1 case waits: Sign in to go on";
    expect(activityOf(stages, all)).toMatchObject({
      bar: { mode: "error" },
      attention: 1,
      wakefulness: "none",
      words,
    });
    expect(activityOf(stages, new Set())).toMatchObject({
      bar: { mode: "none" },
      attention: 0,
      words,
    });
  });

  it("says that a proxy asks, and stays awake for that a while only", () => {
    const sending = cases(onTheWay);
    expect(activityOf(sending, all, true)).toMatchObject({
      wakefulness: "aWhile",
      words: "the proxy asks for a sign-in, sending 1 case, 40%",
    });
    expect(activityOf(cases({ kind: "draft" }), all, true)).toMatchObject({
      wakefulness: "none",
      words: "the proxy asks for a sign-in",
    });
  });
});
