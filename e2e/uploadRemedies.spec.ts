// What goes on only because the user said so: without refused images, to a new draft, after signing in.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CaseWindow } from "./pages/caseWindow.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { keepPictures } from "./support/pictures.ts";
import { SandboxInspector, type ArrivedCase } from "./support/sandboxState.ts";
import { sendSlices } from "./support/sendSlices.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";
import { damageCopies } from "./support/troubledComputer.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");
test.setTimeout(120_000);

/** The next attach is refused with these words. */
function refuseAttach(sandbox: SandboxInspector, body: string): Promise<void> {
  const fault = { kind: "status", status: 422, body };
  return sandbox.setFaults({
    seed: 1,
    rules: [{ route: "attachStack", nth: 1, fault }],
  });
}

interface SavedReceipt {
  readonly caseId: number;
  readonly givenUpCaseIds?: readonly number[];
  readonly isComplete: boolean;
  readonly studies: readonly {
    readonly stacks: readonly {
      readonly imageCount: number;
      readonly leftOut?: readonly string[];
      readonly images: readonly { readonly uploadId: number | null }[];
    }[];
  }[];
}

/** Saves the receipt; the system's dialog, which no test can press, answers with a path. */
async function receiptOf(app: RunningApp): Promise<SavedReceipt> {
  const path = join(app.profilePath, "receipt.json");
  await app.inMain(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: false, filePath });
  }, path);
  await app.page.getByRole("button", { name: /^Save the receipt/ }).click();
  const text = () => readFile(path, "utf8").catch(() => "");
  await expect.poll(text).toMatch(/}\n$/);
  return JSON.parse(await text()) as SavedReceipt;
}

/** Upload ids of each stack. */
function stacksOf(arrived: ArrivedCase | undefined): readonly number[][] {
  return (arrived?.studies ?? []).flatMap(({ stacks }) =>
    stacks.map(({ uploads }) => uploads.map(({ uploadId }) => uploadId)),
  );
}

test("sends a stack without the image that the site refused by name", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 0 });
  await refuseAttach(sandbox, "DICOM not anonymized");
  await sendSlices(app, { number: 1, title: "One is refused" });
  const refusal = app.page.getByText("The service found attributes").first();
  await expect(refusal).toBeVisible({ timeout: 30_000 });
  await expect(window.button(/^Leave /)).toHaveCount(0);

  const ids = (await sandbox.state()).uploads.map(({ uploadId }) => uploadId);
  const [first = 0, second = 0, third = 0] = ids;
  await refuseAttach(
    sandbox,
    `Upload ${String(second)}: Key 00100010 not anonymized`,
  );
  await window.button("Try again").click();
  const leave = window.button("Leave 1 image of 3 out");
  await expect(leave).toBeVisible();
  await keepPictures(app, "refused-image");
  expect(stacksOf((await sandbox.state()).cases[0])).toEqual([]);

  await leave.click();
  await window.waitUntilDone();
  expect(await window.account()).toEqual({ found: 3, uploaded: 2, leftOut: 1 });
  await expect(app.page.getByText("Refused by the site")).toBeVisible();
  await keepPictures(app, "refused-image-left-out");
  await window.button("Show files left out").click();
  const list = app.page.getByRole("dialog", { name: "Files left out" });
  await expect(list.getByText("1 refused image")).toBeVisible();
  await expect(list.getByRole("listitem")).toHaveText([
    /^Stack 1 \(Axial\), image 2: Refused by the site\./,
  ]);
  await keepPictures(app, "refused-image-named");
  await list.getByRole("button", { name: "Copy the list" }).click();
  const copied = () => app.inMain(({ clipboard }) => clipboard.readText());
  await expect
    .poll(copied)
    .toContain("Stack 1 (Axial), image 2: Refused by the site.");
  expect(await copied()).not.toContain("slice-");
  await app.page.keyboard.press("Escape");
  const { cases } = await sandbox.state();
  expect(cases).toHaveLength(1);
  expect(stacksOf(cases[0])).toEqual([[first, third]]);
  const receipt = await receiptOf(app);
  expect(receipt.isComplete).toBe(true);
  const [stack] = receipt.studies.flatMap(({ stacks }) => stacks);
  expect(stack?.images.map(({ uploadId }) => uploadId)).toEqual([first, third]);
  expect(stack?.leftOut).toHaveLength(1);
});

