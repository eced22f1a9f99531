// `casedrop archive`: public image archives as a source.
import type { Command } from "commander";
import { registerArchiveBrowse } from "./archiveBrowse.ts";
import { registerArchiveCall } from "./archiveCall.ts";
import { registerArchiveDownload } from "./archiveDownload.ts";
import type { CliEnvironment } from "./environment.ts";

/** Adds the command with its own commands. */
export function registerArchiveCommand(
  program: Command,
  environment: CliEnvironment,
): void {
  const archive = program
    .command("archive")
    .description("browse and fetch public series from TCIA, NBIA and IDC");
  registerArchiveBrowse(archive, environment);
  registerArchiveDownload(archive, environment);
  registerArchiveCall(archive, environment);
}
