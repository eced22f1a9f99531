// Composition root of the desktop app: builds adapters, hands them to the core, opens the window.
import { app, BrowserWindow } from "electron";

void app.whenReady().then(() => {
  new BrowserWindow({});
});
