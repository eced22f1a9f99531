// Copying a reading: the one way out of its place, and only with the marks of its origin.
import { expect, it } from "vitest";
import type { CaseSecondLook } from "../../core/secondLook/caseSecondLook.ts";
import type { Workspace } from "../../core/workspace/workspace.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { success } from "../../shared/result.ts";
import type { LookView } from "../../shared/secondLook.ts";
import { secondLookHandlers } from "./secondLookHandlers.ts";

const lookId = "0".repeat(32);
const look: LookView = {
  lookId,
  algorithm: "image",
  reader: "xraydar",
  askedAtMs: Date.UTC(2026, 10, 22, 19, 5),
  filmPlace: null,
  urgency: null,
  findings: [],
  nonFindings: [],
  otherFields: [],
  credit: null,
};
const caseId = "c" as CaseId;

/** Handlers over one case with one reading; what is copied is written down. */
function handlers() {
  const copied: string[] = [];
  const secondLook: Pick<CaseSecondLook, "lookOf"> = {
    lookOf: (id) => (id === lookId ? look : null),
  };
  const { copySecondLook } = secondLookHandlers({
    // Copying asks for nothing else of either.
    workspace: {
      find: () => success({ secondLook }),
    } as unknown as Workspace,
    secondLook: {
      setUse: () => success(null),
      setKey: () => Promise.resolve(success(null)),
    },
    system: { copyText: (text) => copied.push(text) },
  });
  return { copied, copySecondLook };
}

it("begins and ends a copy with what it is not for, and names whose answer it is", async () => {
  const { copied, copySecondLook } = handlers();
  expect(await copySecondLook(caseId, lookId)).toEqual(success(null));
  const [first, , origin, ...rest] = copied[0]?.split("\n") ?? [];
  expect(first).toBe(
    "[For research and teaching only. Not a medical device. Not for diagnosis or patient care.]",
  );
  expect(origin).toBe(
    "Answer of X-Raydar (University of Warwick), version unknown, 2026-11-22 19:05 UTC",
  );
  expect(rest.at(-1)).toMatch(
    /^\[End of the answer of X-Raydar .* patient care\.\]$/,
  );
});

it("copies nothing of a reading that is not there", async () => {
  const { copied, copySecondLook } = handlers();
  expect((await copySecondLook(caseId, "1".repeat(32))).ok).toBe(false);
  expect(copied).toEqual([]);
});
