// What the window says of a question: an answer that was not understood is shown as such, never as a reading.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { LookProblem, LookState } from "../../../shared/secondLook.ts";
import { AskState } from "./AskState.tsx";

const drawn = (state: LookState) =>
  renderToStaticMarkup(<AskState caseId={"c" as CaseId} state={state} />);
const failed = (problem: LookProblem) =>
  drawn({ kind: "failed", algorithm: "image", problem });

it("says that an answer was not understood, why, and how it begins", () => {
  const html = failed({
    kind: "notUnderstood",
    reason: { kind: "bareNumbers" },
    text: "[0.1, 0.9]",
  });
  expect(html).toContain("The answer was not understood");
  expect(html).toContain("Which finding each belongs to is not documented.");
  expect(html).toContain("No reading is shown, so that none can be wrong.");
  expect(html).toContain("The beginning of the answer");
  expect(html).toContain("[0.1, 0.9]");
  expect(html).not.toContain("<table");
  expect(html).not.toContain("Show the whole answer");
});

it("offers the whole of an answer with too few findings", () => {
  const html = failed({
    kind: "notUnderstood",
    reason: { kind: "tooFewLabels", matched: 29 },
    text: '{"hernia":0.1',
  });
  expect(html).toContain("29 of the 37 findings, too few to be a reading.");
  expect(html).toContain("Show the whole answer");
});

it("quotes what the service said as text, whatever it holds", () => {
  const html = failed({ kind: "refusedInAnswer", text: "<b>Not a chest</b>" });
  expect(html).toContain("&lt;b&gt;Not a chest&lt;/b&gt;");
});

it("leads to the project page only where the service may have moved", () => {
  expect(failed({ kind: "interfaceChanged", status: 404 })).toContain(
    "Open the project page",
  );
  expect(failed({ kind: "keyRefused", status: 401 })).not.toContain(
    "Open the project page",
  );
});

it("offers to cancel what is under way, and nothing while nothing is", () => {
  expect(
    drawn({
      kind: "waiting",
      step: "sent",
      algorithm: "report",
      reader: "xraydar",
      sinceMs: 0,
      timeoutMs: 30_000,
    }),
  ).toContain("Cancel");
  expect(drawn({ kind: "idle" })).toBe("");
});
