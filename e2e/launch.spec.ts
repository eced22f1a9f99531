// The app starts: one window, locked down as the product promises, with nothing to complain about.
import type { WebPreferences } from "electron";
import { expect, test } from "./support/test.ts";

test("opens a window that reports no error", async ({ app }) => {
  const electronVersion = await app.inMain(() => process.versions.electron);
  console.log(`Electron ${electronVersion}`);

  await expect(app.page).toHaveTitle(/Casedrop/);
  await app.screenshot("first-window");
  expect(app.electronApp.windows()).toHaveLength(1);
  expect(app.problems).toEqual([]);
});

/** In every Electron, but left out of its types: the preferences a window really runs with. */
interface WithWebPreferences {
  getLastWebPreferences(): WebPreferences | null;
}

test("keeps the window away from Node and the system", async ({ app }) => {
  const preferences = await app.inMain(({ webContents }) => {
    const all: readonly object[] = webContents.getAllWebContents();
    return (all as readonly WithWebPreferences[]).map((each) => {
      const real = each.getLastWebPreferences();
      return [
        real?.sandbox,
        real?.contextIsolation,
        real?.webSecurity,
        real?.nodeIntegration,
      ];
    });
  });
  expect(preferences).toEqual([[true, true, true, false]]);

  const leaked = await app.page.evaluate(() =>
    ["require", "process", "module", "Buffer", "global"].filter(
      (name) => name in globalThis,
    ),
  );
  expect(leaked).toEqual([]);
});

test("starts again with the same profile after it was killed", async ({
  launch,
}) => {
  const killed = await launch();
  await killed.kill();

  const app = await launch();

  await expect(app.page).toHaveTitle(/Casedrop/);
  expect(app.problems).toEqual([]);
});
