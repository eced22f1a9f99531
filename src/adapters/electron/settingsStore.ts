// Settings in a file by electron-store. What the file holds is parsed by the core's schema, never trusted as it is.
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import ElectronStore from "electron-store";
import {
  defaultSettings,
  parseSettings,
  type Settings,
  type SettingsStore,
} from "../../core/account/settings.ts";
import { readFailure, writeFailure } from "../../shared/diskErrors.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";

/** Opened settings, and what was wrong with the file: then it is kept aside and the defaults hold. */
export interface OpenedSettings {
  readonly settings: SettingsStore;
  readonly failure: DiskFailure | null;
}

/**
 * Opens `settings.json` in this folder. A file that is there but cannot be read or moved aside is left alone: the defaults
 * hold for this run, and changes are refused rather than written over it.
 */
export function openSettingsStore(folder: string): OpenedSettings {
  const path = join(folder, "settings.json");
  const found = readSettings(path);
  let current = found.settings;
  const store = found.isWritable
    ? new ElectronStore({
        name: "settings",
        cwd: folder,
        accessPropertiesByDotNotation: false,
        configFileMode: 0o600,
      })
    : null;
  return {
    failure: found.failure,
    settings: {
      read: () => current,
      update(change) {
        const written = replace(store, change(current));
        if (written.ok) current = written.value;
        return written;
      },
    },
  };
}

function replace(
  store: ElectronStore | null,
  settings: Settings,
): Result<Settings, DiskFailure> {
  if (store === null)
    return failed({ kind: "unwritable", code: "SETTINGS_FILE" });
  try {
    store.store = { ...settings };
    return success(settings);
  } catch (error) {
    return failed(writeFailure(error));
  }
}

function readSettings(path: string): {
  readonly settings: Settings;
  readonly failure: DiskFailure | null;
  readonly isWritable: boolean;
} {
  try {
    if (!existsSync(path))
      return { settings: defaultSettings, failure: null, isWritable: true };
    const settings = parseSettings(jsonOrNull(readFileSync(path, "utf8")));
    if (settings !== null) return { settings, failure: null, isWritable: true };
    renameSync(path, freeName(path));
    return {
      settings: defaultSettings,
      failure: { kind: "recordDamaged", record: "settings" },
      isWritable: true,
    };
  } catch (error) {
    return {
      settings: defaultSettings,
      failure: readFailure(error),
      isWritable: false,
    };
  }
}

function freeName(path: string): string {
  let number = 1;
  while (existsSync(`${path}.damaged-${String(number)}`)) number += 1;
  return `${path}.damaged-${String(number)}`;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
