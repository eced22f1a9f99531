// The window's session: in memory only, so that Chromium keeps no cache, storage or cookie of what it shows on the disk.
import { app, session, type Session } from "electron";

/** Without "persist:" a partition has no folder. */
export const windowPartition = "window";

/** The session of the window; after the app is ready. */
export function windowSession(): Session {
  return session.fromPartition(windowPartition, { cache: false });
}

/**
 * Switches off what Chromium keeps beside sessions; before the app is ready. Crash dumps hold memory, and with it images:
 * none is made, since nobody starts Electron's crash reporter and Chromium's own is off.
 */
export function keepNothingOnDisk(): void {
  for (const name of [
    "disable-http-cache",
    "disable-gpu-shader-disk-cache",
    "disable-breakpad",
    "disable-crash-reporter",
  ])
    app.commandLine.appendSwitch(name);
}
