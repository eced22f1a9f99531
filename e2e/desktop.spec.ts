// What the desktop around the window is told of uploads: tray, task bar, badge, notifications; and an app that was started without a window.
import type { Menu } from "electron";
import { CaseWindow } from "./pages/caseWindow.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { sendSlices } from "./support/sendSlices.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");

interface Told {
  readonly menus: (readonly string[])[];
  readonly bars: number[];
  readonly badges: number[];
  readonly notes: string[];
  readonly questions: string[];
}

/** Listens, in the main process, to what the app tells the desktop. Questions are answered with the first button. */
async function listen(app: RunningApp): Promise<() => Promise<Told>> {
  await app.inMain(
    ({ app: main, BrowserWindow, dialog, Notification, Tray }) => {
      const told: Told = {
        menus: [],
        bars: [],
        badges: [],
        notes: [],
        questions: [],
      };
      Object.assign(globalThis, { told });
      Tray.prototype.setContextMenu = (menu) => {
        Object.assign(globalThis, { trayMenu: menu });
        told.menus.push(menu?.items.map(({ label }) => label) ?? []);
      };
      Notification.isSupported = () => true;
      Notification.prototype.show = function (this: Notification) {
        told.notes.push(`${this.title}: ${this.body}`);
      };
      main.setBadgeCount = (count = 0) => {
        told.badges.push(count);
        return true;
      };
      for (const window of BrowserWindow.getAllWindows()) {
        window.setProgressBar = (fraction) => {
          told.bars.push(fraction);
        };
        // As if the user looked away.
        window.isFocused = () => false;
      }
      dialog.showMessageBox = (...given: readonly unknown[]) => {
        const { message } = given.at(-1) as { readonly message: string };
        told.questions.push(message);
        return Promise.resolve({ response: 0, checkboxChecked: false });
      };
    },
  );
  return () =>
    app.inMain(() => (globalThis as unknown as { readonly told: Told }).told);
}

test("tells task bar, badge, tray and notifications where sending stands, and nothing of patient or case", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  const told = await listen(app);
  await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 0 });
  await sandbox.setFaults({
    seed: 1,
    rules: [{ route: "storagePut", fault: { kind: "delay", ms: 6_000 } }],
  });
  await sendSlices(app, { number: 1, title: "Of Mrs Nobody" });
  await expect
    .poll(async () => (await told()).menus.at(-1)?.[0])
    .toMatch(/^Sending 1 case, \d+%$/);
  expect((await told()).menus.at(-1)?.slice(2)).toEqual([
    "Open Casedrop",
    "Pause all",
    "Resume all",
    "",
    "Quit",
  ]);
  await app.inMain(({ app: main }) => {
    main.quit();
  });
  await expect
    .poll(async () => (await told()).questions)
    .toEqual(["A case is still being sent."]);
  await window.waitUntilDone();
  await expect
    .poll(async () => (await told()).notes)
    .toEqual([
      "Casedrop: All images of a case were sent. The site is processing them.",
      "Casedrop: A case is done.",
    ]);
  await expect
    .poll(async () => (await told()).menus.at(-1)?.[0])
    .toBe("Nothing to send");

  // The same account: the next case is refused.
  await sandbox.setFaults({
    seed: 1,
    rules: [
      {
        route: "attachStack",
        nth: 1,
        fault: { kind: "status", status: 422, body: "DICOM not anonymized" },
      },
    ],
  });
  await sendSlices(app, { number: 2, title: "Of Mr Nobody" });
  await expect
    .poll(async () => (await told()).notes, { timeout: 30_000 })
    .toContain("Casedrop: A case needs your attention.");
  const { bars, badges, notes, menus } = await told();
  expect(Math.max(...bars)).toBeLessThanOrEqual(1);
  expect(bars.some((fraction) => fraction > 0)).toBe(true);
  expect(notes).toHaveLength(3);
  expect(new Set(badges)).toEqual(new Set([0, 1]));
  expect(badges.at(-1)).toBe(1);
  expect(menus.at(-1)?.[0]).toBe("1 needs your attention");
  expect(JSON.stringify([notes, menus])).not.toMatch(/nobody|FIXTURE|FIX-1/i);
});

