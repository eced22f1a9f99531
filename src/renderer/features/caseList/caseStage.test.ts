// Cases and their stages in the words of the list.
import { describe, expect, it } from "vitest";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { CaseStage, CaseSummary } from "../../../shared/snapshot.ts";
import {
  caseContents,
  caseTitle,
  isUploading,
  stageView,
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
      [{ kind: "sent" }, "Sent, site is processing", null],
      [{ kind: "done" }, "Done", null],
      [{ kind: "cancelled" }, "Cancelled", null],
    ];
    for (const [stage, words, fraction] of stages) {
      expect(stageView(stage).words).toBe(words);
      expect(stageView(stage).fraction).toBe(fraction);
    }
  });

  it("does not offer to forget a case on its way", () => {
    expect(isUploading({ kind: "uploading", fraction: 0 })).toBe(true);
    expect(isUploading({ kind: "paused", fraction: 0 })).toBe(true);
    expect(isUploading({ kind: "needsAttention" })).toBe(false);
  });
});
