// A drop does what the overlay says.
import { describe, expect, it } from "vitest";
import { emptyCaseForm } from "../../../shared/caseForm.ts";
import { caseSnapshot } from "../../testing/snapshots.ts";
import {
  archiveDropIntent,
  dropIntent,
  dropWords,
  isSeriesList,
} from "./dropIntent.ts";

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

  it("takes lists of series while public archives are shown, and manifests anywhere", () => {
    expect(dropWords(archiveDropIntent(false))).toBe(
      "Put a list of series into the cart",
    );
    expect(dropWords(archiveDropIntent(true))).toBe("Make a new case");
    expect(isSeriesList("cart.TCIA", false)).toBe(true);
    expect(isSeriesList("cart.csv", true)).toBe(true);
    expect(isSeriesList("cart.csv", false)).toBe(false);
    expect(isSeriesList("IM0001", true)).toBe(false);
  });
});
