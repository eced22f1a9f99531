// The fault matrix, thinned out: every sort of fault, everything else that happens, and sixty mixtures. Whole by `npm run matrix`.
import { describe, expect, it } from "vitest";
import { runFaultMatrix } from "./faultMatrix.ts";
import {
  eachFaultAlone,
  eachHappening,
  faultsAt,
  mixtureOf,
  signInRoutes,
} from "./scriptedMixtures.ts";
import { runSignIns } from "./signInRun.ts";

describe("a case sent through faults", () => {
  it("ends done, or stopped with a true explanation, whichever fault strikes alone", async () => {
    const every = eachFaultAlone().filter((_, index) => index % 8 === 0);
    expect((await runFaultMatrix(every)).failures).toEqual([]);
  });

  // A client that gives up and a user who looks too early would make it twice.
  it("adds nothing twice when the service acts only after the client gave up", async () => {
    const late = eachFaultAlone().filter(({ name }) =>
      /^(createCase|createStudy|attachStack) .*slowWork.* once/.test(name),
    );
    const matrix = await runFaultMatrix(late);
    expect([matrix.runs, matrix.faultsStruck]).toEqual([3, 3]);
    expect(matrix.failures).toEqual([]);
  });

  // A prime, so that every happening and every part of the case has its turn.
  it("keeps what the user decides, and goes on, whatever happens to disk, files and network", async () => {
    const every = eachHappening().filter((_, index) => index % 7 === 0);
    const matrix = await runFaultMatrix(every);
    expect(matrix.failures).toEqual([]);
    expect(matrix.happened).toBeGreaterThan(30);
  });

  it("ends done, or stopped with a true explanation, under mixtures of faults", async () => {
    const mixtures = Array.from({ length: 60 }, (_, index) =>
      mixtureOf(index + 1),
    );
    expect((await runFaultMatrix(mixtures)).failures).toEqual([]);
  });
});

it("signs in, or tells truly why not, whichever fault strikes", async () => {
  const every = signInRoutes.flatMap((route) => faultsAt(route));
  const thinned = every.filter((_, index) => index % 7 === 0);
  expect((await runSignIns(thinned)).failures).toEqual([]);
});
