// What the review of free text shows: what is questioned, what stays, and what never does.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { FreeTextView } from "../../../shared/freeText.ts";
import { caseSnapshot, stackView, studyView } from "../../testing/snapshots.ts";
import { FreeTextReview } from "./FreeTextReview.tsx";

const attribute: FreeTextView = {
  tag: "0008103E",
  keyword: "SeriesDescription",
  values: ["Ax T2", "T2 92-year-old"],
  holdsPatientWord: false,
  questions: [
    {
      findingId: "s freeText 0008103E ageOver89 1",
      kind: "ageOver89",
      value: 1,
      start: 3,
      end: 14,
      status: { kind: "open" },
    },
  ],
  isKept: true,
};

function drawn(changes: Partial<FreeTextView>): string {
  const stack = stackView({
    isSelected: true,
    freeText: [{ ...attribute, ...changes }],
  });
  const studies = [studyView({ stacks: [stack] })];
  return renderToStaticMarkup(
    <FreeTextReview snapshot={{ ...caseSnapshot(), studies }} />,
  );
}

const offer = "Keep it all the same";

it("marks what is questioned, says why, and asks for a reason once it is kept", () => {
  const html = drawn({});
  expect(html).toMatch(/<mark[^>]*title="An age over 89"[^>]*>92-year-old</);
  expect(html).toContain("An age over 89. So few people are so old");
  expect(html).toContain("removed until you say why it may stay");
  expect(html).toContain(offer);
  expect(drawn({ isKept: false })).not.toContain(offer);
});

it("says for which reason it stays, and lets that be taken back", () => {
  const questions = attribute.questions.map((question) => ({
    ...question,
    status: { kind: "accepted", reason: "A phantom" } as const,
  }));
  const html = drawn({ questions });
  expect(html).toContain("stays: A phantom");
  expect(html).toContain("Take that back");
  expect(html).not.toContain(offer);
});

it("offers nothing for words of the patient", () => {
  const html = drawn({ holdsPatientWord: true, questions: [], isKept: false });
  expect(html).toContain("words of this patient, so it is always removed");
  expect(html).not.toContain(offer);
  expect(html).not.toContain("checkbox");
});

it("counts as kept only what leaves", () => {
  expect(
    drawn({
      values: ["92-year-old"],
      questions: attribute.questions.map((question) => ({
        ...question,
        value: 0,
        start: 0,
        end: 11,
      })),
    }),
  ).toContain("0 kept");
  expect(drawn({})).toContain("1 kept");
});

it("tells two versions of one series apart", () => {
  const stack = stackView({
    freeText: [attribute],
    traits: [{ criterion: "version", value: "2" }],
  });
  const studies = [studyView({ stacks: [stack] })];
  expect(
    renderToStaticMarkup(
      <FreeTextReview snapshot={caseSnapshot({ studies })} />,
    ),
  ).toContain("Abdomen, version 2");
});
