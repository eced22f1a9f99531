// Readings side by side: each film by itself, and never one reader's film beside another's report.
import { expect, it } from "vitest";
import type { SavedLook } from "../../shared/secondLook.ts";
import { findingLabels } from "../../shared/secondLookLabels.ts";
import { compareLooks, lookView } from "./lookViews.ts";

function reading(
  lookId: string,
  film: number | null,
  given: { readonly askedAtMs: number } & Partial<SavedLook>,
) {
  const look: SavedLook = {
    lookId,
    algorithm: film === null ? "report" : "image",
    reader: "xraydar",
    sentSha256Hex: "",
    film: null,
    urgency: null,
    probabilities: findingLabels.map(({ key }) => ({
      label: key,
      name: key,
      probability: 0.5,
    })),
    otherFields: [],
    body: "",
    ...given,
  };
  return lookView(
    look,
    film === null
      ? null
      : {
          filmId: `stack ${film}`,
          stackNumber: film,
          imageNumber: 1,
          imageCount: 1,
        },
  );
}

/** The first three findings of a reading with these values, as they are shown. */
function shown(film: number | null, values: Readonly<Record<string, number>>) {
  const { findings } = reading("any", film, {
    askedAtMs: 1,
    probabilities: findingLabels.map(({ key }) => ({
      label: key,
      name: key,
      probability: values[key] ?? null,
    })),
  });
  return findings
    .slice(0, 3)
    .map(({ name, probability, urgencyClass }) => [
      name,
      probability,
      urgencyClass,
    ]);
}

it.each([
  [1, "Cavity"],
  [null, "Cavitating lung lesion"],
])(
  "shows the highest value first and what was not reported behind zero, each with its class and under the algorithm's own name",
  (film, cavity) => {
    expect(shown(film, { hernia: 0, cavity: 0.4 })).toEqual([
      [cavity, 0.4, 2],
      ["Hernia", 0, 1],
      ["Aortic calcification", null, 1],
    ]);
  },
);

const pairs = (looks: Parameters<typeof compareLooks>[0]) =>
  compareLooks(looks).map(({ film, report }) => [
    film.filmPlace?.stackNumber,
    film.lookId,
    report.lookId,
  ]);

it("sets the newest reading of each film beside the newest report, and says which film it is", () => {
  expect(
    pairs([
      reading("first of film 1", 1, { askedAtMs: 1 }),
      reading("film 2", 2, { askedAtMs: 2 }),
      reading("old report", null, { askedAtMs: 3 }),
      reading("second of film 1", 1, { askedAtMs: 4 }),
      reading("report", null, { askedAtMs: 5 }),
    ]),
  ).toEqual([
    [1, "second of film 1", "report"],
    [2, "film 2", "report"],
  ]);
});

it("sets nothing beside what another reader said", () => {
  expect(
    pairs([
      reading("film", 1, { askedAtMs: 1 }),
      reading("made up", null, { askedAtMs: 2, reader: "sandbox" }),
    ]),
  ).toEqual([]);
});
