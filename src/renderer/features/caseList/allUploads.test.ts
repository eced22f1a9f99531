// When the buttons for all uploads are there, and which.
import { expect, it } from "vitest";
import type { CaseStage } from "../../../shared/snapshot.ts";
import { allUploadsChoice } from "./allUploads.ts";

function cases(...stages: readonly CaseStage[]) {
  return stages.map((stage) => ({ stage }));
}

const uploading: CaseStage = { kind: "uploading", fraction: 0.5 };
const paused: CaseStage = { kind: "paused", fraction: 0.5 };

it("offers nothing for a single upload", () => {
  expect(allUploadsChoice(cases(uploading, { kind: "draft" }))).toBe(null);
});

it("offers to pause what moves and to go on with what is paused", () => {
  expect(allUploadsChoice(cases(uploading, { kind: "queued" }))).toEqual({
    canPause: true,
    canResume: false,
  });
  expect(allUploadsChoice(cases(uploading, paused))).toEqual({
    canPause: true,
    canResume: true,
  });
  expect(allUploadsChoice(cases(paused, paused))).toEqual({
    canPause: false,
    canResume: true,
  });
});
