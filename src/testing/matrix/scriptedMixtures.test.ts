// That nothing the sandbox can be told to do wrong is left out of the fault matrix.
import { expect, it } from "vitest";
import {
  faultableRoutes,
  faultKinds,
} from "../../sandbox/faults/faultScript.ts";
import {
  caseRoutes,
  eachFaultAlone,
  eachHappening,
  faultsAt,
  signInRoutes,
} from "./scriptedMixtures.ts";

const scripted = [
  ...eachFaultAlone(),
  ...signInRoutes.flatMap((route) => faultsAt(route)),
].flatMap(({ script }) => script.rules);

it("strikes every route that can be struck, in a case or in a sign-in", () => {
  expect(new Set([...caseRoutes, ...signInRoutes])).toEqual(
    new Set(faultableRoutes),
  );
  expect(new Set(scripted.map(({ route }) => route))).toEqual(
    new Set(faultableRoutes),
  );
});

it("strikes with every kind of fault, at every moment of a request", () => {
  expect(new Set(scripted.map(({ fault }) => fault.kind))).toEqual(
    new Set(faultKinds),
  );
  const moments = scripted.flatMap(({ fault }) =>
    "when" in fault ? [`${fault.kind} ${fault.when}`] : [],
  );
  expect(new Set(moments).size).toBe(6);
});

it("lets everything else happen before each request of a case", () => {
  const ofFirst = eachHappening().filter(({ happenings }) =>
    happenings.some(({ atRequest }) => atRequest === 1),
  );
  expect(ofFirst.map(({ name }) => name)).toEqual([
    "pause at 1",
    "cancel at 1",
    "fullDisk at 1",
    "sourceVanished at 1",
    "offline at 1",
    "captivePortal at 1",
    "fullDisk at 1,pause at 1",
    "fullDisk at 1,pause at 2",
    "fullDisk at 1,cancel at 1",
    "fullDisk at 1,cancel at 2",
  ]);
});
