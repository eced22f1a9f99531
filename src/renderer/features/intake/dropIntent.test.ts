// A drop does what the overlay says.
import { describe, expect, it } from "vitest";
import { emptyCaseForm } from "../../../shared/caseForm.ts";
import { caseSnapshot } from "../../testing/snapshots.ts";
import { dropIntent, dropWords } from "./dropIntent.ts";

describe("drop", () => {
  it("adds to the open case and names it", () => {
    const openCase = caseSnapshot({
      form: { ...emptyCaseForm, title: "Appendicitis" },
    });
    const intent = dropIntent(false, openCase);
    expect(intent.kind === "addToCase" && intent.caseId).toBe(openCase.caseId);
    expect(dropWords(intent)).toBe("Add to “Appendicitis”");
  });

  it("makes a new case over the list, without an open case, and when that is on its way", () => {
    const frozen = caseSnapshot({ isFrozen: true });
    for (const intent of [
      dropIntent(true, caseSnapshot()),
      dropIntent(false, null),
      dropIntent(false, frozen),
    ])
      expect(dropWords(intent)).toBe("Make a new case");
  });
});
