// The native menu: what a desktop user expects, with commands that the window carries out.
import { app, Menu, shell, type MenuItemConstructorOptions } from "electron";
import type { MenuCommand } from "../../shared/ipc.ts";

const projectPage =
  "https://radiopaedia.org/articles/case-publishing-guidelines-2";

/** Sets the application menu. */
export function setApplicationMenu(options: {
  readonly onCommand: (command: MenuCommand) => void;
  readonly isDevelopment: boolean;
}): void {
  const item = (
    label: string,
    command: MenuCommand,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    label,
    ...(accelerator !== undefined && { accelerator }),
    click: () => {
      options.onCommand(command);
    },
  });
  const isMac = process.platform === "darwin";
  const settings = item("Settings…", "showSettings", "CmdOrCtrl+,");
  const template: MenuItemConstructorOptions[] = [
    ...(isMac
      ? [
          {
            label: app.name,
            submenu: [
              { role: "about" },
              { type: "separator" },
              settings,
              { type: "separator" },
              { role: "services" },
              { type: "separator" },
              { role: "hide" },
              { role: "hideOthers" },
              { role: "unhide" },
              { type: "separator" },
              { role: "quit" },
            ] satisfies MenuItemConstructorOptions[],
          },
        ]
      : []),
    {
      label: "&File",
      submenu: [
        item("New case", "newCase", "CmdOrCtrl+N"),
        item("Public archives…", "showPublicArchive", "CmdOrCtrl+Shift+A"),
        { type: "separator" },
        ...(isMac
          ? [{ role: "close" } as const]
          : [
              settings,
              { type: "separator" } as const,
              { role: "quit" } as const,
            ]),
      ],
    },
    {
      label: "&Edit",
      submenu: [
        { role: "undo" },
        { role: "redo" },
        { type: "separator" },
        { role: "cut" },
        { role: "copy" },
        { role: "paste" },
        { role: "selectAll" },
      ],
    },
    {
      label: "&Case",
      submenu: [
        item("Images", "showImages", "CmdOrCtrl+1"),
        item("Details", "showDetails", "CmdOrCtrl+2"),
        item("Check", "showCheck", "CmdOrCtrl+3"),
        item("Upload", "showUpload", "CmdOrCtrl+4"),
      ],
    },
    {
      label: "&View",
      submenu: [
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { type: "separator" },
        { role: "togglefullscreen" },
        ...(options.isDevelopment ? [{ role: "toggleDevTools" } as const] : []),
      ],
    },
    { role: "windowMenu" },
    {
      role: "help",
      submenu: [
        item("Keyboard shortcuts", "showShortcuts", "CmdOrCtrl+/"),
        {
          label: "Radiopaedia's publishing guidelines",
          click: () => {
            void shell.openExternal(projectPage);
          },
        },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
