// The whole kill matrix with the built command: every journal line, every request boundary and every change of the disk. Prints what it ran.
import { expect, it } from "vitest";
import {
  changesOfOneCase,
  momentsOfOneCase,
  momentsOfProcessing,
  runKillMatrix,
} from "./killMatrix.ts";
import {
  killsWhileCompacting,
  runSealedKills,
  sealedKills,
  withSealedCommand,
} from "./sealedKills.ts";

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

it("every kill while the site is asked how it processes the stacks", async () => {
  const kills = await momentsOfProcessing();
  const matrix = await runKillMatrix(kills, "untilProcessed");
  console.log(
    `Kills while it is processed: ${matrix.kills} cases killed, ${matrix.missed.length} moments missed, ${matrix.bytesAgain} bytes sent again in all, ${matrix.failures.length} failures`,
  );
  expect(matrix.failures).toEqual([]);
  // The site may be done a question sooner.
  expect(matrix.kills).toBeGreaterThan(kills.length / 2);
});

it("every kill at a change of the disk", async () => {
  const kills = await changesOfOneCase();
  const matrix = await runKillMatrix(kills);
  console.log(
    `Kills at the disk: ${kills.length} changes, ${matrix.kills} cases killed, ${matrix.bytesAgain} bytes sent again in all, ${matrix.failures.length} failures`,
  );
  expect(matrix.failures).toEqual([]);
  // Lines share writes as they come: the last change of all may not come.
  expect(matrix.missed.length).toBeLessThan(kills.length / 10);
});

it("every kill at a change of a sealed journal", async () => {
  const outcomes = await withSealedCommand(async (command) =>
    runSealedKills(command, await sealedKills(command)),
  );
  const killed = outcomes.filter(({ wasKilled }) => wasKilled);
  const failures = outcomes.filter(({ problems }) => problems.length > 0);
  console.log(
    `Kills at a sealed journal: ${outcomes.length} changes, ${killed.length} cases killed, ${failures.length} failures`,
  );
  expect(failures).toEqual([]);
  // A journal that is opened has fewer changes than are tried where it is nearly done.
  expect(killed.length).toBeGreaterThan(outcomes.length / 2);
});

it("every kill at a change of a journal that is written anew in mid-upload", async () => {
  const outcomes = await withSealedCommand(async (command) =>
    runSealedKills(command, await killsWhileCompacting(command)),
  );
  const killed = outcomes.filter(({ wasKilled }) => wasKilled);
  const failures = outcomes.filter(({ problems }) => problems.length > 0);
  console.log(
    `Kills while a journal is written anew: ${outcomes.length} changes, ${killed.length} cases killed, ${failures.length} failures`,
  );
  expect(failures).toEqual([]);
  expect(killed.length).toBeGreaterThan(outcomes.length / 2);
});
