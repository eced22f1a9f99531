// The whole fault matrix: every fault at every route, once and for ever, everything else that happens, and five hundred mixtures. Prints what it ran.
import { expect, it } from "vitest";
import { runFaultMatrix, type FaultMatrix } from "./faultMatrix.ts";
import {
  eachFaultAlone,
  eachHappening,
  faultsAt,
  mixtureOf,
  signInRoutes,
} from "./scriptedMixtures.ts";
import { runSignIns } from "./signInRun.ts";

function tell(name: string, matrix: FaultMatrix): void {
  const { runs, requests, faultsStruck, happened, stops, failures } = matrix;
  console.log(
    `${name}: ${runs} runs, ${faultsStruck} faults struck, ${happened} happenings, ${requests} requests, ${stops} stops, ${failures.length} failures`,
  );
}

it("every fault alone", async () => {
  const matrix = await runFaultMatrix(eachFaultAlone());
  tell("Faults alone", matrix);
  expect(matrix.failures).toEqual([]);
});

it("everything else that happens, at every request", async () => {
  const matrix = await runFaultMatrix(eachHappening());
  tell("Happenings", matrix);
  expect(matrix.failures).toEqual([]);
});

it("five hundred mixtures of faults", async () => {
  const mixtures = Array.from({ length: 500 }, (_, index) =>
    mixtureOf(index + 1),
  );
  const matrix = await runFaultMatrix(mixtures);
  tell("Mixtures of faults", matrix);
  expect(matrix.failures).toEqual([]);
});

it("every fault in a sign-in", async () => {
  const { runs, faultsStruck, failures } = await runSignIns(
    signInRoutes.flatMap((route) => faultsAt(route)),
  );
  console.log(
    `Sign-ins: ${runs} runs, ${faultsStruck} faults struck, ${failures.length} failures`,
  );
  expect(failures).toEqual([]);
});
