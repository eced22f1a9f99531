// What `casedrop deidentify` is given, and why some of it cannot be worked with.
import { minimumSaltBytes } from "../core/deid/uidMapping.ts";
import { refusedOutFolder, refusedReportFile } from "./deidentifyOutput.ts";
import type { TextMode } from "./deidentifyText.ts";
import type { AcceptedText } from "./acceptedText.ts";

/** What the command line says. */
export interface DeidentifyArguments {
  readonly out: string;
  readonly all: boolean;
  readonly report?: string;
  readonly salt?: string;
  readonly mask?: string;
  readonly text: TextMode;
  readonly acceptText?: AcceptedText;
  /** Tags of eight upper-case hexadecimal digits. */
  readonly keepFreeText: readonly string[];
  readonly acceptFreeText?: string;
  readonly json: boolean;
}

/** Why the arguments cannot be worked with, in a sentence; null if they can. Nothing has been written yet. */
export async function wrongUse(
  paths: readonly string[],
  given: DeidentifyArguments,
): Promise<string | null> {
  if (given.salt !== undefined && !isSalt(given.salt))
    return `--salt takes at least ${2 * minimumSaltBytes} hexadecimal digits.`;
  if (given.text === "skip" && given.acceptText !== undefined)
    return "--accept-text says something of text that somebody looked for; with --text skip nobody looks.";
  if (given.keepFreeText.length === 0 && given.acceptFreeText !== undefined)
    return "--accept-free-text says something of free text that stays; name it with --keep-free-text.";
  return (
    (await refusedOutFolder(given.out, paths)) ??
    (given.report === undefined ? null : await refusedReportFile(given.report))
  );
}

function isSalt(text: string): boolean {
  return /^([0-9a-f]{2})+$/i.test(text) && text.length >= 2 * minimumSaltBytes;
}
