// The tray: says what is being sent or waits, and pauses, resumes, opens and quits without the window.
import {
  Menu,
  nativeImage,
  Tray,
  type MenuItemConstructorOptions,
} from "electron";
import type { Activity } from "./activityOf.ts";
import { trayIconBitmap, trayIconPixels } from "./trayIcon.ts";

export interface TrayCommands {
  readonly open: () => void;
  readonly pauseAll: () => void;
  readonly resumeAll: () => void;
  readonly quit: () => void;
}

/** Grey shows on light and dark bars; red where a case waits for the user. */
const colors = {
  usual: [128, 134, 145],
  attention: [214, 69, 65],
} as const;

function icon(color: readonly [number, number, number]) {
  const image = nativeImage.createFromBitmap(
    Buffer.from(trayIconBitmap(color)),
    { width: trayIconPixels, height: trayIconPixels, scaleFactor: 2 },
  );
  // macOS paints it in the colour of its bar.
  image.setTemplateImage(color === colors.usual);
  return image;
}

/**
 * Makes the tray; the answer tells it what goes on. Where the desktop has no tray (some Linux desktops), nothing shows and
 * everything else works.
 */
export function createTray(
  commands: TrayCommands,
): (activity: Activity) => void {
  const tray = new Tray(icon(colors.usual));
  let shown = "";
  tray.on("click", commands.open);
  return (activity) => {
    const key = JSON.stringify([
      activity.words,
      activity.canPause,
      activity.canResume,
    ]);
    // A menu that is replaced closes under the user's pointer.
    if (key === shown || tray.isDestroyed()) return;
    shown = key;
    tray.setImage(
      icon(activity.attention > 0 ? colors.attention : colors.usual),
    );
    tray.setToolTip(`Casedrop: ${activity.words}`);
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(activity, commands)));
  };
}

function trayMenu(
  activity: Activity,
  commands: TrayCommands,
): MenuItemConstructorOptions[] {
  const { words } = activity;
  return [
    {
      label: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
      enabled: false,
    },
    { type: "separator" },
    { label: "Open Casedrop", click: commands.open },
    {
      label: "Pause all",
      enabled: activity.canPause,
      click: commands.pauseAll,
    },
    {
      label: "Resume all",
      enabled: activity.canResume,
      click: commands.resumeAll,
    },
    { type: "separator" },
    { label: "Quit", click: commands.quit },
  ];
}
