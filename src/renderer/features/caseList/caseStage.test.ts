// Cases and their stages in the words of the list.
import { describe, expect, it } from "vitest";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { SendWait } from "../../../shared/sendWait.ts";
import type { CaseStage, CaseSummary } from "../../../shared/snapshot.ts";
import {
  caseContents,
  caseTitle,
  isUploading,
  stageView,
  type StageView,
} from "./caseStage.ts";

const summary: CaseSummary = {
  caseId: "x" as CaseId,
  title: "  ",
  stage: { kind: "draft" },
  imageCount: 140,
  stackCount: 1,
  modalities: ["CT", "MR"],
  queuePlace: null,
  login: null,
  changedAtMs: 0,
};

describe("case list", () => {
  it("names a case without a title", () => {
    expect(caseTitle(summary)).toBe("Untitled case");
    expect(caseTitle({ title: " Appendicitis " })).toBe("Appendicitis");
  });

  it("says what a case holds", () => {
    expect(caseContents(summary)).toBe("1 stack, 140 images · CT, MR");
    expect(caseContents({ ...summary, imageCount: 0 })).toBe(
      "No images selected",
    );
  });

  it("says every stage, with progress where there is some", () => {
    const stages: readonly [CaseStage, string, number | null][] = [
      [{ kind: "draft" }, "Draft", null],
      [{ kind: "scanning", found: 1234 }, "Reading, 1,234 found", null],
      [{ kind: "preparing", fraction: 0.5 }, "Preparing 50%", 0.5],
      [{ kind: "queued" }, "Queued", null],
      [{ kind: "uploading", fraction: 0.999 }, "Uploading 99%", 0.999],
      [{ kind: "paused", fraction: 0.25 }, "Paused at 25%", 0.25],
      [{ kind: "needsAttention" }, "Needs attention", null],
      [
        {
          kind: "needsAttention",
          signIn: { kind: "signInNeeded", reason: "signedOut" },
        },
        "Sign in to go on",
        null,
      ],
      [{ kind: "sent" }, "Sent, site is processing", null],
      [{ kind: "done" }, "Done", null],
      [{ kind: "cancelled" }, "Cancelled", null],
    ];
    for (const [stage, words, fraction] of stages) {
      expect(stageView(stage).words).toBe(words);
      expect(stageView(stage).fraction).toBe(fraction);
    }
  });

  it("says what a case on its way waits for, as Upload does, and shows that it rests", () => {
    const stage = { kind: "uploading", fraction: 0.4 } as const;
    const rateLimited = {
      kind: "rateLimited",
      status: 429,
      retryAfterMs: 90_000,
    } as const;
    const waits: readonly [SendWait, string, StageView["tone"]][] = [
      [
        { kind: "network", gap: "offline" },
        "No network · 40%\u00a0sent",
        "quiet",
      ],
      [
        { kind: "network", gap: "captivePortal" },
        "The network wants you to sign in · 40%\u00a0sent",
        "warn",
      ],
      [
        { kind: "nextTry", failure: rateLimited, untilMs: 90_000 },
        "The service asks for a pause · 40%\u00a0sent",
        "quiet",
      ],
    ];
    for (const [waitsFor, words, tone] of waits)
      expect(stageView({ ...stage, waitsFor })).toEqual({
        words,
        tone,
        fraction: 0.4,
        isBusy: false,
      });
  });

  it("does not offer to forget a case on its way", () => {
    expect(isUploading({ kind: "uploading", fraction: 0 })).toBe(true);
    expect(isUploading({ kind: "paused", fraction: 0 })).toBe(true);
    expect(isUploading({ kind: "needsAttention" })).toBe(false);
  });
});
