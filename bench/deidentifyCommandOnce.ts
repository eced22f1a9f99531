// One run of `casedrop deidentify` as a user starts it: scan, search for text, de-identify, place; prints one JSON line.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { registerDeidentifyCommand } from "../src/cli/deidentifyCommand.ts";

const [folder = ".", out = "out", text = "refuse"] = process.argv.slice(2);
let document = "";
let status = -1;
const program = new Command().exitOverride();
registerDeidentifyCommand(program, {
  stdout: { write: (written) => (document += written) },
  stderr: { write: () => undefined },
  variables: {},
  workersUrl: new URL("./workers/", import.meta.url),
  scratchFolder: join(tmpdir(), `casedrop-bench-${process.pid}`),
  appVersion: "bench",
  signal: new AbortController().signal,
  exit: (code) => {
    status = code;
  },
});
const startedAtMs = performance.now();
await program.parseAsync(
  ["deidentify", folder, "--out", out, "--text", text, "--json"],
  { from: "user" },
);
const ms = performance.now() - startedAtMs;
const { outputs } = JSON.parse(document) as {
  readonly outputs: readonly unknown[];
};
process.stdout.write(
  `${JSON.stringify({ ms, status, written: outputs.length })}\n`,
);
