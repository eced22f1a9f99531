// Entry of the `casedrop` command: the same engine without a window.
import { Command, CommanderError } from "commander";
import { removeScratchFolder } from "../adapters/archives/scratchFolder.ts";
import packageFile from "../../package.json" with { type: "json" };
import { registerArchiveCommand } from "./archiveCommand.ts";
import { watchOutput } from "./closedOutput.ts";
import { registerDeidentifyCommand } from "./deidentifyCommand.ts";
import { registerDiagnoseCommand } from "./diagnoseCommand.ts";
import {
  exitStatus,
  type CliEnvironment,
  type CliRefusal,
  type ExitStatus,
} from "./environment.ts";
import { WatchedOutput } from "./jsonRefusal.ts";
import { registerSandboxCommand } from "./sandboxCommand.ts";
import { registerScanCommand } from "./scanCommand.ts";
import { newScratchFolder, sweepScratchFolders } from "./scratch.ts";
import { registerSecondLookCommand } from "./secondLookCommand.ts";
import { registerUploadCommand } from "./uploadCommand.ts";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    interruption.abort();
  });

/** What the process ends with, whatever the command says, once its output cannot be written. */
let statusWithoutOutput: number | null = null;
watchOutput(process, (status) => {
  statusWithoutOutput = status;
  process.exitCode = status;
  interruption.abort();
});

const output = new WatchedOutput(process.stdout, process.stderr);
const wantsJson = process.argv.includes("--json");
let lastExit: readonly [ExitStatus, CliRefusal | undefined] = [
  exitStatus.done,
  undefined,
];

const environment: CliEnvironment = {
  stdout: output.stdout,
  stderr: output.stderr,
  // Not touched by commands that read nothing.
  get stdin() {
    return process.stdin;
  },
  variables: process.env,
  workersUrl: new URL("../workers/", import.meta.url),
  scratchFolder: newScratchFolder(),
  appVersion: packageFile.version,
  signal: interruption.signal,
  exit: (status, refusal) => {
    process.exitCode = statusWithoutOutput ?? status;
    lastExit = [status, refusal];
  },
};

const program = new Command("casedrop")
  .description(
    "Turn a PACS export into a Radiopaedia teaching case. Unofficial.",
  )
  .version(packageFile.version)
  .showHelpAfterError("(add --help for the options)")
  .exitOverride();
registerScanCommand(program, environment);
registerDeidentifyCommand(program, environment);
registerUploadCommand(program, environment);
registerSandboxCommand(program, environment);
registerArchiveCommand(program, environment);
registerDiagnoseCommand(program, environment);
registerSecondLookCommand(program, environment);

try {
  await sweepScratchFolders();
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    // Commander has already written what is wrong; help and version end well.
    environment.exit(
      error.exitCode === 0 ? exitStatus.done : exitStatus.wrongUse,
      {
        code: error.code.replace("commander.", ""),
        message: error.message.replace(/^error: /, ""),
        nextStep: "Run the command with --help to see its options.",
      },
    );
  else {
    // A bug: its message may hold anything, a path included, so only its name is shown.
    const name = error instanceof Error ? error.name : typeof error;
    process.stderr.write(
      `casedrop: internal error (${name}). Nothing was lost; please report it.\n`,
    );
    environment.exit(exitStatus.someFailed, {
      code: "internalError",
      message: `Internal error (${name}).`,
      nextStep: "Nothing was lost; please report it.",
    });
  }
} finally {
  if (wantsJson && lastExit[0] !== exitStatus.done) output.refuse(...lastExit);
  await removeScratchFolder(environment.scratchFolder);
}
