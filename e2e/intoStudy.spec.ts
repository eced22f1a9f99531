// Stacks added to a study of a draft that this app sent before, and what happens when that study is gone.
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { numberedExports } from "./support/exportOfSlices.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");

/** Every number gives another study. */
const exportOf = numberedExports();

/** Drops files into a new case. */
async function dropNew(window: CaseWindow, number: number): Promise<void> {
  await window.button("New case").click();
  await dropFiles(window.app, [await exportOf(number)]);
  await window.show("Images");
  await window.waitForImages();
}

/** A draft with one study of one stack, sent by this app. */
async function sendBaseline(window: CaseWindow): Promise<void> {
  await dropNew(window, 1);
  await window.fillIn({ title: "Begun here", system: "Chest" });
  await window.page
    .getByRole("textbox", { name: /^Caption/ })
    .fill("Before treatment");
  await window.prepare();
  await window.confirm();
  await window.send();
  await window.waitUntilDone();
}

/** A case whose only study goes into that of the draft, up to the button that sends it. */
async function addToBaseline(window: CaseWindow): Promise<void> {
  await dropNew(window, 2);
  await window.show("Details");
  await window.button("Add to a draft instead…").click();
  await window.button("Add to this draft: Begun here").click();
  await expect(
    window.page.getByText("A new study is made in the draft"),
  ).toBeVisible();
  await window.page
    .getByRole("combobox", { name: "Study 1 goes into" })
    .click();
  await window.page
    .getByRole("option", { name: /CT, Before treatment \(study \d+\)/ })
    .click();
  await expect(
    window.page.getByText(/Its stacks are added to CT, Before treatment/),
  ).toBeVisible();
  await window.prepare();
  await window.confirm();
  await expect(
    window.page.getByText(
      /1 stack of it goes into CT, Before treatment \(study \d+\), which is there already/,
    ),
  ).toBeVisible();
}

test("adds a stack to a study of a draft, at a full quota too", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sendBaseline(window);
  await sandbox.setSettings({ allowedDraftCases: 1 });
  await addToBaseline(window);
  await app.screenshot("1-what-will-happen");
  await window.show("Details");
  await app.screenshot("2-study-chosen");
  await window.show("Check");
  await window.send();
  await window.waitUntilDone();
  const { cases } = await sandbox.state();
  expect(
    cases.map(({ studies }) =>
      studies.map(({ caption, stacks }) => [
        caption,
        stacks.map(({ uploads }) => uploads.length),
      ]),
    ),
  ).toEqual([[["Before treatment", [3, 3]]]]);
  expect(app.problems).toEqual([]);
});

test("says that the study is gone, and makes a new one on request", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await sendBaseline(window);
  await addToBaseline(window);
  const { cases } = await sandbox.state();
  const [draft] = cases;
  await sandbox.deleteStudy(
    draft?.caseId ?? 0,
    draft?.studies[0]?.studyId ?? 0,
  );
  await window.send();
  await expect(
    window.page.getByText("The study is no longer in the draft"),
  ).toBeVisible({ timeout: 30_000 });
  await app.screenshot("study-gone");
  await window.button("Make a new study instead").click();
  await window.waitUntilDone();
  const after = await sandbox.state();
  expect(
    after.cases.map(({ studies }) =>
      studies.map(({ stacks }) => stacks.map(({ uploads }) => uploads.length)),
    ),
  ).toEqual([[[3]]]);

  // What was found gone is offered no more.
  await dropNew(window, 3);
  await window.show("Details");
  await window.button("Add to a draft instead…").click();
  await window.button("Add to this draft: Begun here").click();
  await window.page
    .getByRole("combobox", { name: "Study 1 goes into" })
    .click();
  await expect(window.page.getByRole("option")).toHaveCount(2);
  expect(app.problems).toEqual([]);
});
