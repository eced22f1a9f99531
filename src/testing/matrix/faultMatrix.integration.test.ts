// The fault matrix, thinned out: every sort of fault and a hundred mixtures. Whole by `npm run matrix`.
import { describe, expect, it } from "vitest";
import { runFaultMatrix } from "./faultMatrix.ts";
import { eachFaultAlone, mixtureOf } from "./scriptedMixtures.ts";

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

  it("ends done, or stopped with a true explanation, under mixtures of faults", async () => {
    const mixtures = Array.from({ length: 60 }, (_, index) =>
      mixtureOf(index + 1),
    );
    expect((await runFaultMatrix(mixtures)).failures).toEqual([]);
  });
});
