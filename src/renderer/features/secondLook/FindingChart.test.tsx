// The chart of a reading, as it is drawn and read out: order, classes, threshold, and nothing in place of a value that is missing.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { LookView } from "../../../shared/secondLook.ts";
import type { CaseId } from "../../../shared/identifiers.ts";
import { lookView, tableRows } from "../../testing/looks.ts";
import { Look } from "./Look.tsx";

const drawn = (changes: Partial<LookView>) =>
  renderToStaticMarkup(
    <Look caseId={"c" as CaseId} look={lookView(changes)} />,
  );

it.each([
  ["image", "X-Raydar-CV, reading of a film", "Film"],
  ["report", "X-Raydar-NLP, labels of a report", "Report"],
] as const)(
  "draws the %s algorithm in the order given, with each finding's class",
  (algorithm, title, column) => {
    const html = drawn({ algorithm });
    expect(html).toContain(`aria-label="${title}, values by finding"`);
    expect(tableRows(html)).toEqual([
      ["Finding", "Class", column],
      ["Pneumothorax", "critical", "0.93"],
      ["Consolidation", "urgent", "0.50"],
      ["Hernia", "non-urgent", "0.00"],
      ["Bulla", "non-urgent", "not reported"],
    ]);
    expect(html).toContain(
      "The line at 0.5 is the threshold in the authors’ reference code. Classes are its grouping, not a triage rule.",
    );
  },
);

it("draws no bar for a finding that was not reported, and one of no length for zero", () => {
  const html = drawn({});
  const widths = [...html.matchAll(/inline-size:([\d.]+%)/g)].map(
    ([, width]) => width,
  );
  expect(widths).toEqual(["93%", "50%", "0%"]);
});

it("stands under its label, with origin, version, film, urgency as text and the paper", () => {
  const html = drawn({});
  expect(html).toContain(
    "For research and teaching only. Not a medical device. Not for diagnosis or patient care.",
  );
  expect(html).toContain("Film: stack 2, image 1 of 3. ");
  expect(html).toContain(
    "Answer of X-Raydar (University of Warwick), version unknown, ",
  );
  expect(html).toContain(
    "Urgency in the reference code&#x27;s scale: critical.",
  );
  expect(html).toContain("doi 10.1016/S2589-7500(23)00218-2.");
});

it("says that labels of a report are independent, and names no film and no urgency where there is none", () => {
  const html = drawn({ algorithm: "report", filmPlace: null, urgency: null });
  expect(html).toContain("Labels are independent of one another");
  expect(html).not.toContain("Film:");
  expect(html).not.toContain("Urgency in");
});

it("keeps labels that are no findings, and fields nobody knows, out of the chart", () => {
  const html = drawn({
    nonFindings: [
      { label: "normal", name: "Normal", probability: 0.9, urgencyClass: null },
    ],
    otherFields: [{ name: "lobe_collapse", value: "0.4" }],
  });
  expect(tableRows(html)).toHaveLength(5);
  expect(html).toContain("<dt>Normal</dt><dd>0.90</dd>");
  expect(html).toContain("<dt>lobe_collapse</dt><dd>0.4</dd>");
});
