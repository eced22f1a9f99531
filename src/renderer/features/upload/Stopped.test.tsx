// What a case that stopped offers to do.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { Failure } from "../../../shared/failure.ts";
import type { CaseId, StudyKey } from "../../../shared/identifiers.ts";
import { Stopped } from "./Stopped.tsx";

const caseId = "00000000-0000-4000-8000-000000000001" as CaseId;

function stoppedBy(failure: Failure): string {
  return renderToStaticMarkup(
    <Stopped
      caseId={caseId}
      upload={{
        kind: "stopped",
        failure,
        progress: {
          phase: "attachingStacks",
          sentBytes: 4,
          totalBytes: 4,
          sentImages: 4,
          totalImages: 4,
          bytesPerSecond: null,
          secondsLeft: null,
          stacks: [],
          caseUrl: null,
        },
      }}
    />,
  );
}

/** Names of its buttons, in their order. */
function buttons(failure: Failure): readonly string[] {
  const html = stoppedBy(failure);
  return [...html.matchAll(/<button[^>]*>(.*?)<\/button>/gs)].map(
    ([, inside = ""]) => inside.replaceAll(/<[^>]*>/g, "").trim(),
  );
}

it("offers a new case of the same files where the prepared copies are gone or damaged", () => {
  const first = "Make a new case from its files";
  expect(buttons({ kind: "spoolDamaged", isMissing: true })[0]).toBe(first);
  expect(buttons({ kind: "spoolDamaged" })[0]).toBe(first);
});

it("offers only to try again where nothing else helps", () => {
  expect(buttons({ kind: "stalled", afterMs: 120_000 })[0]).toBe("Try again");
});

it("offers to look again before it gives up a draft or a study that seems gone", () => {
  const offered = (failure: Failure) =>
    buttons(failure).filter((name) => !name.startsWith("Cancel"));
  expect(
    offered({ kind: "draftGone", problem: "deleted", isReplaceable: true }),
  ).toEqual(["Try again", "Make a new draft and send everything again"]);
  expect(
    offered({
      kind: "studyGone",
      studyKey: "00000000000000a1" as StudyKey,
      study: { remoteStudyId: 34152, name: "CT" },
    }),
  ).toEqual(["Try again", "Make a new study instead"]);
});

it("does not say that nothing is sent again where a study took its stacks with it", () => {
  const gone = stoppedBy({
    kind: "studyGone",
    studyKey: "00000000000000a1" as StudyKey,
    study: { remoteStudyId: 34152, name: "CT" },
  });
  const words = "None of it is sent again";
  expect(gone).not.toContain(words);
  expect(stoppedBy({ kind: "diskFull" })).toContain(words);
});
