// Where a case that was given up leads to.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { CaseId, StackId } from "../../../shared/identifiers.ts";
import type { UploadView } from "../../../shared/snapshot.ts";
import { nothingLeft } from "../../../testing/fakeCaseSender.ts";
import { tableRows } from "../../testing/looks.ts";
import { Cancelled } from "./Cancelled.tsx";

const caseId = "00000000-0000-4000-8000-000000000001" as CaseId;

type CancelledView = UploadView & { readonly kind: "cancelled" };

function shown(changes: Partial<CancelledView>): string {
  const upload: CancelledView = {
    kind: "cancelled",
    caseUrl: null,
    left: nothingLeft,
    stacks: [],
    ...changes,
  };
  return renderToStaticMarkup(<Cancelled caseId={caseId} upload={upload} />);
}

it("leads to the user's drafts where one may have been made", () => {
  const inDoubt = [{ call: "createCase", name: "Gout" }] as const;
  const doubtful = shown({ left: { ...nothingLeft, inDoubt } });
  expect(doubtful).toContain("Show my drafts on the site");
  expect(doubtful).toContain("A draft may have been made");
  expect(doubtful).not.toContain("Nothing was made");
});

it("leads to the draft that is there, and nowhere if there is none", () => {
  const caseUrl = "https://service.test/cases/7";
  expect(shown({ caseUrl })).toContain("Open the draft");
  expect(shown({})).not.toContain("<button");
});

it("lists the stacks that are on the site, and no table where there are none", () => {
  const axial = shown({
    caseUrl: "https://service.test/cases/7",
    left: { ...nothingLeft, studies: 1, stacks: 1 },
    stacks: [
      {
        stackId: "stack" as StackId,
        label: "Axial",
        imageCount: 3,
        sizeBytes: 2_000_000,
        state: { kind: "attached" },
      },
    ],
  });
  expect(tableRows(axial)).toEqual([
    ["Stack", "Images", "Size", "State"],
    ["Axial", "3 images", "2.0 MB", "In the draft"],
  ]);
  expect(shown({})).not.toContain("<table");
});
