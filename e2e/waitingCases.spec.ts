// The list of cases says what a case on its way waits for, in the words of its Upload part: the network, a sign-in, a pause. So does
// the tray, and the computer need not stay awake for a long one.
import { startSecureServer } from "../src/testing/secureFront.ts";
import { TestAuthority } from "../src/testing/testCertificates.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { seriousViolations } from "./support/axeCheck.ts";
import {
  canServeHospital,
  HospitalService,
} from "./support/hospitalService.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { keepPictures } from "./support/pictures.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { sendSlices } from "./support/sendSlices.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { startSwitchableLine } from "./support/switchableLine.ts";
import { expect, test } from "./support/test.ts";
import { plugCable } from "./support/troubledComputer.ts";

test.setTimeout(180_000);

/** The same title stands in Upload and in the line of the case, which does not say that it uploads. */
async function expectSaidTwice(
  app: RunningApp,
  title: string,
  picture: string,
): Promise<void> {
  const { page } = app;
  const line = page
    .getByRole("navigation", { name: "Cases" })
    .getByText(new RegExp(`^${title} · \\d+%\\s+sent$`));
  await expect(line).toBeVisible({ timeout: 60_000 });
  await expect(
    page.getByRole("tabpanel").getByText(title, { exact: true }),
  ).toBeVisible();
  await expect(
    page.getByRole("navigation", { name: "Cases" }).getByText(/^Uploading/),
  ).toHaveCount(0);
  await keepPictures(app, picture);
  expect(await seriousViolations(page)).toEqual([]);
}

test("says that the service asks for a pause", async ({ app }) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  const sandbox = new SandboxInspector(app.profilePath);
  await new CaseWindow(app).signIn();
  await sandbox.setFaults({
    seed: 1,
    rules: [
      {
        route: "presign",
        nth: 1,
        fault: { kind: "status", status: 429, retryAfterSeconds: 90 },
      },
    ],
  });
  await sendSlices(app, { number: 1, title: "Too fast" });
  await expectSaidTwice(app, "The service asks for a pause", "pause");
  expect(app.problems).toEqual([]);
});

interface Desktop {
  /** First line of the tray's menu. */
  line: string;
  /** Of the task bar. */
  mode: string;
  isAwake: boolean;
}

/** Listens, in the main process, to what the desktop is told. */
async function watchDesktop(app: RunningApp): Promise<() => Promise<Desktop>> {
  await app.inMain(({ BrowserWindow, powerSaveBlocker, Tray }) => {
    const desktop: Desktop = { line: "", mode: "none", isAwake: false };
    Object.assign(globalThis, { desktop });
    Tray.prototype.setContextMenu = (menu) => {
      desktop.line = menu?.items[0]?.label ?? "";
    };
    for (const window of BrowserWindow.getAllWindows())
      window.setProgressBar = (_fraction, options) => {
        desktop.mode = options?.mode ?? "none";
      };
    powerSaveBlocker.start = () => {
      desktop.isAwake = true;
      return 1;
    };
    powerSaveBlocker.stop = () => {
      desktop.isAwake = false;
      return true;
    };
  });
  return () =>
    app.inMain(
      () => (globalThis as unknown as { readonly desktop: Desktop }).desktop,
    );
}

for (const { length, seconds, isAwake } of [
  { length: "short", seconds: 90, isAwake: true },
  { length: "long", seconds: 7_200, isAwake: false },
])
  test(`tells tray and task bar of a ${length} pause, and ${isAwake ? "stays awake for it" : "lets the computer sleep"}`, async ({
    app,
  }) => {
    test.skip(browserPath === null, "There is no Chromium to sign in with.");
    const sandbox = new SandboxInspector(app.profilePath);
    await new CaseWindow(app).signIn();
    await sandbox.setFaults({
      seed: 1,
      rules: [
        {
          route: "presign",
          nth: 1,
          fault: {
            kind: "status",
            status: 429,
            retryAfterSeconds: seconds,
          },
        },
      ],
    });
    const desktop = await watchDesktop(app);
    await sendSlices(app, { number: 1, title: "Of Mrs Nobody" });
    await expect.poll(desktop, { timeout: 60_000 }).toEqual({
      line: "1 case waits: The service asks for a pause, 0% sent",
      mode: "paused",
      isAwake,
    });
    expect(app.problems).toEqual([]);
  });

test("says that there is no network, and that the network wants a sign-in", async ({
  launch,
  profilePath,
}) => {
  test.skip(!canServeHospital(), "There is no network address or no openssl.");
  const service = await HospitalService.start();
  const strangers = await TestAuthority.create("Guest network");
  const stranger = await startSecureServer(
    await strangers.issue({
      commonName: "guest",
      altNames: [`IP:${service.host}`],
    }),
    (_request, response) => response.end(),
  );
  const line = await startSwitchableLine(stranger.port);
  try {
    await service.writeProfile(profilePath, {
      proxy: {
        kind: "manual",
        address: `http://127.0.0.1:${String(line.port)}`,
        bypass: "",
      },
      trusts: true,
    });
    const app = await launch({ keychain: "none" });
    const window = new CaseWindow(app);
    await expect(window.button(/^Account: sandbox-demo/)).toBeVisible();
    await service.sandbox.admin("POST", "/sandbox/settings", {
      queuedMs: 0,
      dicomProcessingMs: 0,
    });
    await service.sandbox.admin("POST", "/sandbox/faults", {
      seed: 1,
      rules: [{ route: "storagePut", fault: { kind: "delay", ms: 700 } }],
    });
    await sendSlices(app, { number: 1, title: "On the train", sliceCount: 40 });
    const moves = () =>
      expect(window.button(/^On the train/)).toContainText(/Uploading \d+%/, {
        timeout: 60_000,
      });
    await moves();
    await plugCable(app, false);
    line.become("cut");
    await expectSaidTwice(app, "No network", "offline");
    line.become("open");
    await plugCable(app, true);
    await moves();
    line.become("signInPage");
    await expectSaidTwice(app, "The network wants you to sign in", "sign-in");
    line.become("open");
    await window.waitUntilDone();
  } finally {
    await line.close();
    await stranger.close();
    await strangers.remove();
    await service.close();
  }
});

test("says that a case waits for the user to sign in", async ({ app }) => {
  await sendSlices(app, { number: 1, title: "Nobody there" });
  const title = "Sign in to go on";
  const list = app.page.getByRole("navigation", { name: "Cases" });
  await expect(list.getByText(title, { exact: true })).toBeVisible();
  await expect(
    app.page.getByRole("tabpanel").getByText(title, { exact: true }),
  ).toBeVisible();
  await keepPictures(app, "signed-out");
  expect(await seriousViolations(app.page)).toEqual([]);
});
