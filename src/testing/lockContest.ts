// Processes that contend for one lock: the contender built from source and run several times at once.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { z } from "zod";

const contestSchema = z.strictObject({
  /** Rounds in which it got the lock. */
  taken: z.number(),
  /** Of these, rounds in which another held it too. */
  shared: z.number(),
});

/** How one process fared. */
export type Contest = z.infer<typeof contestSchema>;

/** Three processes that each try to take the lock of `path` so often, and until they had it. The program is built into `folder`. */
export async function lockContest(
  folder: string,
  path: string,
  rounds: number,
): Promise<readonly Contest[]> {
  await build({
    configFile: false,
    logLevel: "silent",
    build: {
      ssr: join(import.meta.dirname, "lockContender.ts"),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: "contender.mjs" } },
    },
  });
  const contender = join(folder, "contender.mjs");
  return Promise.all(
    ["991", "992", "993"].map(async (name) => {
      const { stdout } = await promisify(execFile)(process.execPath, [
        ...[contender, path, String(rounds), name],
      ]);
      return contestSchema.parse(JSON.parse(stdout));
    }),
  );
}
