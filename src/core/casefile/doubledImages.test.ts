// Two versions of one image are never sent together.
import { expect, it } from "vitest";
import { nothingFound } from "../../testing/fakeTextDetector.ts";
import {
  groupsOf,
  scannedInstance,
  stackOf,
  studyOf,
} from "../../testing/groupedImages.ts";
import type { OriginalUID } from "../model/brands.ts";
import type { Stack } from "../model/stack.ts";
import { findBlockers } from "./blockers.ts";
import { emptyDraft, untouchedStack, type CaseDraft } from "./caseDraft.ts";

/** A stack of images with these SOP Instance UIDs, some of which others claim too. */
function versionOf(
  id: string,
  uids: readonly string[],
  frame: number | null = null,
): Stack {
  return stackOf(id, 0, {
    warnings: [{ kind: "conflictingDuplicates", count: 1 }],
    images: uids.map((sopInstanceUID) => ({
      instance: scannedInstance(`/${id}/${sopInstanceUID}`, {
        sopInstanceUID: sopInstanceUID as OriginalUID,
      }),
      frame,
    })),
  });
}

function blockersOf(stacks: readonly Stack[], draft: CaseDraft = emptyDraft) {
  return findBlockers({
    groups: groupsOf([studyOf("a", stacks)]),
    draft,
    isScanning: false,
    prepared: null,
    acceptances: { refusedImages: false, severalPatients: false },
    searchOf: nothingFound,
    typed: [],
  }).filter(({ kind }) => kind === "sameImageTwice");
}

const first = versionOf("f1", ["1.1", "1.2", "1.3"]);
const second = versionOf("f2", ["1.2", "1.3", "1.4"]);

it("blocks while two versions of an image are selected", () => {
  expect(blockersOf([first, second])).toEqual([
    { kind: "sameImageTwice", count: 2 },
  ]);
});

it("lets go when one of them is left out, or trimmed away", () => {
  const without = (choices: Partial<typeof untouchedStack>): CaseDraft => ({
    ...emptyDraft,
    stacks: { [second.id]: { ...untouchedStack, ...choices } },
  });
  expect(blockersOf([first, second], without({ isSelected: false }))).toEqual(
    [],
  );
  expect(
    blockersOf(
      [first, second],
      without({ trim: { first: 2, last: 2, keepEvery: 1 } }),
    ),
  ).toEqual([]);
});

it("does not take frames of one file, or files without UID, for versions of one image", () => {
  expect(
    blockersOf([versionOf("f1", ["1.1"], 1), versionOf("f2", ["1.1"], 2)]),
  ).toEqual([]);
  expect(blockersOf([versionOf("f1", [""]), versionOf("f2", [""])])).toEqual(
    [],
  );
});

it("lets different images go together to which a faulty export gave one UID", () => {
  const stack = versionOf("f1", ["1.1", "1.1"]);
  const images = stack.images.map((image, index) => ({
    ...image,
    shared: { imageKey: `slice ${index}`, version: 1, versions: 1 },
  }));
  expect(blockersOf([{ ...stack, images }])).toEqual([]);
});
