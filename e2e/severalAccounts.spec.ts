// Two accounts, drafts that exist, images that were sent before, the order of what waits, and the view of all that was sent.
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { numberedExports } from "./support/exportOfSlices.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath, signInWithBrowser } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");

/** Every number gives another study. */
const exportOf = numberedExports();

async function newCase(
  window: CaseWindow,
  folder: string,
  title: string,
): Promise<void> {
  await window.button("New case").click();
  await dropFiles(window.app, [folder]);
  await window.show("Images");
  await window.waitForImages();
  await window.fillIn({ title, system: "Chest" });
  await window.prepare();
  await window.confirm();
}

test("works with two accounts, each with its own cases", async ({ app }) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await window.button(/^Account: sandbox-demo/).click();
  await window.button("Add another account").click();
  await window.button("Sign in in the browser").click();
  await signInWithBrowser(app, { login: "sandbox-second" });
  await expect(window.button("Account: sandbox-second")).toBeVisible();
  await app.screenshot("1-two-accounts");
  await window.page.keyboard.press("Escape");

  await newCase(window, await exportOf(1), "Of the first account");
  await window.show("Details");
  await window.page.getByRole("combobox", { name: "Account" }).click();
  await window.page.getByRole("option", { name: /sandbox-demo/ }).click();
  await app.screenshot("2-account-chosen");
  await window.show("Check");
  await window.send();
  await window.waitUntilDone();
  const { cases } = await sandbox.state();
  expect(cases.map((item) => item.login)).toEqual(["sandbox-demo"]);
  expect(app.problems).toEqual([]);
});

test("says that an account which is added is there already", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  await window.signIn();
  await window.button(/^Account: sandbox-demo/).click();
  await window.button("Add another account").click();
  await window.button("Sign in in the browser").click();
  await signInWithBrowser(app);
  await expect(
    window.page.getByText("sandbox-demo is signed in twice."),
  ).toBeVisible();
  await app.screenshot("signed-in-twice");
  await window.button("Sign out sandbox-demo").click();
  await expect(
    window.page.getByText("sandbox-demo is signed in twice."),
  ).toHaveCount(0);
  expect(app.problems).toEqual([]);
});

test("adds to a draft, warns of images sent before, and lists what was sent", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  const folder = await exportOf(1);
  await newCase(window, folder, "Baseline");
  await window.send();
  await window.waitUntilDone();

  await window.button("New case").click();
  await dropFiles(app, [folder]);
  await window.show("Images");
  await window.waitForImages();
  await expect(
    window.page.getByText(/3 images of this case were sent before, in “Base/),
  ).toBeVisible();
  await app.screenshot("0-sent-before-line");
  await window.show("Details");
  await window.button("Add to a draft instead…").click();
  await expect(
    window.page.getByRole("listitem").getByText("Baseline"),
  ).toBeVisible();
  await app.screenshot("1-choose-draft");
  await window.button("Add to this draft: Baseline").click();
  await app.screenshot("2-draft-chosen");
  await window.prepare();
  await window.confirm();
  await expect(
    window.page.getByText(/3 images of this case were sent before/),
  ).toBeVisible();
  await app.screenshot("3-sent-before");
  await window.sendAgain();
  await window.waitUntilDone();
  const { cases } = await sandbox.state();
  expect(cases).toHaveLength(1);
  expect(cases[0]?.studies).toHaveLength(2);

  await window.button("Sent cases").click();
  await expect(window.page.getByText("added to a draft")).toBeVisible();
  await expect(window.page.getByText("Done").first()).toBeVisible({
    timeout: 30_000,
  });
  await app.screenshot("4-sent-cases");
  expect(app.problems).toEqual([]);
});

test("says that a draft was deleted before its turn came", async ({ app }) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await newCase(window, await exportOf(1), "Soon gone");
  await window.send();
  await window.waitUntilDone();
  await newCase(window, await exportOf(2), "");
  await window.show("Details");
  await window.button("Add to a draft instead…").click();
  await window.button("Add to this draft: Soon gone").click();
  const { cases } = await sandbox.state();
  await sandbox.deleteCase(cases[0]?.caseId ?? 0);
  await window.show("Check");
  await window.send();
  await expect(
    window.page.getByText("The draft is no longer on the site"),
  ).toBeVisible();
  await app.screenshot("draft-deleted");
});

test("sends what waits in the order the user gives", async ({ app }) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sandbox.setFaults({
    seed: 1,
    rules: [
      {
        route: "storagePut",
        fault: { kind: "delay", ms: 300_000 },
      },
    ],
  });
  for (const number of [1, 2, 3, 4, 5]) {
    await newCase(window, await exportOf(number), `Case ${String(number)}`);
    await window.send();
    await window.show("Upload");
  }
  const queue = window.page.getByRole("region", { name: "Waiting to be sent" });
  await expect(queue.getByRole("listitem")).toHaveCount(3);
  await queue.getByRole("button", { name: /^Case 5/ }).press("Alt+ArrowUp");
  await expect(queue.getByRole("listitem").nth(1)).toContainText("Case 5");
  await queue.getByRole("button", { name: "Actions for Case 5" }).click();
  await app.screenshot("1-queue-menu");
  await window.page.getByRole("menuitem", { name: "Send next" }).click();
  await expect(queue.getByRole("listitem").first()).toContainText("Case 5");
  await app.screenshot("2-queue-order");
  await queue
    .getByRole("listitem")
    .filter({ hasText: "Case 4" })
    .dragTo(queue.getByRole("listitem").first());
  await expect(queue.getByRole("listitem")).toContainText([
    "Case 4",
    "Case 5",
    "Case 3",
  ]);
});
