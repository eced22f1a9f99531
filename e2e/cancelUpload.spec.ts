// What the window says of an upload that the user gave up: what may be on the site, and whose draft it is.
import { CaseWindow } from "./pages/caseWindow.ts";
import { keepPictures } from "./support/pictures.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { beginSlices, sendSlices } from "./support/sendSlices.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");
test.setTimeout(120_000);

test("names the draft that may have been made", async ({ app }) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sandbox.setFaults({
    seed: 1,
    rules: [
      { route: "createCase", fault: { kind: "cut", when: "beforeAnswer" } },
    ],
  });
  await sendSlices(app, { number: 1, title: "Lost its answer" });
  await expect(app.page.getByText("Was the draft made?").first()).toBeVisible({
    timeout: 60_000,
  });
  await window.button("Cancel…").click();
  await window.button("Cancel the upload").click();
  await expect(
    app.page.getByText(/A draft may have been made.*“Lost its answer”/),
  ).toBeVisible({ timeout: 30_000 });
  await expect(window.button("Show my drafts on the site")).toBeVisible();
  await keepPictures(app, "cancelled-in-doubt");
  expect(app.problems).toEqual([]);
});

test("leaves a draft alone that was there before, and says what was added", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sandbox.setSettings({ queuedMs: 0, dicomProcessingMs: 0 });
  await sendSlices(app, { number: 1, title: "There before" });
  await window.waitUntilDone();

  await sandbox.setFaults({
    seed: 1,
    rules: [{ route: "attachStack", nth: 2, fault: { kind: "lostAnswer" } }],
  });
  await beginSlices(app, { number: 2, title: "Added", stackCount: 2 });
  await window.show("Details");
  await window.button("Add to a draft instead…").click();
  await window.button("Add to this draft: There before").click();
  await window.prepare();
  await window.confirm();
  await window.send();
  await window.show("Upload");
  await expect(app.page.getByText("Was the stack added?").first()).toBeVisible({
    timeout: 60_000,
  });
  await window.button("Cancel…").click();
  const question = app.page.getByRole("alertdialog");
  await expect(question).toContainText("The draft was there before and stays");
  await expect(question).not.toContainText("delete");
  await keepPictures(app, "cancel-added-question");
  await window.button("Cancel the upload").click();
  await expect(
    app.page.getByText(
      "The draft was there before and stays. 1 new study and 1 stack were added to it.",
    ),
  ).toBeVisible({ timeout: 30_000 });
  await expect(
    app.page.getByText(/A stack “Axial” may have been added/),
  ).toBeVisible();
  await keepPictures(app, "cancelled-added");
  await window.button("Open the draft").click();
  await expect
    .poll(async () => (await app.openedUrls.all()).at(-1))
    .toMatch(/\/cases\/\d+$/);
  const { cases } = await sandbox.state();
  expect(
    cases.map(({ studies }) => studies.map(({ stacks }) => stacks.length)),
  ).toEqual([[1, 2]]);
  expect(app.problems).toEqual([]);
});
