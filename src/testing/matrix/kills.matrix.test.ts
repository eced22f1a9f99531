// The whole kill matrix with the built command: every journal write and every request. Prints what it ran.
import { expect, it } from "vitest";
import { everyKill, runKillMatrix } from "./killMatrix.ts";

it("every kill", async () => {
  const { kills, bytesAgain, failures } = await runKillMatrix(everyKill(32));
  console.log(
    `Kills: ${kills} cases run, ${bytesAgain} bytes sent again in all, ${failures.length} failures`,
  );
  expect(failures).toEqual([]);
});
