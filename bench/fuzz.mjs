// Fuzzes the readers of archives, disc directories, headers, frames and CSA tables: `node bench/fuzz.mjs [first seed] [count]`. Ends with 1 and the seed at the first error, and with 1 if memory grew or a seed was slow.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundleForBench } from "./bundle.mjs";

const scratch = await mkdtemp(join(tmpdir(), "casedrop-fuzz-"));
try {
  const entry = resolve(import.meta.dirname, "fuzzOnce.ts");
  const script = await bundleForBench(entry, scratch);
  const { status } = spawnSync(
    process.execPath,
    ["--expose-gc", script, ...process.argv.slice(2)],
    { stdio: "inherit" },
  );
  process.exitCode = status ?? 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
