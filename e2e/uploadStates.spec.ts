// What a user sees of an upload that rests, with its words; and that one case in trouble does not hold up another.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice, testUID } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");

let folders: string[] = [];

test.afterEach(async () => {
  for (const folder of folders)
    await rm(folder, { recursive: true, force: true });
  folders = [];
});

/** A new case of three slices, sent; every number gives other images. */
async function sendCase(
  window: CaseWindow,
  number: number,
  title: string,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  folders.push(folder);
  for (const slice of [1, 2, 3])
    await writeFile(
      join(folder, `slice-${String(slice)}`),
      ctSlice({
        instanceNumber: slice,
        attributes: {
          SOPInstanceUID: testUID(1000 + 10 * number + slice),
          SeriesInstanceUID: testUID(500 + number),
          StudyInstanceUID: testUID(400 + number),
        },
      }),
    );
  await window.button("New case").click();
  await dropFiles(window.app, [folder]);
  await window.show("Images");
  await window.waitForImages();
  await window.fillIn({ title, system: "Chest" });
  await window.prepare();
  await window.confirm();
  await window.send();
  await window.show("Upload");
}

/** Light, dark, and in the smallest window. */
async function pictures(app: RunningApp, name: string): Promise<void> {
  await app.screenshot(`${name}-light`);
  await app.page.emulateMedia({ colorScheme: "dark" });
  await app.screenshot(`${name}-dark`);
  await app.page.emulateMedia({ colorScheme: "light" });
}

const refusedForItsUID = {
  kind: "status",
  status: 422,
  body: "DICOM not anonymized: Key 00080018 not anonymized",
};

/** Faults that bring a case to rest, and the words it rests with. */
const restingStates = [
  [
    "rate-limited",
    "presign",
    { kind: "status", status: 429, retryAfterSeconds: 90 },
    "The service asks for a pause",
  ],
  [
    "in-doubt-study",
    "createStudy",
    { kind: "lostAnswer" },
    "Was the study added?",
  ],
  [
    "in-doubt-stack",
    "attachStack",
    { kind: "lostAnswer" },
    "Was the stack added?",
  ],
  [
    "refused-attributes",
    "attachStack",
    refusedForItsUID,
    "The service found attributes it does not accept",
  ],
  [
    "stack-failed",
    "attachStack",
    { kind: "silentJobFailure" },
    "The site could not process a stack",
  ],
] as const;

for (const [index, [name, route, fault, words]] of restingStates.entries())
  test(`shows the state ${name} with its words`, async ({ app }) => {
    const window = new CaseWindow(app);
    const sandbox = new SandboxInspector(app.profilePath);
    await window.signIn();
    await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 0 });
    await sandbox.setFaults({ seed: 1, rules: [{ route, nth: 1, fault }] });
    await sendCase(window, index, name);
    await expect(app.page.getByText(words).first()).toBeVisible({
      timeout: 30_000,
    });
    await pictures(app, name);
    expect(app.problems).toEqual([]);
  });

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
  await sendCase(window, 1, "In trouble");
  await expect(
    app.page.getByText("The service found attributes").first(),
  ).toBeVisible({ timeout: 30_000 });
  await sendCase(window, 2, "Goes through");
  await window.waitUntilDone();
  await pictures(app, "one-done-one-stopped");
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
