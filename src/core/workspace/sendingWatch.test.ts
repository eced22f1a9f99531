// What is noted of a case whose sending came to an end.
import { expect, it } from "vitest";
import type { LeftOnSite } from "../../shared/cancelledUpload.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { success } from "../../shared/result.ts";
import { nothingLeft } from "../../testing/fakeCaseSender.ts";
import type { SentImages } from "../sentBefore/sentImages.ts";
import { sentCase } from "./sentCases.ts";
import { SendingWatch } from "./sendingWatch.ts";

const caseId = "00000000-0000-4000-8000-000000000001" as CaseId;
const caseUrl = "https://service.test/cases/77";
const stack = {
  stackId: "s",
  label: "Axial",
  imageCount: 3,
  sizeBytes: 12,
  state: { kind: "attached" },
} as never;

function cancelled(left: Partial<LeftOnSite>, stacks: readonly never[] = []) {
  return {
    kind: "cancelled",
    caseUrl,
    left: { ...nothingLeft, ...left },
    stacks,
  } as const;
}

/** What becomes of the note on the images that were sent. */
function notedOf(view: ReturnType<typeof cancelled>): readonly string[] {
  const noted: string[] = [];
  const sentImages: Pick<SentImages, "isEmpty" | "becameDraft" | "forget"> = {
    isEmpty: false,
    becameDraft: (_, remoteCaseId) => {
      noted.push(`draft ${remoteCaseId}`);
      return Promise.resolve(success(null));
    },
    forget: () => {
      noted.push("forgotten");
      return Promise.resolve(success(null));
    },
  };
  new SendingWatch({
    removeSpool: () => Promise.resolve(success(null)),
    sentImages: sentImages as SentImages,
    onFailure: () => undefined,
    onSignInNeeded: () => undefined,
  }).changed({ caseId }, { view: () => view, needsCopies: true });
  return noted;
}

function listedOf(view: ReturnType<typeof cancelled>) {
  return sentCase(
    {
      caseId,
      title: "Gout",
      stage: { kind: "cancelled" },
      imageCount: 9,
      stackCount: 1,
      modalities: [],
      changedAtMs: 0,
      queuePlace: null,
      login: null,
    },
    {
      view: () => view,
      destination: {
        serviceOrigin: "https://service.test",
        login: null,
        draft: null,
      },
    },
  );
}

it("forgets what was to be added to a draft and was not", () => {
  const view = cancelled({ isAppended: true });
  expect(notedOf(view)).toEqual(["forgotten"]);
  expect(listedOf(view)).toBeNull();
});

it.each([
  ["a draft was made", {}],
  ["a study was added", { isAppended: true, studies: 1 }],
  [
    "a stack may have been added",
    {
      isAppended: true,
      inDoubt: [{ call: "attachStack", name: "Axial" } as const],
    },
  ],
])("keeps in mind that %s before the case was cancelled", (_, left) => {
  const view = cancelled(left);
  expect(notedOf(view)).toEqual(["draft 77"]);
  expect(listedOf(view)).toMatchObject({ caseUrl, imageCount: 0 });
});

it("lists what a cancelled case attached", () => {
  const view = cancelled({ isAppended: true, stacks: 1 }, [stack]);
  expect(listedOf(view)).toMatchObject({
    imageCount: 3,
    sizeBytes: 12,
    stacks: [{ label: "Axial" }],
  });
});
