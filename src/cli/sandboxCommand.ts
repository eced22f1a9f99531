// `casedrop sandbox`: runs the practice service until it is told to stop.
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { InvalidArgumentError, type Command } from "commander";
import { z } from "zod";
import { assertNever } from "../shared/assertNever.ts";
import { failed, success, type Result } from "../shared/result.ts";
import {
  faultScriptSchema,
  noFaults,
  type FaultScript,
} from "../sandbox/faults/faultScript.ts";
import {
  startSandbox,
  type Sandbox,
  type SandboxFailure,
} from "../sandbox/startSandbox.ts";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import { wrongUseRefusal } from "./jsonRefusal.ts";

interface SandboxArguments {
  readonly port: number;
  readonly data: string;
  readonly faults?: string;
  readonly json: boolean;
}

/** A port number as typed. */
function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 0 to 65535.");
}

/** Reads a fault script; the failure is a sentence for the user. */
async function readFaults(
  path: string | undefined,
): Promise<Result<FaultScript, string>> {
  if (path === undefined) return success(noFaults);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    return failed(
      error instanceof SyntaxError
        ? "The fault file is not JSON."
        : "The fault file cannot be read.",
    );
  }
  const script = faultScriptSchema.safeParse(value);
  return script.success
    ? success(script.data)
    : failed(`The fault file is not valid:\n${z.prettifyError(script.error)}`);
}

function failureWords(failure: SandboxFailure): string {
  switch (failure.kind) {
    case "portInUse":
      return `Port ${String(failure.port)} is in use. Choose another with --port, or leave it out.`;
    case "cannotListen":
      return `No connection can be opened on this computer (${failure.code}).`;
    case "dataUnusable":
      return `The data folder cannot be used (${failure.code}). Choose another with --data.`;
    case "dataDamaged":
      return "The records in the data folder (state.json) cannot be understood. Choose another folder with --data, or move this one away.";
    default:
      return assertNever(failure, "sandbox failure");
  }
}

function announcement(sandbox: Sandbox, credentialsFile: string): string {
  return [
    `Sandbox: ${sandbox.origin}/`,
    `Storage: ${sandbox.storageOrigin}`,
    `Archive: ${sandbox.archiveOrigin}`,
    `Admin token: ${sandbox.adminToken}`,
    `Credentials: ${credentialsFile}`,
    "",
    "Open the first address in a browser to see what arrives. To send a case there:",
    `  casedrop upload FOLDER --case CASE.yaml --origin ${sandbox.origin} --credentials ${credentialsFile}`,
    "To fetch a synthetic series from the archive:",
    `  casedrop archive collections --base-url ${sandbox.archiveOrigin}`,
    "Press Ctrl+C to stop.",
    "",
  ].join("\n");
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
}

async function runSandbox(
  given: SandboxArguments,
  environment: CliEnvironment,
): Promise<void> {
  const refuse = (words: string) => {
    environment.stderr.write(`${words}\n`);
    environment.exit(exitStatus.wrongUse, wrongUseRefusal(words));
  };
  const faults = await readFaults(given.faults);
  if (!faults.ok) {
    refuse(faults.failure);
    return;
  }
  const credentials = join(given.data, "credentials.json");
  const started = await startSandbox({
    port: given.port,
    dataDir: given.data,
    faults: faults.value,
    credentialsFile: credentials,
  });
  if (!started.ok) {
    refuse(failureWords(started.failure));
    return;
  }
  const sandbox = started.value;
  const { origin, storageOrigin, archiveOrigin, adminToken } = sandbox;
  environment.stdout.write(
    given.json
      ? `${JSON.stringify({ origin, storageOrigin, archiveOrigin, adminToken, credentials })}\n`
      : announcement(sandbox, credentials),
  );
  await stopped(environment.signal);
  await sandbox.close();
  environment.exit(exitStatus.done);
}

/** Adds the `sandbox` command. Exit status 2 for a bad port, fault file or data folder. */
export function registerSandboxCommand(
  program: Command,
  environment: CliEnvironment,
): void {
  program
    .command("sandbox")
    .description(
      "run a practice service on this computer that answers like Radiopaedia",
    )
    .option(
      "--port <number>",
      "port of the site; 0 takes any free one",
      readPort,
      0,
    )
    .option(
      "--data <folder>",
      "folder for what arrives",
      join(homedir(), ".casedrop-sandbox"),
    )
    .option("--faults <file>", "JSON script of what shall go wrong")
    .option("--json", "print one JSON document instead of text", false)
    .action((given: SandboxArguments) => runSandbox(given, environment));
}
