// Which archives ask for a password.
import type { LockedArchive } from "../../shared/intakeView.ts";
import type { SkippedFile } from "../model/stack.ts";
import { nameBelowRoots } from "./caseView.ts";

/** Each once: an archive that opened in part is left out itself, with the files in it that stayed locked. */
export function lockedArchives(
  skipped: readonly SkippedFile[],
  roots: readonly string[],
): readonly LockedArchive[] {
  const locked = new Map<string, LockedArchive>();
  for (const { source, reason } of skipped)
    if (reason.kind === "passwordNeeded")
      locked.set(source.path, {
        name: nameBelowRoots(source.path, roots),
        wasWrong: reason.wasWrong,
      });
  const isWithinLocked = (path: string) =>
    [...path.matchAll(/!/g)].some(({ index }) =>
      locked.has(path.slice(0, index)),
    );
  return [...locked].flatMap(([path, archive]) =>
    isWithinLocked(path) ? [] : [archive],
  );
}
