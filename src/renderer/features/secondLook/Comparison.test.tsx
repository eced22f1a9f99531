// A film beside a report: which film, whose answers, and that neither is called right.
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { lookComparison, tableRows } from "../../testing/looks.ts";
import { chosenComparison, Comparison } from "./Comparison.tsx";

const first = lookComparison(1);
const second = lookComparison(2);

describe("the film that is compared", () => {
  const drawn = renderToStaticMarkup(
    <Comparison comparisons={[second, first]} />,
  );

  it("is chosen among all that were read, each named by its place in the case", () => {
    const options = [...drawn.matchAll(/<option[^>]*>(.*?)<\/option>/g)].map(
      ([, text]) => text,
    );
    expect(drawn).toContain("Film to compare");
    expect(options).toEqual(["stack 2, image 1 of 1", "stack 1, image 1 of 1"]);
    expect(drawn).toContain('<option value="film 2" selected="">');
    expect(drawn).toContain("Film (stack 2, image 1 of 1): ");
  });

  it("stays the chosen one, and is the one read last once that is gone", () => {
    const both = [second, first];
    expect(chosenComparison(both, null)).toBe(second);
    expect(chosenComparison(both, "film 1")).toBe(first);
    expect(chosenComparison(both, "a film that was forgotten")).toBe(second);
    expect(chosenComparison([], "film 1")).toBeUndefined();
  });

  it("needs no choice where it is the only one", () => {
    const only = renderToStaticMarkup(<Comparison comparisons={[first]} />);
    expect(only).not.toContain("Film to compare");
    expect(renderToStaticMarkup(<Comparison comparisons={[]} />)).toBe("");
  });
});

it("stands under its label with the origin of both answers, and says nothing of who is right", () => {
  const html = renderToStaticMarkup(<Comparison comparisons={[first]} />);
  expect(html).toContain(
    "For research and teaching only. Not a medical device. Not for diagnosis or patient care.",
  );
  expect(
    html.match(
      /Answer of X-Raydar \(University of Warwick\), version unknown, /g,
    ),
  ).toHaveLength(2);
  expect(html).toContain("Report: Answer of");
  expect(html).toContain("That they differ says nothing about who is right.");
  expect(html).toContain("doi 10.1016/S2589-7500(23)00218-2.");
  expect(html).not.toMatch(/\bAI\b|radiologist/);
});

it("names each finding as both algorithms do, and never makes a zero of what one did not report", () => {
  const html = renderToStaticMarkup(<Comparison comparisons={[first]} />);
  expect(tableRows(html)).toEqual([
    ["Finding", "Film", "Report"],
    ["Cavity / Cavitating lung lesion", "0.20", "0.90"],
    ["Hernia", "not reported", "0.00"],
  ]);
});
