// The one window: sandboxed, isolated, at its remembered place.
import { app, BrowserWindow, nativeTheme, screen } from "electron";
import { fileURLToPath } from "node:url";
import type { WindowPlace } from "../../core/account/settings.ts";
import { appOrigin } from "./appUrl.ts";
import { windowPartition } from "./windowSession.ts";
import { showWindow } from "./background.ts";

/** Background before the page paints, so that a dark desktop sees no white flash. */
const background = { light: "#f6f7f9", dark: "#14171c" };

const defaultSize = { width: 1280, height: 860 };
const minimumSize = { width: 860, height: 560 };

/** The remembered place if it is still on a screen; otherwise none, and the system chooses. */
function visiblePlace(place: WindowPlace | null): WindowPlace | null {
  if (place === null) return null;
  const { workArea } = screen.getDisplayMatching(place);
  const isVisible =
    place.x < workArea.x + workArea.width &&
    place.x + place.width > workArea.x &&
    place.y < workArea.y + workArea.height &&
    place.y >= workArea.y - 1;
  return isVisible ? place : null;
}

/** Opens the window and loads the page. `onMoved` is called when it was moved or resized. */
export function openMainWindow(options: {
  readonly preload: URL;
  readonly place: WindowPlace | null;
  /** True: it is there and not shown until somebody asks for it. */
  readonly isHidden: boolean;
  readonly onMoved: (place: WindowPlace) => void;
}): BrowserWindow {
  const place = visiblePlace(options.place);
  const window = new BrowserWindow({
    ...defaultSize,
    ...(place !== null && {
      x: place.x,
      y: place.y,
      width: place.width,
      height: place.height,
    }),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: "Casedrop",
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors
      ? background.dark
      : background.light,
    webPreferences: {
      preload: fileURLToPath(options.preload),
      partition: windowPartition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  window.once("ready-to-show", () => {
    if (!options.isHidden) window.show();
  });
  // It would show.
  if (place?.isMaximized === true && !options.isHidden) window.maximize();
  const moved = () => {
    if (window.isMinimized() || window.isFullScreen()) return;
    options.onMoved({
      ...window.getNormalBounds(),
      isMaximized: window.isMaximized(),
    });
  };
  window.on("resized", moved);
  window.on("moved", moved);
  window.on("close", moved);
  app.on("second-instance", () => {
    showWindow(window);
  });
  app.on("activate", () => {
    showWindow(window);
  });
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}
