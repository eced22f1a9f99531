// Plays the user in the system's browser: opens the address the app asked for and decides on the sign-in page.
import { chromium } from "@playwright/test";
import { existsSync } from "node:fs";
import { browserPaths } from "../../scripts/debianPackages.mjs";
import { isRootOnLinux, type RunningApp } from "./launchApp.ts";

/** Path of a Chromium on this system, or null; without one, or off Linux, tests that sign in are skipped. */
export const browserPath =
  process.platform === "linux"
    ? (browserPaths.find((path) => existsSync(path)) ?? null)
    : null;

/** Where the browser ended up after the decision. */
export interface LandingPage {
  readonly url: string;
  /** Visible text; holds the code when sign-in is out-of-band. */
  readonly text: string;
}

export interface SignInDecision {
  readonly decision?: "authorize" | "deny";
  /** The sandbox's user to sign in as; by default its first. */
  readonly login?: string;
  /** Where to keep a picture of the sign-in page, if anywhere. */
  readonly screenshotPath?: string;
}

/**
 * Waits until the app opens its sign-in address, opens that in a real browser with an empty profile, presses Authorize
 * or Deny, and waits for the page that follows.
 */
export async function signInWithBrowser(
  app: RunningApp,
  { decision = "authorize", login, screenshotPath }: SignInDecision = {},
): Promise<LandingPage> {
  const url = await app.openedUrls.next();
  if (browserPath === null) throw new Error("There is no browser here.");
  const browser = await chromium.launch({
    executablePath: browserPath,
    chromiumSandbox: !isRootOnLinux,
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    if (login !== undefined)
      await page
        .getByRole("combobox", { name: "Sign in as" })
        .selectOption(login);
    if (screenshotPath !== undefined)
      await page.screenshot({ path: screenshotPath });
    const signInUrl = page.url();
    const name = decision === "authorize" ? /authori[sz]e/i : /deny|cancel/i;
    await page.getByRole("button", { name }).click();
    await page.waitForURL((landed) => landed.href !== signInUrl);
    return { url: page.url(), text: await page.locator("body").innerText() };
  } finally {
    await browser.close();
  }
}
