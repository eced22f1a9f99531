// The kill matrix, thinned out to what a minute allows. Whole by `npm run matrix`. Uses the build (npm run build).
import { expect, it } from "vitest";
import { momentsOfOneCase, runKillMatrix } from "./killMatrix.ts";

it("a case killed at any moment goes on as one draft, every stack whole, nothing sent twice", async () => {
  const every = (await momentsOfOneCase()).kills;
  const kills = every.filter((_, index) => index % 7 === 3);
  const matrix = await runKillMatrix(kills);
  expect(matrix.failures).toEqual([]);
  expect(matrix.missed).toEqual([]);
  expect(matrix.kills).toBeGreaterThan(10);
}, 180_000);
