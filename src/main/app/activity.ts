// What the desktop shows of work in progress: task bar, no sleep while sending, a notification when a case came to an end.
import { Notification, powerSaveBlocker, type BrowserWindow } from "electron";
import type { CaseId } from "../../shared/identifiers.ts";
import type { CaseStage, CaseSummary } from "../../shared/snapshot.ts";

/** Words for the ends a user who looked away should hear of. */
const endings: Partial<Record<CaseStage["kind"], string>> = {
  sent: "All images were sent. The site is processing them.",
  done: "The case is done.",
  needsAttention: "The case needs your attention.",
};

/** Mean share done of the cases being sent; null if none is. */
function sendingFraction(cases: readonly CaseSummary[]): number | null {
  const fractions = cases.flatMap(({ stage }) =>
    stage.kind === "uploading" ? [stage.fraction] : [],
  );
  return fractions.length === 0
    ? null
    : fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length;
}

function notify(summary: CaseSummary, body: string): void {
  if (!Notification.isSupported()) return;
  const title = summary.title === "" ? "Casedrop" : summary.title;
  new Notification({ title, body }).show();
}

function livingWindow(window: BrowserWindow | null): BrowserWindow | null {
  return window === null || window.isDestroyed() ? null : window;
}

/** Makes the function that is told all cases after each change. */
export function createActivityReporter(
  window: () => BrowserWindow | null,
): (cases: readonly CaseSummary[]) => void {
  let blocker: number | null = null;
  let wasSending: ReadonlySet<CaseId> = new Set();
  return (cases) => {
    const fraction = sendingFraction(cases);
    const target = livingWindow(window());
    target?.setProgressBar(fraction ?? -1);
    if (fraction !== null)
      blocker ??= powerSaveBlocker.start("prevent-app-suspension");
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
    const isLookedAt = target?.isFocused() ?? false;
    for (const summary of cases) {
      const words = endings[summary.stage.kind];
      if (words !== undefined && wasSending.has(summary.caseId) && !isLookedAt)
        notify(summary, words);
    }
    wasSending = new Set(
      cases
        .filter(({ stage }) => stage.kind === "uploading")
        .map(({ caseId }) => caseId),
    );
  };
}
