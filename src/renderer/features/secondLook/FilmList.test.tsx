// The list of films: each by its name and place, what keeps it here, and what only the user can say.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { StackId } from "../../../shared/identifiers.ts";
import type { FilmView } from "../../../shared/secondLook.ts";
import { FilmList } from "./FilmList.tsx";

function film(stackNumber: number, changes: Partial<FilmView> = {}): FilmView {
  return {
    stackId: String(stackNumber) as StackId,
    stackNumber,
    imageIndex: 0,
    imageCount: 1,
    seriesDescription: "Thorax",
    viewPosition: "PA",
    obstacles: [],
    questions: [],
    ...changes,
  };
}
const drawn = (films: readonly FilmView[], isDisabled = false) =>
  renderToStaticMarkup(
    <FilmList films={films} isDisabled={isDisabled} onAsk={() => undefined} />,
  );

it("tells films of one name apart by stack and image", () => {
  const html = drawn([
    film(1),
    film(2),
    film(3, { imageIndex: 1, imageCount: 2 }),
  ]);
  for (const place of [
    "stack 1, image 1",
    "stack 2, image 1",
    "stack 3, image 2",
  ])
    expect(html).toContain(place);
  expect(html.match(/Look at what would be sent…/g)).toHaveLength(3);
  expect(html).toContain('aria-label="Ask about Thorax, PA, image 2"');
});

it("offers nothing for a film that stays here, and says why", () => {
  const html = drawn([
    film(1, {
      obstacles: [
        { kind: "child", years: 6 },
        { kind: "unmaskedText", count: 2 },
      ],
    }),
  ]);
  expect(html).toContain("Not sent");
  expect(html).toContain(
    "The patient is 6 years old. X-Raydar was trained on adults only.",
  );
  expect(html).toContain("Text stands unmasked in its pixels (2 places).");
  expect(html).not.toContain("<button");
});

it("refuses as unknown what the file does not say, until the user does", () => {
  const html = drawn([film(1, { questions: ["frontal", "adult"] })]);
  expect(html).toContain("Unknown");
  expect(html).toContain(
    "The file does not say that this is a frontal film. It is not sent unless you know.",
  );
  expect(html).toContain("I know: the patient was at least 16 years old.");
  expect(html).toMatch(
    /<button[^>]*aria-label="Ask about[^>]*disabled=""|<button[^>]*disabled=""[^>]*aria-label="Ask about/,
  );
});
