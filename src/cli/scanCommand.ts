// `casedrop scan`: what is in these folders, and how it would be stacked.
import type { Command } from "commander";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import { scanPaths } from "./scanPaths.ts";
import { scanDocument, scanText } from "./scanReport.ts";

interface ScanArguments {
  readonly json: boolean;
}

async function runScan(
  paths: readonly string[],
  given: ScanArguments,
  environment: CliEnvironment,
): Promise<void> {
  const { outcome, grouped, isIncomplete } = await scanPaths(
    paths,
    environment,
    { isCopying: false },
  );
  environment.stdout.write(
    given.json
      ? `${JSON.stringify(scanDocument(outcome, grouped), null, 2)}\n`
      : scanText(outcome, grouped),
  );
  environment.exit(isIncomplete ? exitStatus.someFailed : exitStatus.done);
}

/** Adds the `scan` command. Exit status 1 if a path does not exist or something could not be read; the rest is still reported. */
export function registerScanCommand(
  program: Command,
  environment: CliEnvironment,
): void {
  program
    .command("scan")
    .description("list the studies, series and stacks in files and folders")
    .argument("<path...>", "DICOM files or folders of them")
    .option("--json", "print one JSON document instead of text", false)
    .action((paths: readonly string[], given: ScanArguments) =>
      runScan(paths, given, environment),
    );
}
