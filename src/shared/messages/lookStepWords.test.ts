// Words of a question under way say only what is true of what has gone out.
import { expect, it } from "vitest";
import { lookSteps } from "../secondLook.ts";
import {
  isForProjectPage,
  lookCancelledWords,
  lookClosedWords,
  lookWaitingWords,
} from "./lookStepWords.ts";

const waiting = {
  kind: "waiting",
  algorithm: "image",
  reader: "xraydar",
  sinceMs: 0,
  timeoutMs: 60_000,
} as const;

it("says that nothing went out before it did", () => {
  expect(
    lookSteps.map((step) => lookWaitingWords({ ...waiting, step })),
  ).toEqual([
    {
      title: "Waiting 5 s between questions",
      text: "Nothing of the film has gone out yet.",
    },
    {
      title: "Sending the film to X-Raydar (University of Warwick)",
      text: "An answer takes up to 60 seconds; you can go on working.",
    },
    {
      title: "Sent, waiting for the answer of X-Raydar (University of Warwick)",
      text: "The film has gone out. An answer takes up to 60 seconds; you can go on working.",
    },
  ]);
});

it("says of a cancelled question whether it went out", () => {
  expect(
    lookSteps.map((step) => lookCancelledWords("report", step).text),
  ).toEqual([
    "Nothing of the report went out.",
    "The report was on its way: part of it, or all, may have arrived and been read.",
    "The report had gone out, and may have been read all the same.",
  ]);
});

it("leads to the project page where the service may have moved", () => {
  expect(isForProjectPage({ kind: "redirected", status: 301 })).toBe(true);
  expect(
    isForProjectPage({
      kind: "unavailable",
      failure: { kind: "unreachable", code: "ENOTFOUND" },
    }),
  ).toBe(true);
  expect(isForProjectPage({ kind: "noKey" })).toBe(false);
});

it("says why an algorithm is closed, and nothing of one that is not", () => {
  expect(lookClosedWords(["image"], "image")).toBe(
    "The interface of X-Raydar for a film has changed. It is not asked again before the next start of Casedrop.",
  );
  expect(lookClosedWords(["image"], "report")).toBeNull();
});
