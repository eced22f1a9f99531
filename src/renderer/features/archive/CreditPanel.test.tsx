// The credit for public data in a case: given, taken out, or without a place where it could stand.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { Blocker, CreditView } from "../../../shared/snapshot.ts";
import { caseSnapshot } from "../../testing/snapshots.ts";
import { CreditPanel } from "./CreditPanel.tsx";

const given: CreditView = {
  collection: "SAMPLE-CHEST",
  licence: "CC BY 4.0",
  text: "Sample A. Synthetic images. CC BY 4.0.",
  isGiven: true,
  isCitationMissing: false,
};
const noPlace: Blocker = {
  kind: "creditHasNoPlace",
  collections: ["SAMPLE-CHEST"],
};

function drawn(
  credit: readonly CreditView[],
  blockers: readonly Blocker[] = [],
  isFrozen = false,
): string {
  const snapshot = caseSnapshot({ isFrozen });
  return renderToStaticMarkup(
    <CreditPanel
      snapshot={{ ...snapshot, check: { ...snapshot.check, credit, blockers } }}
    />,
  );
}

it("draws nothing for a case without public data", () => {
  expect(drawn([])).toBe("");
});

it("offers to put back a credit that was taken out", () => {
  const html = drawn([{ ...given, isGiven: false }]);
  expect(html).toContain("Credit missing");
  expect(html).toContain("Put the credit back");
});

it("says why a credit has no place and what to do, and offers nothing that would not help", () => {
  const html = drawn([{ ...given, isGiven: false }], [noPlace]);
  expect(html).toContain("Credit for SAMPLE-CHEST has no place");
  expect(html).toContain("an existing study, which keeps its own words");
  expect(html).toContain(
    "Send public data into a new study of that case, or as a case of its own.",
  );
  expect(html).not.toContain("Put the credit back");
  expect(html).not.toContain("Ask for the citation again");
});

it("asks for nothing in a case that is on its way", () => {
  const html = drawn([{ ...given, isGiven: false }], [noPlace], true);
  expect(html).toContain("Credit missing");
  expect(html).not.toContain("has no place");
});

it("asks for a citation that is not known", () => {
  const html = drawn([{ ...given, isCitationMissing: true }]);
  expect(html).toContain("Citation missing");
  expect(html).toContain("Ask for the citation again");
});
