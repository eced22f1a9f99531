// The app cannot start: says so in a dialog of the system and ends, rather than running without a window.
import { app, dialog } from "electron";
import { bugFailure } from "../../shared/failure.ts";

/** Ends the app. The error's name is all that is shown: its message may hold a path. */
export function endUnstarted(error: unknown): void {
  const { errorName } = bugFailure(error);
  dialog.showErrorBox(
    "Casedrop could not start",
    `Something in the app failed before the window could open (${errorName}). Nothing was changed. Start it again; if that does not help, install the newest version.`,
  );
  app.exit(1);
}
