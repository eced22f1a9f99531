// Kills under a sealed journal, thinned out. Whole by `npm run matrix`.
import { expect, it } from "vitest";
import {
  runSealedKills,
  sealedKills,
  withSealedCommand,
} from "./sealedKills.ts";

it("a case under a sealed journal goes on whole after a kill, and leaves nothing of its plan in plain", async () => {
  const outcomes = await withSealedCommand(async (command) => {
    const kills = await sealedKills(command);
    return runSealedKills(
      command,
      kills.filter((_, index) => index % 10 === 4),
    );
  });
  expect(outcomes.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(outcomes.filter(({ wasKilled }) => wasKilled).length).toBeGreaterThan(
    5,
  );
}, 600_000);
