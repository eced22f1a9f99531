// The whole kill matrix with the built command: every journal line and every request boundary. Prints what it ran.
import { expect, it } from "vitest";
import { momentsOfOneCase, runKillMatrix } from "./killMatrix.ts";

it("every kill", async () => {
  const { journalLines, requests, kills, beyond } = await momentsOfOneCase();
  const matrix = await runKillMatrix(kills);
  console.log(
    `Kills: ${journalLines} journal lines and ${requests} requests, ${matrix.kills} cases killed, ${matrix.bytesAgain} bytes sent again in all, ${matrix.failures.length} failures`,
  );
  expect(matrix.failures).toEqual([]);
  expect(matrix.missed).toEqual([]);
  expect((await runKillMatrix(beyond)).kills).toBe(0);
});
