// What the desktop shows of work in progress: task bar, badge, tray, no sleep while sending, a notification when a case came to an end.
import {
  app,
  Notification,
  powerSaveBlocker,
  type BrowserWindow,
} from "electron";
import type { CaseId } from "../../shared/identifiers.ts";
import type { CaseStage, CaseSummary } from "../../shared/snapshot.ts";
import { activityOf, type Activity } from "./activityOf.ts";

/** Words for the ends a user who looked away should hear of. Never the title: notifications stand on lock screens, and in the system's own history. */
const endings: Partial<Record<CaseStage["kind"], string>> = {
  sent: "All images of a case were sent. The site is processing them.",
  done: "A case is done.",
  needsAttention: "A case needs your attention.",
};

/** What the reporter acts on. */
export interface ActivityDeps {
  readonly window: () => BrowserWindow | null;
  /** Brings the window to the front with this case. */
  readonly openCase: (caseId: CaseId) => void;
  /** The tray follows. */
  readonly onActivity: (activity: Activity) => void;
}

function livingWindow(window: BrowserWindow | null): BrowserWindow | null {
  return window === null || window.isDestroyed() ? null : window;
}

/** Makes the function that is told all cases after each change. */
export function createActivityReporter(
  deps: ActivityDeps,
): (cases: readonly CaseSummary[]) => void {
  let blocker: number | null = null;
  let wasSending: ReadonlySet<CaseId> = new Set();
  const sentInThisRun = new Set<CaseId>();
  // A notification that nothing holds is collected, and its click goes nowhere.
  const shown = new Set<Notification>();

  const notify = ({ caseId }: CaseSummary, body: string) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title: "Casedrop", body });
    shown.add(notification);
    notification.on("click", () => {
      shown.delete(notification);
      deps.openCase(caseId);
    });
    notification.on("close", () => shown.delete(notification));
    notification.show();
  };

  const block = (isNeeded: boolean) => {
    if (isNeeded) blocker ??= powerSaveBlocker.start("prevent-app-suspension");
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };

  return (cases) => {
    const sending = cases.filter(({ stage }) => stage.kind === "uploading");
    for (const { caseId } of sending) sentInThisRun.add(caseId);
    const activity = activityOf(cases, sentInThisRun);
    const { mode, fraction } = activity.bar;
    const target = livingWindow(deps.window());
    if (mode === "none") target?.setProgressBar(-1);
    else target?.setProgressBar(fraction, { mode });
    app.setBadgeCount(activity.attention);
    block(activity.isSending);
    deps.onActivity(activity);
    const isLookedAt = target?.isFocused() ?? false;
    for (const summary of cases) {
      const words = endings[summary.stage.kind];
      if (words !== undefined && wasSending.has(summary.caseId) && !isLookedAt)
        notify(summary, words);
    }
    wasSending = new Set(sending.map(({ caseId }) => caseId));
  };
}