/** The user closes the window while a case is sent, and an app that has nothing left to do ends at once instead of in a while. */
async function hideWindow(app: RunningApp): Promise<void> {
  await app.inMain(({ BrowserWindow }) => {
    const inTime = globalThis.setTimeout;
    globalThis.setTimeout = ((action: () => void, ms?: number) =>
      inTime(action, ms === 5_000 ? 0 : ms)) as typeof setTimeout;
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
}

async function clickInTray(app: RunningApp, label: string): Promise<void> {
  await app.inMain((_, wanted) => {
    const { trayMenu } = globalThis as unknown as { readonly trayMenu: Menu };
    trayMenu.items.find((item) => item.label === wanted)?.click();
  }, label);
}

test("stays without a window while a case is paused from the tray or needs the user, and ends once all is sent", async ({
  launch,
  profilePath,
}) => {
  test.setTimeout(120_000);
  const app = await launch();
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(profilePath);
  await window.signIn();
  const told = await listen(app);
  const menuLine = async () => (await told()).menus.at(-1)?.[0];
  await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 0 });
  await sandbox.setFaults({
    seed: 1,
    rules: [
      { route: "storagePut", fault: { kind: "delay", ms: 6_000 } },
      {
        route: "attachStack",
        nth: 1,
        fault: { kind: "status", status: 422, body: "DICOM not anonymized" },
      },
    ],
  });
  await sendSlices(app, { number: 1, title: "Paused from the tray" });
  await expect.poll(menuLine).toMatch(/^Sending 1 case/);
  await hideWindow(app);
  await clickInTray(app, "Pause all");
  await expect.poll(menuLine).toBe("1 paused");
  await clickInTray(app, "Resume all");
  await expect
    .poll(menuLine, { timeout: 60_000 })
    .toBe("1 needs your attention");
  await clickInTray(app, "Open Casedrop");
  await sandbox.setFaults({
    seed: 1,
    rules: [{ route: "attachStack", fault: { kind: "delay", ms: 6_000 } }],
  });
  await window.button("Try again").click();
  await expect.poll(menuLine).toMatch(/^Sending 1 case/);
  await hideWindow(app);
  await app.waitForEnd();

  await launch();
  const { cases } = await sandbox.state();
  expect(cases.map(({ uploadFinishedAtMs }) => uploadFinishedAtMs)).toEqual([
    expect.any(Number),
  ]);
});

test("started without a window, finishes what was being sent and ends", async ({
  launch,
  profilePath,
}) => {
  test.setTimeout(120_000);
  const sandbox = new SandboxInspector(profilePath);
  const killed = await launch();
  await new CaseWindow(killed).signIn();
  await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 0 });
  await sandbox.setFaults({
    seed: 1,
    rules: [{ route: "storagePut", fault: { kind: "delay", ms: 5_000 } }],
  });
  await sendSlices(killed, { number: 1, title: "Finished unseen" });
  // Not before: a kill while the draft or its study is made leaves a question that only the user can answer.
  await expect
    .poll(async () => {
      const { requests } = await sandbox.state();
      return requests.some(({ route }) => route === "storagePut");
    })
    .toBe(true);
  await killed.kill();

  const hidden = await launch({ args: ["--hidden"] });
  expect(
    await hidden.inMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isVisible()),
    ),
  ).toEqual([false]);
  await hidden.waitForEnd();

  const again = await launch();
  const window = new CaseWindow(again);
  await window.button(/^Finished unseen/).click();
  await window.waitUntilDone();
  const { cases } = await sandbox.state();
  expect(
    cases.map(({ title, uploadFinishedAtMs, studies }) => [
      title,
      uploadFinishedAtMs !== null,
      studies.flatMap(({ stacks }) => stacks.map((s) => s.uploads.length)),
    ]),
  ).toEqual([["Finished unseen", true, [3]]]);
});
