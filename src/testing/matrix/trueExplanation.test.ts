// That an explanation counts as true only where its own call was struck.
import { expect, it } from "vitest";
import type { FaultScriptInput } from "../../sandbox/faults/faultScript.ts";
import type { Failure } from "../../shared/failure.ts";
import type { StudyKey } from "../../shared/identifiers.ts";
import type { SendPhase } from "../../shared/snapshot.ts";
import { isTrueOf, routesIn } from "./trueExplanation.ts";

type Rule = FaultScriptInput["rules"][number];

const attachBroken: Rule = {
  route: "attachStack",
  fault: { kind: "status", status: 500 },
};
const serverError: Failure = {
  kind: "serverError",
  status: 500,
  retryAfterMs: null,
  detail: "",
};

function isTrue(failure: Failure, phase: SendPhase, rules: readonly Rule[]) {
  return isTrueOf(failure, {
    rules: [...rules],
    happened: [],
    hasFullDisk: false,
    routes: routesIn(phase),
  });
}

it("believes a failure of the step whose call was struck, and of no other", () => {
  expect(isTrue(serverError, "attachingStacks", [attachBroken])).toBe(true);
  expect(isTrue(serverError, "creatingCase", [attachBroken])).toBe(false);
  expect(isTrue(serverError, "finishing", [attachBroken])).toBe(false);
  expect(
    isTrue(serverError, "finishing", [{ ...attachBroken, route: "*" }]),
  ).toBe(true);
});

it("does not take a garbled answer to one call for that of another", () => {
  const rule: Rule = { route: "createCase", fault: { kind: "wrongJson" } };
  const garbled = (call: string): Failure => ({
    kind: "unexpectedAnswer",
    call,
    problem: "",
  });
  expect(isTrue(garbled("createCase"), "creatingCase", [rule])).toBe(true);
  expect(isTrue(garbled("listCases"), "creatingCase", [rule])).toBe(false);
});

it("believes a refused URL only of the storage", () => {
  const expired: Failure = { kind: "presignedUrlRefused", storageCode: null };
  const refusedAt = (route: Rule["route"]): Rule => ({
    route,
    fault: { kind: "status", status: 403 },
  });
  expect(isTrue(expired, "sendingImages", [refusedAt("storagePut")])).toBe(
    true,
  );
  expect(isTrue(expired, "sendingImages", [refusedAt("attachStack")])).toBe(
    false,
  );
});

it("asks for a sign-in where the answer with the new tokens was lost, whatever was being done", () => {
  const rule: Rule = { route: "token", fault: { kind: "lostAnswer" } };
  const failure: Failure = { kind: "signInNeeded", reason: "revoked" };
  expect(isTrue(failure, "attachingStacks", [rule])).toBe(true);
  expect(isTrue(failure, "attachingStacks", [attachBroken])).toBe(false);
});

it("believes that a study is gone only where a call that brings it images was answered so", () => {
  const gone: Failure = {
    kind: "studyGone",
    studyKey: "study" as StudyKey,
    study: { remoteStudyId: 1, name: "CT" },
  };
  const notFound = (route: Rule["route"], status: number): Rule => ({
    route,
    fault: { kind: "status", status },
  });
  const isOf = (rule: Rule) => isTrue(gone, "attachingStacks", [rule]);
  expect(isOf(notFound("attachStack", 404))).toBe(true);
  expect(isOf(notFound("attachStack", 422))).toBe(false);
  expect(isOf(notFound("uploadImage", 404))).toBe(true);
  expect(isOf(notFound("markFinished", 404))).toBe(false);
});
