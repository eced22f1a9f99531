// The fault matrix, thinned out: every sort of fault and a hundred mixtures. Whole by `npm run matrix`.
import { describe, expect, it } from "vitest";
import { runFaultMatrix } from "./faultMatrix.ts";
import { eachFaultAlone, mixtureOf } from "./scriptedMixtures.ts";

describe("a case sent through faults", () => {
  it("ends done, or stopped with a true explanation, whichever fault strikes alone", async () => {
    const every = eachFaultAlone().filter((_, index) => index % 8 === 0);
    expect((await runFaultMatrix(every)).failures).toEqual([]);
  });

  it("ends done, or stopped with a true explanation, under mixtures of faults", async () => {
    const mixtures = Array.from({ length: 60 }, (_, index) =>
      mixtureOf(index + 1),
    );
    expect((await runFaultMatrix(mixtures)).failures).toEqual([]);
  });
});
