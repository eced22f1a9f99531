// The sums of what was done.
import { describe, expect, it } from "vitest";
import type { PreparationView } from "../../../shared/snapshot.ts";
import { stackView } from "../../testing/snapshots.ts";
import { pixelLines, ruleRows, textLines } from "./doneRows.ts";

const ready: PreparationView & { readonly kind: "ready" } = {
  kind: "ready",
  preparedImages: 5,
  preparedBytes: 10,
  stacks: [
    {
      stackId: stackView().stackId,
      preparedImages: 5,
      pixels: { copied: 3, masked: 2 },
      actions: [
        {
          tag: "00080060",
          keyword: "Modality",
          action: "kept",
          rule: "policyKeeps",
          count: 5,
        },
        {
          tag: "00100010",
          keyword: "PatientName",
          action: "removed",
          rule: "policyRemoves",
          count: 5,
        },
        {
          tag: "00100020",
          keyword: "PatientID",
          action: "removed",
          rule: "policyRemoves",
          count: 5,
        },
      ],
    },
  ],
  refused: [],
  missing: { count: 0, names: [] },
};

describe("what was done", () => {
  it("counts images by what was done to their pixels", () => {
    expect(pixelLines(ready)).toEqual([
      "3 images copied as they were",
      "2 images painted over under masks and written uncompressed, unchanged beside them: what was lossy is not compressed again",
    ]);
  });

  it("counts attributes by rule, what was removed first", () => {
    expect(ruleRows(ready)).toEqual([
      {
        action: "Removed",
        rule: "Not on the policy's list of what stays",
        attributes: 2,
      },
      { action: "Kept", rule: "The policy keeps it", attributes: 1 },
    ]);
  });

  it("never calls clear what nobody has looked through", () => {
    const waiting = stackView({
      text: { ...stackView().text, state: { kind: "waiting" }, findings: [] },
    });
    const unseen = stackView({
      text: {
        ...stackView().text,
        state: {
          kind: "looked",
          lookedImages: 3,
          readImages: 0,
          unseenImages: 1,
        },
        findings: [],
      },
    });
    expect(textLines([waiting, unseen])).toEqual([
      "3 images searched for text",
      "1 image that nobody could look at",
      "1 stack that nobody has looked through yet",
    ]);
  });
});
