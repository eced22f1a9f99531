// Pictures of the window in each of its looks.
import { expect } from "@playwright/test";
import type { RunningApp } from "./launchApp.ts";

/** The smallest window that the app allows. */
const small = { width: 860, height: 560 };

/** Keeps the window as it is in light, dark, and as small as it gets. */
export async function keepPictures(
  app: RunningApp,
  name: string,
): Promise<void> {
  await app.screenshot(`${name}-light`);
  await app.page.emulateMedia({ colorScheme: "dark" });
  await app.screenshot(`${name}-dark`);
  await app.page.emulateMedia({ colorScheme: "light" });
  const before = await app.inMain(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const [width = 0, height = 0] = window?.getContentSize() ?? [];
    return { width, height };
  });
  await resize(app, small);
  await app.screenshot(`${name}-small`);
  await resize(app, before);
}

async function resize(
  app: RunningApp,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await app.inMain(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(
      wanted.width,
      wanted.height,
    );
  }, size);
  // A page that is not laid out yet looks like neither size.
  await expect
    .poll(() => app.page.evaluate(() => globalThis.innerWidth))
    .toBe(size.width);
}
