// Signing in and out: pasted codes, a refusal in the browser, a dead grant in mid-work, a full quota.
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { exportOfSlices } from "./support/exportOfSlices.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath, signInWithBrowser } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");

const exportFolder = exportOfSlices();

/** Brings a case to the point where only Send is missing. */
async function readyToSend(window: CaseWindow): Promise<void> {
  await dropFiles(window.app, [exportFolder()]);
  await window.waitForImages();
  await window.fillIn({ title: "Ready", system: "Chest" });
  await window.prepare();
  await window.confirm();
}

test("signs in with a code that the user pastes", async ({ app }) => {
  const window = new CaseWindow(app);
  await window.button("Account: Sign in").click();
  await window.button("Paste a code instead").click();
  const landing = await signInWithBrowser(app);
  const code = /(?<![\w-])[\w-]{20,}(?![\w-])/.exec(landing.text)?.[0] ?? "";
  const field = window.page.getByRole("textbox", {
    name: "Code from the sign-in page",
  });
  await field.fill("not the code");
  await window.button("Sign in").click();
  await expect(window.page.getByRole("alert").first()).toBeVisible();
  // The code was answered: what else would say so is there by now.
  await expect(window.button("Sign in")).toBeEnabled();
  // Counted at once, since a notice goes by itself.
  expect(
    await window.page.getByText("No code found in that text").count(),
  ).toBe(1);
  await app.screenshot("1-wrong-code");
  await field.fill(` ${code}\n`);
  await window.button("Sign in").click();
  await expect(window.button(/^Account: sandbox-demo/)).toBeVisible();
  await app.screenshot("2-signed-in");
  expect(app.problems).toEqual([]);
});

test("says so when the browser's answer is no", async ({ app }) => {
  const window = new CaseWindow(app);
  await window.button("Account: Sign in").click();
  await window.button("Sign in in the browser").click();
  await signInWithBrowser(app, { decision: "deny" });
  await expect(window.page.getByRole("alert").first()).toBeVisible();
  await app.screenshot("denied");
});

test("keeps the case when the grant dies, and sends it after signing in again", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await readyToSend(window);
  await sandbox.revoke("grant");
  await window.send();
  await expect(window.button("Account: Sign in again")).toBeVisible();
  await expect(window.page.getByText("Sign in to go on").first()).toBeVisible();
  await app.screenshot("1-sign-in-again");
  expect((await sandbox.state()).cases).toHaveLength(0);

  await window.button("Account: Sign in again").click();
  await window.button("Sign in in the browser").click();
  await signInWithBrowser(app);
  await expect(window.button(/^Account: sandbox-demo/)).toBeVisible();
  await window.page.keyboard.press("Escape");
  // By itself: nobody presses Send again.
  await window.show("Upload");
  await window.waitUntilDone();
  expect((await sandbox.state()).cases).toHaveLength(1);
});

test("signs in where the case waits for it, with the panel of the account beside", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await readyToSend(window);
  await sandbox.revoke("grant");
  await window.send();
  await window.show("Upload");
  await window.page
    .getByRole("tabpanel")
    .getByRole("button", { name: "Sign in", exact: true })
    .click();
  await expect(
    window.page.getByText("Come back here; nothing else is needed."),
  ).toBeVisible();
  await app.screenshot("1-panel-beside-the-case");
  await signInWithBrowser(app);
  await expect(window.button(/^Account: sandbox-demo/)).toBeVisible();
  await window.page.keyboard.press("Escape");
  await window.waitUntilDone();
  expect((await sandbox.state()).cases).toHaveLength(1);
});

test("sends by itself what was sent before anybody signed in", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await readyToSend(window);
  await expect(
    window.page.getByText("You are not signed in").first(),
  ).toBeVisible();
  await window.send();
  await expect(window.page.getByText("Sign in to go on").first()).toBeVisible();
  await app.screenshot("1-waits-for-sign-in");
  expect((await sandbox.state()).cases).toHaveLength(0);
  await window.signIn();
  await window.show("Upload");
  await window.waitUntilDone();
  expect((await sandbox.state()).cases).toHaveLength(1);
});

test("explains a full quota before anything is sent", async ({ app }) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await sandbox.setSettings({ allowedDraftCases: 0 });
  await window.signIn();
  await readyToSend(window);
  await app.screenshot("1-quota-full");
  await expect(
    window.page.getByText("No room for another draft").first(),
  ).toBeVisible();
  await window.send();
  await expect(window.page.getByText(/draft/i).first()).toBeVisible();
  await app.screenshot("2-refused");
  const { cases, requests } = await sandbox.state();
  expect(cases).toHaveLength(0);
  expect(requests.map((request) => request.route)).not.toContain("createCase");
});

test("keeps the sign-in over a restart where there is a keychain", async ({
  launch,
}) => {
  const first = await launch();
  await new CaseWindow(first).signIn();
  await first.quit();
  const second = await launch();
  await expect(
    new CaseWindow(second).button(/^Account: sandbox-demo/),
  ).toBeVisible();
});

test("forgets the sign-in at the end where there is no keychain, and says so", async ({
  launch,
}) => {
  const first = await launch({ keychain: "none" });
  const window = new CaseWindow(first);
  await window.signIn();
  await window.button(/^Account: sandbox-demo/).click();
  await expect(
    window.page.getByText("You stay signed in until the app closes"),
  ).toBeVisible();
  await first.screenshot("no-keychain");
  await first.quit();
  const second = await launch({ keychain: "none" });
  await expect(new CaseWindow(second).button("Account: Sign in")).toBeVisible();
});
