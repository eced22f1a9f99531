// A kill in mid-upload: the same case goes on, nothing arrives twice, nothing is missing.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { arrivedImages } from "./support/arrivedImages.ts";
import { dropFiles } from "./support/dropFiles.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");
test.setTimeout(180_000);

const sliceCount = 40;
let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  for (let slice = 1; slice <= sliceCount; slice += 1)
    await writeFile(
      join(exportFolder, `slice-${String(slice)}`),
      ctSlice({ instanceNumber: slice }),
    );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

/** Brings a case to the point where it is being sent. */
async function startSending(app: RunningApp): Promise<void> {
  const window = new CaseWindow(app);
  await window.signIn();
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.fillIn({ title: "Killed in the middle", system: "Chest" });
  await window.prepare();
  await window.confirm();
  await window.send();
}

/** Each image takes its time from here on, so that the end comes between the first and the last. */
async function slowTransfers(sandbox: SandboxInspector): Promise<void> {
  await sandbox.setFaults({
    seed: 1,
    rules: [{ route: "storagePut", fault: { kind: "delay", ms: 150 } }],
  });
}

/** The window of the next start, at the upload of the case. */
async function openUpload(app: RunningApp): Promise<CaseWindow> {
  const window = new CaseWindow(app);
  await window
    .button(/^Killed in the middle/)
    .first()
    .click();
  await window.show("Upload");
  return window;
}

test("goes on with the same case after SIGKILL in mid-upload", async ({
  launch,
  profilePath,
}) => {
  const sandbox = new SandboxInspector(profilePath);
  const killed = await launch();
  await slowTransfers(sandbox);
  await startSending(killed);
  await expect.poll(async () => storedCount(sandbox)).toBeGreaterThanOrEqual(6);
  await killed.screenshot("1-sending");
  await killed.kill();

  const again = await launch();
  const window = await openUpload(again);
  await window.waitUntilDone();
  await again.screenshot("2-done-after-restart");
  expect(await window.account()).toEqual({
    found: sliceCount,
    uploaded: sliceCount,
    leftOut: 0,
  });

  const { cases, uploads } = await sandbox.state();
  expect(cases).toHaveLength(1);
  expect(cases[0]?.studies).toHaveLength(1);
  expect(cases[0]?.studies[0]?.stacks).toHaveLength(1);
  const images = await arrivedImages(sandbox, cases[0]?.studies[0]?.stacks[0]);
  expect(images.map((image) => image.instanceNumber)).toEqual(
    Array.from({ length: sliceCount }, (_, index) => index + 1),
  );
  expect(uploads).toHaveLength(sliceCount);
  expect(again.problems).toEqual([]);
});

for (const route of ["createCase", "createStudy", "attachStack"])
  test(`asks what became of ${route} after SIGKILL in the middle of it, and makes nothing twice`, async ({
    launch,
    profilePath,
  }) => {
    const sandbox = new SandboxInspector(profilePath);
    const killed = await launch();
    await sandbox.setFaults({
      seed: 1,
      rules: [{ route, nth: 1, fault: { kind: "delay", ms: 60_000 } }],
    });
    await startSending(killed);
    await expect
      .poll(async () =>
        (await sandbox.state()).requests.some((seen) => seen.route === route),
      )
      .toBe(true);
    await killed.kill();

    const again = await launch();
    const window = await openUpload(again);
    await window.button("It is not there, send it again").click();
    await window.waitUntilDone();
    const { cases, uploads } = await sandbox.state();
    expect(cases).toHaveLength(1);
    expect(
      cases[0]?.studies.map(({ stacks }) =>
        stacks.map((stack) => stack.uploads.length),
      ),
    ).toEqual([[sliceCount]]);
    expect(uploads).toHaveLength(sliceCount);
    expect(again.problems).toEqual([]);
  });

test("ends without a question on SIGTERM in mid-upload, and goes on with the same case", async ({
  launch,
  profilePath,
}) => {
  const sandbox = new SandboxInspector(profilePath);
  const ended = await launch();
  await slowTransfers(sandbox);
  await startSending(ended);
  await expect.poll(async () => storedCount(sandbox)).toBeGreaterThanOrEqual(4);
  // The process that the launcher started may be another one than the app's.
  const pid = await ended.inMain(() => process.pid);
  process.kill(pid, "SIGTERM");
  await ended.waitForEnd();

  const again = await launch();
  const window = await openUpload(again);
  await window.waitUntilDone();
  const { cases, uploads } = await sandbox.state();
  expect(cases).toHaveLength(1);
  expect(uploads).toHaveLength(sliceCount);
});

test("stays paused over SIGKILL until the user goes on", async ({
  launch,
  profilePath,
}) => {
  const sandbox = new SandboxInspector(profilePath);
  const killed = await launch();
  await slowTransfers(sandbox);
  await startSending(killed);
  await expect.poll(async () => storedCount(sandbox)).toBeGreaterThanOrEqual(4);
  await new CaseWindow(killed).button("Pause").click();
  await new CaseWindow(killed).button("Go on").waitFor();
  await killed.kill();

  const again = await launch();
  const window = await openUpload(again);
  await window.button("Go on").waitFor();
  await again.screenshot("paused-after-restart");
  const stored = await storedCount(sandbox);
  expect(stored).toBeLessThan(sliceCount);
  await window.button("Go on").click();
  await window.waitUntilDone();
  expect((await sandbox.state()).cases).toHaveLength(1);
});

async function storedCount(sandbox: SandboxInspector): Promise<number> {
  const { uploads } = await sandbox.state();
  return uploads.filter((upload) => upload.sizeBytes !== null).length;
}
