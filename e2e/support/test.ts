// The `test` of the end-to-end flows: starts the app with a fresh profile and keeps evidence when a test fails.
import { test as base, expect, type TestInfo } from "@playwright/test";
import {
  launchApp,
  newProfile,
  removeProfile,
  type LaunchOptions,
  type RunningApp,
} from "./launchApp.ts";

interface Fixtures {
  /** A folder that lives as long as the test; two launches with it are two runs of the same installation. */
  readonly profilePath: string;
  /** Starts the app; by default with the test's profile. What still runs at the end of the test is killed. */
  readonly launch: (options?: LaunchOptions) => Promise<RunningApp>;
  /** The app, started with the defaults. */
  readonly app: RunningApp;
}

export const test = base.extend<Fixtures>({
  profilePath: async ({}, use) => {
    const profilePath = await newProfile();
    await use(profilePath);
    await removeProfile(profilePath);
  },
  launch: async ({ profilePath }, use, testInfo) => {
    const launched: RunningApp[] = [];
    await use(async (options) => {
      const app = await launchApp({ profilePath, ...options });
      await app.electronApp
        .context()
        .tracing.start({ screenshots: true, snapshots: true });
      launched.push(app);
      return app;
    });
    for (const app of launched.filter(({ hasEnded }) => !hasEnded)) {
      await keepEvidence(app, testInfo);
      await app.kill();
    }
  },
  app: async ({ launch }, use) => {
    await use(await launch());
  },
});

/** Picture, trace and main-process output of a failed test; what the window says is printed, for logs that keep no pictures. */
async function keepEvidence(
  app: RunningApp,
  testInfo: TestInfo,
): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus) return;
  await app.electronApp
    .context()
    .tracing.stop({ path: testInfo.outputPath("trace.zip") });
  await app.screenshot("at-failure");
  await testInfo.attach("main process", { body: app.mainOutput.join("\n") });
  const said = await app.page.locator("body").innerText();
  process.stdout.write(
    `When "${testInfo.title}" failed, the window said:\n${said}\n`,
  );
}

export { expect };
