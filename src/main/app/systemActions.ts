// What only the operating system can do for the user: file dialogs, clipboard, browser, appearance.
import {
  clipboard,
  dialog,
  nativeTheme,
  type BrowserWindow,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from "electron";
import { writeFile } from "node:fs/promises";
import type { SettingsStore } from "../../core/account/settings.ts";
import { writeFailure } from "../../shared/diskErrors.ts";
import type { Failure } from "../../shared/failure.ts";
import type { SitePage } from "../../shared/ipc.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { applyStartAtLogin } from "./background.ts";
import { sitePageUrl } from "./sitePages.ts";
import type { Service } from "../services/service.ts";

/** What only the system can do. */
export interface SystemActions {
  /** Paths the user chose; empty if the dialog was closed. */
  chooseFolders(): Promise<readonly string[]>;
  chooseFiles(): Promise<readonly string[]>;
  /** A manifest or table of series of a public archive. */
  chooseSeriesList(): Promise<readonly string[]>;
  /** Asks where and writes; false if the dialog was closed. */
  saveText(
    suggestedName: string,
    text: string,
  ): Promise<Result<boolean, Failure>>;
  /** The same in the form whose ending the user gives the file; the first one unless told otherwise. */
  saveEither(
    suggestedName: string,
    forms: Readonly<Record<"html" | "json", () => string>>,
  ): Promise<Result<boolean, Failure>>;
  openInBrowser(url: string): Promise<boolean>;
  copyText(text: string): void;
  /** Address of a page of the site, or null where it has none. */
  sitePageUrl(page: SitePage): string | null;
  applyAppearance(): void;
  /** Whether the system starts the app after sign-in. */
  applyBackground(): void;
}

/** Shows a dialog on the window, or free of one where none is open. */
async function choose(
  window: BrowserWindow | null,
  options: OpenDialogOptions,
): Promise<readonly string[]> {
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? [] : filePaths;
}

/** Asks where and writes; false if the dialog was closed. */
async function save(
  window: BrowserWindow | null,
  options: SaveDialogOptions,
  textFor: (path: string) => string,
): Promise<Result<boolean, Failure>> {
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  if (canceled || filePath === "") return success(false);
  try {
    await writeFile(filePath, textFor(filePath));
    return success(true);
  } catch (error) {
    return failed(writeFailure(error));
  }
}

/** Makes the actions. */
export function createSystemActions(deps: {
  readonly window: () => BrowserWindow | null;
  readonly settings: SettingsStore;
  readonly serviceInUse: () => Service;
  readonly openBrowser: (url: string) => Promise<boolean>;
}): SystemActions {
  return {
    chooseFolders: () =>
      choose(deps.window(), {
        title: "Choose folders with DICOM files",
        properties: ["openDirectory", "multiSelections"],
      }),
    chooseFiles: () =>
      choose(deps.window(), {
        title: "Choose DICOM files",
        properties: ["openFile", "multiSelections"],
      }),
    chooseSeriesList: () =>
      choose(deps.window(), {
        title: "Choose a list of series",
        properties: ["openFile"],
        filters: [
          {
            name: "Lists of series",
            extensions: ["tcia", "csv", "tsv", "txt"],
          },
          { name: "All files", extensions: ["*"] },
        ],
      }),
    saveText: (suggestedName, text) =>
      save(deps.window(), { defaultPath: suggestedName }, () => text),
    saveEither: (suggestedName, forms) =>
      save(
        deps.window(),
        {
          defaultPath: `${suggestedName}.html`,
          filters: [
            { name: "Page to read and print", extensions: ["html"] },
            { name: "JSON", extensions: ["json"] },
          ],
        },
        (path) =>
          path.toLowerCase().endsWith(".json") ? forms.json() : forms.html(),
      ),
    openInBrowser: deps.openBrowser,
    copyText: (text) => {
      void clipboard.writeText(text);
    },
    sitePageUrl: (page) =>
      sitePageUrl(
        page,
        deps.settings.read().radiopaedia.origin,
        deps.serviceInUse(),
      ),
    applyBackground: () => {
      applyStartAtLogin(deps.settings.read().background.startsAtLogin);
    },
    applyAppearance: () => {
      nativeTheme.themeSource = deps.settings.read().appearance;
    },
  };
}
