// Planted files sent by the built command: no marker in any byte it writes to a connection, keeps on disk or prints. Thinned out; more
// of them by `npm run matrix -- canaries`. Uses the build (npm run build).
import { expect, it } from "vitest";
import { canaryRound } from "../testing/canaryFiles.ts";
import { runCanaryUpload } from "../testing/matrix/canaryUpload.ts";

it("sends, keeps and prints no marker of hundreds of planted files", async () => {
  const run = await runCanaryUpload(canaryRound);
  expect(run).toMatchObject({ status: 0, findings: [] });
  const { found, sent, leftOut, leftOutByReason } = run.account;
  // All planted files, and the notes beside them; what stays at home is held back by kind, none was refused.
  expect(found).toBe(canaryRound + 1);
  expect(sent + leftOut).toBe(found);
  expect(new Set(leftOutByReason.map(({ reason }) => reason.kind))).toEqual(
    new Set(["heldBack", "skipped"]),
  );
  expect(sent).toBeGreaterThan(0.8 * canaryRound);
  expect(run.puts).toBeGreaterThanOrEqual(sent);
}, 600_000);
