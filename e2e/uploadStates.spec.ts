// What a user sees of an upload in each of its states, with its words; and that one case in trouble does not hold up another.
import { readdir, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { CaseWindow } from "./pages/caseWindow.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { keepPictures } from "./support/pictures.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { beginSlices, sendSlices } from "./support/sendSlices.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");
test.setTimeout(180_000);

const refusedForItsUID = {
  kind: "status",
  status: 422,
  body: "DICOM not anonymized: Key 00080018 not anonymized",
};

/** Faults that bring a case to rest, and the words it rests with. The last one holds back every case. */
const restingStates = [
  [
    "in-doubt-case",
    [{ route: "createCase", fault: { kind: "cut", when: "beforeAnswer" } }],
    "Was the draft made?",
  ],
  [
    "in-doubt-study",
    [{ route: "createStudy", nth: 1, fault: { kind: "lostAnswer" } }],
    "Was the study added?",
  ],
  [
    "in-doubt-stack",
    [{ route: "attachStack", nth: 1, fault: { kind: "lostAnswer" } }],
    "Was the stack added?",
  ],
  [
    "refused-attributes",
    [{ route: "attachStack", nth: 1, fault: refusedForItsUID }],
    "The service found attributes it does not accept",
  ],
  [
    "stack-failed",
    [{ route: "attachStack", nth: 1, fault: { kind: "silentJobFailure" } }],
    "The site could not process a stack",
  ],
  [
    "clock-wrong",
    [
      { route: "createCase", fault: { kind: "status", status: 401 } },
      { route: "*", fault: { kind: "clockSkew", ms: 7_200_000 } },
    ],
    "The clock of this computer is wrong",
  ],
  [
    "connection-lost",
    [{ route: "storagePut", fault: { kind: "cut", when: "midBody" } }],
    "Trying again by itself in",
  ],
  [
    "rate-limited",
    [
      {
        route: "presign",
        nth: 1,
        fault: { kind: "status", status: 429, retryAfterSeconds: 90 },
      },
    ],
    "The service asks for a pause",
  ],
] as const;

test("shows why a case rests, and what helps", async ({ app }) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 0 });
  for (const [index, [name, rules, words]] of restingStates.entries()) {
    await sandbox.setFaults({ seed: 1, rules });
    await sendSlices(app, { number: index + 1, title: name });
    await expect(app.page.getByText(words).first()).toBeVisible({
      timeout: 30_000,
    });
    await keepPictures(app, name);
  }
  expect(app.problems).toEqual([]);
});

test("shows a case on its way, at rest and at its end", async ({ app }) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  const see = async (name: string, words: string | RegExp) => {
    await expect(app.page.getByText(words).first()).toBeVisible();
    await keepPictures(app, name);
  };
  await window.signIn();
  await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 600_000 });
  await sandbox.setFaults({
    seed: 1,
    rules: [{ route: "storagePut", fault: { kind: "delay", ms: 2_500 } }],
  });

  await sendSlices(app, {
    number: 1,
    title: "On its way",
    sliceCount: 60,
    matrix: 128,
  });
  await see("sending", /\/s · .* left/);
  await sendSlices(app, {
    number: 2,
    title: "Beside it",
    sliceCount: 60,
  });
  await sendSlices(app, { number: 3, title: "Waits its turn" });
  await see("waiting", "Waiting for its turn");

  await window.button(/^On its way/).click();
  await window.button("Pause").click();
  await see("paused", /^Paused at/);
  await expect(app.page.getByText(/left/)).toHaveCount(0);
  expect(await damageCopies(app, 2 * 128 * 128)).toBe(60);
  await window.button("Go on").click();
  await see("spool-changed", "A prepared image is damaged");
  await window.button("Cancel…").click();
  await window.button("Cancel the upload").click();
  await see("cancelled", "The upload was cancelled");

  await sandbox.setFaults({ seed: 1, rules: [] });
  await window.button(/^Waits its turn/).click();
  await see("sent", /The site shows images some minutes/);
  await expect(window.button("Pause")).toHaveCount(0);
  expect(app.problems).toEqual([]);
});

/** Cuts off the prepared copies of at least so many bytes; how many there were. */
async function damageCopies(app: RunningApp, bytes: number): Promise<number> {
  const root = join(app.profilePath, "user-data");
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  let damaged = 0;
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    if (!parentPath.includes("spool") || (await stat(path)).size < bytes)
      continue;
    await truncate(path, 100);
    damaged += 1;
  }
  return damaged;
}

test("shows files that are gone, and a disk that is full", async ({ app }) => {
  const window = new CaseWindow(app);
  await window.signIn();
  const folder = await beginSlices(app, { number: 1, title: "Taken away" });
  await rm(folder, { recursive: true });
  await window.show("Check");
  await window.button("Prepare the images").click();
  await expect(
    app.page.getByText("3 files could not be reached").first(),
  ).toBeVisible();
  await keepPictures(app, "source-vanished");

  await beginSlices(app, { number: 2, title: "No room" });
  await window.prepare();
  await window.confirm();
  await fillDisk(app);
  await window.send();
  await expect(app.page.getByText("The disk is full").first()).toBeVisible();
  await keepPictures(app, "disk-full");
});

/** From now on the main process gets no byte onto the disk. */
function fillDisk(app: RunningApp): Promise<void> {
  return app.electronApp.evaluate(() => {
    const fs = process.getBuiltinModule("fs");
    const { syncBuiltinESMExports } = process.getBuiltinModule("module");
    const full = () =>
      Promise.reject(
        Object.assign(new Error("ENOSPC"), { code: "ENOSPC" as const }),
      );
    const { open } = fs.promises;
    fs.promises.open = async (path, flags, mode) =>
      flags === undefined || flags === "r"
        ? open(path, flags, mode)
        : await full();
    fs.promises.writeFile = full;
    syncBuiltinESMExports();
  });
}

test("does not hold up one case while another is in trouble", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sandbox.setFaults({
    seed: 1,
    rules: [{ route: "attachStack", nth: 1, fault: refusedForItsUID }],
  });
  await sendSlices(app, { number: 1, title: "In trouble" });
  await expect(
    app.page.getByText("The service found attributes").first(),
  ).toBeVisible({ timeout: 30_000 });
  await sendSlices(app, { number: 2, title: "Goes through" });
  await window.waitUntilDone();
  await keepPictures(app, "one-done-one-stopped");
  const { cases } = await sandbox.state();
  expect(
    cases.map(({ title, uploadFinishedAtMs }) => [
      title,
      uploadFinishedAtMs !== null,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ["In trouble", false],
      ["Goes through", true],
    ]),
  );
});
