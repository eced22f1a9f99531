// Life without a window: started hidden to finish what was being sent, and gone once that is done.
import { app, type BrowserWindow } from "electron";

/** Start without a window. */
const hiddenSwitch = "--hidden";

export function isStartedHidden(): boolean {
  return process.argv.includes(hiddenSwitch);
}

/** Has the system start the app hidden after sign-in, or not. Linux desktops have no such setting that an app may make. */
export function applyStartAtLogin(startsAtLogin: boolean): void {
  if (process.platform === "linux" || !app.isPackaged) return;
  app.setLoginItemSettings({
    openAtLogin: startsAtLogin,
    args: [hiddenSwitch],
  });
}

/** Shows the window, wherever it was. */
export function showWindow(window: BrowserWindow | null): void {
  if (window === null || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Time in which the next case may begin before an app without a window ends. */
const idleMs = 5_000;

/** Makes the function that is told after each change whether anything keeps the app: hidden and without that, it quits. */
export function quitWhenDone(
  window: () => BrowserWindow | null,
): (isNeeded: boolean) => void {
  let timer: NodeJS.Timeout | null = null;
  const isHidden = () => {
    const target = window();
    return target !== null && !target.isDestroyed() && !target.isVisible();
  };
  return (isNeeded) => {
    if (isNeeded || !isHidden()) {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      return;
    }
    timer ??= setTimeout(() => {
      timer = null;
      if (isHidden()) app.quit();
    }, idleMs);
  };
}