test("makes a new draft in place of one that was deleted on the site", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 0 });
  await refuseAttach(sandbox, "DICOM not anonymized");
  await sendSlices(app, { number: 1, title: "Deleted there" });
  const refusal = app.page.getByText("The service found attributes").first();
  await expect(refusal).toBeVisible({ timeout: 30_000 });
  const goneId = (await sandbox.state()).cases[0]?.caseId ?? 0;
  await sandbox.deleteCase(goneId);
  await window.button("Try again").click();
  const makeNew = window.button("Make a new draft and send everything again");
  await expect(makeNew).toBeVisible();
  await keepPictures(app, "draft-gone");

  await makeNew.click();
  await window.waitUntilDone();
  expect(await window.account()).toEqual({ found: 3, uploaded: 3, leftOut: 0 });
  await keepPictures(app, "draft-replaced");
  const { cases } = await sandbox.state();
  expect(cases.map(({ title }) => title)).toEqual(["Deleted there"]);
  expect(stacksOf(cases[0]).map((ids) => ids.length)).toEqual([3]);
  expect(await receiptOf(app)).toMatchObject({
    caseId: cases[0]?.caseId,
    givenUpCaseIds: [goneId],
    isComplete: true,
  });
});

test("offers to sign in first, where nothing goes on without", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sandbox.setFaults({
    seed: 1,
    rules: [{ route: "storagePut", fault: { kind: "delay", ms: 4_000 } }],
  });
  await sendSlices(app, { number: 1, title: "Signed out", sliceCount: 12 });
  await expect
    .poll(async () => {
      const { uploads } = await sandbox.state();
      return uploads.some(({ sizeBytes }) => sizeBytes !== null);
    })
    .toBe(true);
  await sandbox.revoke("grant");
  await expect(app.page.getByText("Sign in to go on").first()).toBeVisible({
    timeout: 30_000,
  });
  const look = (name: string) =>
    app.page
      .getByRole("tabpanel")
      .getByRole("button", { name, exact: true })
      .evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await look("Sign in")).not.toBe(await look("Try again"));
  expect(await look("Try again")).toBe(await look("Open the draft"));
  await keepPictures(app, "sign-in-needed");
});

test("makes a new case of the same files where a prepared copy is damaged", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sandbox.setFaults({
    seed: 1,
    rules: [{ route: "storagePut", fault: { kind: "delay", ms: 2_500 } }],
  });
  await sendSlices(app, {
    number: 1,
    title: "Damaged here",
    sliceCount: 60,
    matrix: 128,
  });
  await window.button("Pause").click();
  expect(await damageCopies(app, 2 * 128 * 128)).toBe(60);
  await window.button("Go on").click();
  const remake = window.button("Make a new case from its files");
  await expect(remake).toBeVisible({ timeout: 30_000 });
  await remake.press("Enter");

  await expect(window.button(/^Damaged here/)).toHaveCount(2);
  await window.show("Images");
  await window.waitForImages();
  await window.show("Details");
  await expect(app.page.getByRole("textbox", { name: /^Title/ })).toHaveValue(
    "Damaged here",
  );
  // Stated anew, and then it goes as any other.
  await sandbox.setFaults({ seed: 1, rules: [] });
  await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 0 });
  await window.prepare();
  await window.confirm();
  await window.sendAgain();
  await window.waitUntilDone();
  expect(await window.account()).toEqual({
    found: 60,
    uploaded: 60,
    leftOut: 0,
  });
});
