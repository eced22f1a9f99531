// The whole fault matrix: every fault at every route, once and for ever, and five hundred mixtures. Prints what it ran.
import { expect, it } from "vitest";
import { runFaultMatrix, type FaultMatrix } from "./faultMatrix.ts";
import { eachFaultAlone, mixtureOf } from "./scriptedMixtures.ts";

function tell(name: string, matrix: FaultMatrix): void {
  const { runs, requests, faultsStruck, stops, failures } = matrix;
  console.log(
    `${name}: ${runs} runs, ${faultsStruck} faults struck, ${requests} requests, ${stops} stops, ${failures.length} failures`,
  );
}

it("every fault alone", async () => {
  const matrix = await runFaultMatrix(eachFaultAlone());
  tell("Faults alone", matrix);
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
