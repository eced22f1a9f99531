// The one window: sandboxed, isolated, at its remembered place.
import { BrowserWindow, nativeTheme, screen } from "electron";
import { fileURLToPath } from "node:url";
import { appOrigin } from "./appProtocol.ts";

/** Place of the window on the screens, in device-independent pixels. */
export interface WindowBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Background before the page paints, so that a dark desktop sees no white flash. */
const background = { light: "#f6f7f9", dark: "#14171c" };

const defaultSize = { width: 1280, height: 860 };
const minimumSize = { width: 860, height: 560 };

/** The remembered place if it is still on a screen; otherwise none, and the system chooses. */
function visibleBounds(bounds: WindowBounds | null): WindowBounds | null {
  if (bounds === null) return null;
  const { workArea } = screen.getDisplayMatching(bounds);
  const isVisible =
    bounds.x < workArea.x + workArea.width &&
    bounds.x + bounds.width > workArea.x &&
    bounds.y < workArea.y + workArea.height &&
    bounds.y >= workArea.y - 1;
  return isVisible ? bounds : null;
}

/** Opens the window and loads the page. `onMoved` is called when it was moved or resized. */
export function openMainWindow(options: {
  readonly preload: URL;
  readonly bounds: WindowBounds | null;
  readonly onMoved: (bounds: WindowBounds) => void;
}): BrowserWindow {
  const window = new BrowserWindow({
    ...defaultSize,
    ...visibleBounds(options.bounds),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: "Casedrop",
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors
      ? background.dark
      : background.light,
    webPreferences: {
      preload: fileURLToPath(options.preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  window.once("ready-to-show", () => {
    window.show();
  });
  const moved = () => {
    if (!window.isMinimized() && !window.isFullScreen())
      options.onMoved(window.getNormalBounds());
  };
  window.on("resized", moved);
  window.on("moved", moved);
  window.on("close", moved);
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}
