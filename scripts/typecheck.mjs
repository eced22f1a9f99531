// Type-checks every environment (one tsconfig each), two at a time, and fails if any of them does.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";

const projects = readdirSync(".")
  .filter((file) => /^tsconfig\.\w+\.json$/.test(file))
  .filter((file) => file !== "tsconfig.base.json");

/** Resolves to the exit code of `tsc` on one project. */
function check(project) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ["node_modules/typescript/bin/tsc", "--noEmit", "-p", project],
      { stdio: "inherit" },
    );
    child.on("close", (code) => resolve(code ?? 1));
  });
}

let failed = 0;
const waiting = [...projects];
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let project = waiting.shift(); project; project = waiting.shift())
      if ((await check(project)) !== 0) failed += 1;
  }),
);
process.exitCode = failed === 0 ? 0 : 1;
