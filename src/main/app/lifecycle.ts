// Leaving the app: ask while a case is being sent, then end all work once, wait to a deadline, quit. The system is never kept waiting.
import { app, dialog, powerMonitor, type BrowserWindow } from "electron";

/** Longest time that ending work may take before the app quits all the same; the journal makes that safe. */
const closeTimeLimitMs = 10_000;

/** What leaving depends on. */
export interface LeavingDeps {
  readonly window: BrowserWindow;
  readonly isSending: () => boolean;
  /** The user's choice to go on sending without a window. */
  readonly keepsSending: () => boolean;
  /** Ends all work; journals and records are on disk when it resolves. */
  readonly close: () => Promise<void>;
}

/** True if the user wants to leave in mid-upload. */
async function confirmLeaving(window: BrowserWindow): Promise<boolean> {
  window.show();
  const { response } = await dialog.showMessageBox(window, {
    type: "question",
    buttons: ["Keep sending", "Quit"],
    defaultId: 0,
    cancelId: 0,
    message: "A case is still being sent.",
    detail:
      "If you quit now, sending pauses. Casedrop goes on with the same case when you open it again: nothing is lost and nothing is sent twice.",
  });
  return response === 1;
}

/** Calls back when the computer shuts down, the user signs out of it, or the process is told to end: no moment for questions. */
function whenSystemEnds(window: BrowserWindow, listener: () => void): void {
  powerMonitor.on("shutdown", listener);
  window.on("query-session-end", listener);
  window.on("session-end", listener);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    // Whoever listened before Chromium put its own handler in place keeps Node from putting one in place again: the signal
    // would only ask to quit, with the question. The first listener after none does.
    process.removeAllListeners(signal);
    process.on(signal, listener);
  }
}

/** One way out, however the user takes it: ask, end work, quit. A second request joins the first. */
export function guardLeaving(deps: LeavingDeps): void {
  let stage: "running" | "asking" | "closing" | "closed" = "running";
  let isSystemEnding = false;
  const leave = async () => {
    stage = "asking";
    const mustAsk = deps.isSending() && !isSystemEnding;
    if (mustAsk && !(await confirmLeaving(deps.window)) && !isSystemEnding) {
      stage = "running";
      return;
    }
    await end();
  };
  const end = async () => {
    if (stage === "closing" || stage === "closed") return;
    stage = "closing";
    const deadline = new Promise((resolve) => {
      setTimeout(resolve, closeTimeLimitMs);
    });
    try {
      await Promise.race([deps.close(), deadline]);
    } finally {
      // Whatever went wrong while ending: an app that cannot be left would be worse.
      stage = "closed";
      app.quit();
    }
  };
  whenSystemEnds(deps.window, () => {
    isSystemEnding = true;
    void end();
  });
  app.on("before-quit", (event) => {
    if (stage === "closed") return;
    event.preventDefault();
    if (stage === "running") void leave();
  });
  app.on("window-all-closed", () => {
    app.quit();
  });
  deps.window.on("close", (event) => {
    if (stage === "closed") return;
    event.preventDefault();
    if (deps.keepsSending() && deps.isSending()) deps.window.hide();
    else app.quit();
  });
}
