// Scan and grouping for every command that takes paths: progress and missing paths go to standard error.
import { join, resolve, sep } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { groupInstancesInTurns } from "../core/grouping/groupInstances.ts";
import type { GroupedImages } from "../core/model/stack.ts";
import type { ArchivePassword } from "../core/ports/scanner.ts";
import type { ScanOutcome, ScanProgress } from "../core/scan/scanFiles.ts";
import type { SkipReason } from "../shared/failure.ts";
import { leftOnMediumWords } from "../shared/messages/leftOnMediumWords.ts";
import { directoryAloneWords } from "../shared/messages/skipReasonWords.ts";
import { createScanner } from "../workers/scanner.ts";
import { defaultArchiveFolder } from "./archiveSetup.ts";
import type { CliEnvironment } from "./environment.ts";
import { printable } from "./printable.ts";

/** Everything found under some paths. */
export interface ScannedPaths {
  readonly outcome: ScanOutcome;
  readonly grouped: GroupedImages;
  /** True if something asked for could not be read: a path that does not exist, a file or folder that refused, an interruption. */
  readonly isIncomplete: boolean;
}

/** Scans and groups; says on standard error which paths do not exist. With `isCopying`, what lies on slow media is read once for all that follows. */
export async function scanPaths(
  paths: readonly string[],
  environment: CliEnvironment,
  { isCopying }: { readonly isCopying: boolean } = { isCopying: true },
): Promise<ScannedPaths> {
  const scanner = createScanner({
    ...environment,
    isCopying,
    seriesStores: [defaultArchiveFolder],
  });
  try {
    const outcome = await scanner.scan(
      paths,
      {
        onProgress: progressLine(environment),
        passwords: givenPasswords(environment),
      },
      environment.signal,
    );
    clearLine(environment);
    for (const path of outcome.missingRoots)
      environment.stderr.write(`Not found: ${printable(path)}\n`);
    sayLeftOnMedium(outcome, environment);
    sayDirectoriesAlone(paths, outcome, environment);
    if (outcome.wasCancelled) environment.stderr.write("Interrupted.\n");
    const grouped = await groupInstancesInTurns(
      outcome.instances,
      outcome.skipped,
      () => nextTurn(),
    );
    return { outcome, grouped, isIncomplete: isIncomplete(outcome) };
  } finally {
    await scanner.close();
  }
}

function sayLeftOnMedium(
  { leftOnMedium = 0 }: ScanOutcome,
  { stderr }: CliEnvironment,
): void {
  if (leftOnMedium === 0) return;
  const { title, why, whatNext } = leftOnMediumWords(leftOnMedium);
  stderr.write(`${title}. ${why} ${whatNext}\n`);
}

/** A DICOMDIR that was given itself stands for what it names, and for no other file of its disc. */
function sayDirectoriesAlone(
  paths: readonly string[],
  { skipped }: ScanOutcome,
  { stderr }: CliEnvironment,
): void {
  const given = paths.map((path) => resolve(path));
  const isAlone = (path: string) =>
    given.includes(path) &&
    !given.some((other) => path.startsWith(join(other, sep)));
  for (const { source, reason } of skipped)
    if (reason.kind === "dicomdir" && isAlone(source.path))
      stderr.write(`${printable(source.path)}: ${directoryAloneWords}\n`);
}

/** Reasons for which there may be images that were not read. */
const unreadKinds: ReadonlySet<SkipReason["kind"]> = new Set([
  "unreadable",
  "passwordNeeded",
  "archiveDamaged",
  "archiveTooLarge",
  "archive",
  "archivePart",
  "unsupportedPacking",
]);

/** From the environment, since arguments can be seen by other users. */
function givenPasswords({
  variables,
}: CliEnvironment): readonly ArchivePassword[] {
  const password = variables["CASEDROP_ARCHIVE_PASSWORD"] ?? "";
  return password === "" ? [] : [{ archive: null, password }];
}

function isIncomplete(outcome: ScanOutcome): boolean {
  return (
    outcome.missingRoots.length > 0 ||
    outcome.wasCancelled ||
    outcome.skipped.some(({ reason }) => unreadKinds.has(reason.kind))
  );
}

/** Milliseconds between two updates of the progress line. */
const progressIntervalMs = 100;

/** One line that is written over; only on a terminal, where it can be. */
function progressLine(
  environment: CliEnvironment,
): (progress: ScanProgress) => void {
  let writtenAtMs = -Infinity;
  return (progress) => {
    const nowMs = performance.now();
    if (
      environment.stderr.isTTY !== true ||
      nowMs - writtenAtMs < progressIntervalMs
    )
      return;
    writtenAtMs = nowMs;
    const of = progress.isListed ? ` of ${progress.listed}` : "";
    environment.stderr.write(
      `\r\u001b[KReading: ${progress.found}${of} files, ${progress.dicom} images`,
    );
  };
}

function clearLine(environment: CliEnvironment): void {
  if (environment.stderr.isTTY === true) environment.stderr.write("\r\u001b[K");
}
