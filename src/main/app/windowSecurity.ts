// What no page of this app may do, whatever it contains: navigate, open windows, ask for permissions, load from elsewhere.
import { app, session, type IpcMainInvokeEvent, type Session } from "electron";
import { isAppUrl } from "./appUrl.ts";
import { windowSession } from "./windowSession.ts";

/** Applies to every web contents that will ever exist in this app. */
export function lockDownWebContents(): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.on("will-navigate", (event) => {
      event.preventDefault();
    });
    contents.on("will-redirect", (event) => {
      event.preventDefault();
    });
    contents.on("will-attach-webview", (event) => {
      event.preventDefault();
    });
  });
}

/** Denies every permission and every request that does not stay inside the app. */
export function lockDownSessions(): void {
  // Nothing loads in the default one; it is locked for the day when something does.
  for (const each of [windowSession(), session.defaultSession]) lockDown(each);
}

function lockDown(locked: Session): void {
  locked.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  locked.setPermissionCheckHandler(() => false);
  locked.setDevicePermissionHandler(() => false);
  // The window has no network: main makes every request (rule 16). DevTools pages are the one exception.
  locked.webRequest.onBeforeRequest((details, answer) => {
    const isInside =
      isAppUrl(details.url) || details.url.startsWith("devtools:");
    answer({ cancel: !isInside });
  });
  locked.on("will-download", (event) => {
    event.preventDefault();
  });
}

/** True if an IPC call comes from the top frame of our own page. */
export function isOwnPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isAppUrl(frame.url);
}
