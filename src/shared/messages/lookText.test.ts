// A copy of a reading: its beginning and its end say whose it is and what it is not for.
import { expect, it } from "vitest";
import type { LookView } from "../secondLook.ts";
import { lookText } from "./lookText.ts";

const banner =
  "For research and teaching only. Not a medical device. Not for diagnosis or patient care.";
const citation =
  "Cid YD, Macpherson M, et al. Development and validation of open-source deep neural networks for comprehensive chest x-ray reading: a retrospective, multicentre study. Lancet Digit Health 2024;6(1):e44-e57. doi 10.1016/S2589-7500(23)00218-2";

const look: LookView = {
  lookId: "0".repeat(32),
  algorithm: "image",
  reader: "xraydar",
  askedAtMs: Date.UTC(2026, 10, 22, 19, 5, 59),
  filmPlace: { filmId: "f 0", stackNumber: 2, imageNumber: 1, imageCount: 3 },
  urgency: "urgent",
  findings: [
    {
      label: "pleural_effusion",
      name: "Pleural effusion",
      probability: 0.934,
      urgencyClass: 2,
    },
    { label: "hernia", name: "Hernia", probability: null, urgencyClass: 1 },
  ],
  nonFindings: [],
  otherFields: [],
  credit: null,
};

it("marks a copied reading with banner, source, version, date, film, citation and its end", () => {
  expect(lookText(look).split("\n")).toEqual([
    `[${banner}]`,
    "X-Raydar-CV, reading of a film",
    "Answer of X-Raydar (University of Warwick), version unknown, 2026-11-22 19:05 UTC",
    "Film: stack 2, image 1 of 3",
    "Urgency in the reference code's scale: urgent",
    "",
    "Pleural effusion: 0.93",
    "Hernia: not reported",
    "",
    citation,
    `[End of the answer of X-Raydar (University of Warwick). ${banner}]`,
  ]);
});

it("says in a copy that the film has left the case, that numbers are made up, and how public data are credited", () => {
  const text = lookText({
    ...look,
    reader: "sandbox",
    filmPlace: null,
    credit: "SAMPLE",
  });
  expect(text).toContain("Film: no longer in this case\n");
  expect(text).toContain("Film from public data: SAMPLE\n");
  expect(text).toMatch(
    /\n\[End of the answer of the practice reader of the sandbox \(made-up numbers\)\. For research .*\]$/,
  );
});

it("names no film for a report", () => {
  expect(
    lookText({ ...look, algorithm: "report", filmPlace: null }),
  ).not.toContain("Film:");
});
