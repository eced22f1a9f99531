// What the desktop shows of work in progress: task bar, badge, tray, no sleep while sending, a notification when a case came to an end.
import {
  app,
  Notification,
  powerSaveBlocker,
  type BrowserWindow,
} from "electron";
import type { Clock } from "../../core/ports/clock.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { CaseSummary } from "../../shared/snapshot.ts";
import { activityOf, type Activity } from "./activityOf.ts";
import { Endings, type Ending } from "./endings.ts";
import { StayAwake } from "./stayAwake.ts";

/** What the reporter acts on. */
export interface ActivityDeps {
  readonly clock: Clock;
  readonly window: () => BrowserWindow | null;
  /** Brings the window to the front, with this case unless it is null. */
  readonly open: (caseId: CaseId | null) => void;
  /** A proxy waits for name and password. */
  readonly isProxyAsking: () => boolean;
  /** The tray follows. */
  readonly onActivity: (activity: Activity) => void;
}

/** An ending, or something of no one case. */
type News = Omit<Ending, "caseId"> & { readonly caseId: CaseId | null };

const proxyAsks: News = {
  caseId: null,
  words:
    "The proxy of your network asks for a sign-in. What is being sent waits for it.",
};

function livingWindow(window: BrowserWindow | null): BrowserWindow | null {
  return window === null || window.isDestroyed() ? null : window;
}

/** Makes the function that is told all cases after each change, and says what they amount to. */
export function createActivityReporter(
  deps: ActivityDeps,
): (cases: readonly CaseSummary[]) => Activity {
  const stayAwake = new StayAwake({
    clock: deps.clock,
    keepAwake: () => {
      const blocker = powerSaveBlocker.start("prevent-app-suspension");
      return () => powerSaveBlocker.stop(blocker);
    },
  });
  const endings = new Endings();
  const sentInThisRun = new Set<CaseId>();
  // A notification that nothing holds is collected, and its click goes nowhere.
  const shown = new Set<Notification>();

  let isProxyTold = false;

  const notify = ({ caseId, words: body }: News) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title: "Casedrop", body });
    shown.add(notification);
    notification.on("click", () => {
      shown.delete(notification);
      deps.open(caseId);
    });
    notification.on("close", () => shown.delete(notification));
    notification.show();
  };

  return (cases) => {
    const onTheWay = cases.filter(({ stage }) => stage.kind === "uploading");
    for (const { caseId } of onTheWay) sentInThisRun.add(caseId);
    const isProxyAsking = deps.isProxyAsking();
    const activity = activityOf(cases, {
      ...{ sentInThisRun, isProxyAsking },
      nowMs: deps.clock.nowMs(),
    });
    const { mode, fraction } = activity.bar;
    const target = livingWindow(deps.window());
    if (mode === "none") target?.setProgressBar(-1);
    else target?.setProgressBar(fraction, { mode });
    app.setBadgeCount(activity.attention);
    stayAwake.follow(activity.wakefulness);
    deps.onActivity(activity);
    const isLookedAt = target?.isFocused() ?? false;
    const news: News[] = endings.newIn(cases);
    if (isProxyAsking && !isProxyTold && onTheWay.length > 0) {
      news.push(proxyAsks);
      isProxyTold = true;
    }
    // Until the next question.
    isProxyTold &&= isProxyAsking;
    for (const each of news) if (!isLookedAt) notify(each);
    // Without notifications nobody would hear of it.
    if (
      news.length > 0 &&
      (activity.attention > 0 || isProxyAsking) &&
      !Notification.isSupported()
    )
      target?.showInactive();
    return activity;
  };
}
