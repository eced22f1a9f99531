// The kill matrix, thinned out to what a minute allows. Whole by `npm run matrix`. Uses the build (npm run build).
import { expect, it } from "vitest";
import {
  changesOfOneCase,
  momentsOfOneCase,
  runKillMatrix,
} from "./killMatrix.ts";

it("a case killed at any moment goes on as one draft, every stack whole, nothing sent twice", async () => {
  const every = await momentsOfOneCase();
  // At least one case and its token, study and stacks.
  expect(every.unheard.length).toBeGreaterThanOrEqual(4);
  const kills = [
    ...every.unheard,
    ...every.kills.filter((_, index) => index % 13 === 3),
  ];
  const matrix = await runKillMatrix(kills);
  expect(matrix.failures).toEqual([]);
  expect(matrix.missed).toEqual([]);
  expect(matrix.kills).toBeGreaterThan(10);
}, 600_000);

it("so does one killed at any change of the disk, its tokens and an older journal among them", async () => {
  const kills = (await changesOfOneCase()).filter(
    (_, index) => index % 13 === 5,
  );
  const matrix = await runKillMatrix(kills);
  expect(matrix.failures).toEqual([]);
  expect(matrix.kills).toBeGreaterThan(5);
}, 600_000);
