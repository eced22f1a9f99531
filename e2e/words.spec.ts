// Words about a case: the patient's name does not leave unnoticed, and a formatted discussion arrives as it was written.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  for (const slice of [1, 2, 3])
    await writeFile(
      join(exportFolder, `IM${String(slice)}`),
      ctSlice({
        instanceNumber: slice,
        attributes: { PatientName: "BECHTEREW^VLADIMIR" },
      }),
    );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("holds a typed name back until there is a reason, and sends bold and lists", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  const { page } = window;
  await window.signIn();
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.fillIn({
    title: "Stiff spine",
    system: "Musculoskeletal",
    presentation: "Bechterew for ten years.",
  });
  await expect(page.locator("mark")).toHaveText(["Bechterew"]);
  const finding = page.getByRole("listitem").filter({
    hasText: /Bechterew Stands in the headers of these images/,
  });
  await expect(finding).toBeVisible();

  await page.getByRole("textbox", { name: /^Discussion/ }).click();
  await page.keyboard.type("The spine is ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("stiff");
  await page.keyboard.press("Control+b");
  await page.keyboard.type(" & sore.");
  await page.keyboard.press("Enter");
  await page
    .getByRole("toolbar", { name: "Format Discussion" })
    .getByRole("button", { name: "Bulleted list" })
    .click();
  await page.keyboard.type("Ligaments");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Joints");
  await app.screenshot("1-name-found");

  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  const blocker = page.getByText("1 text with the patient's own words");
  await expect(blocker.first()).toBeVisible();
  await expect(window.button("Send the case")).toBeDisabled();
  await app.screenshot("2-blocked");

  await window.show("Details");
  await finding.getByRole("button", { name: /^Let it stay/ }).click();
  await window.button("Part of a diagnosis").click();
  await expect(page.getByText("stays: Part of a diagnosis")).toBeVisible();
  await window.show("Check");
  await expect(blocker).toHaveCount(0);
  await app.screenshot("3-accepted");
  await window.send();
  await window.waitUntilDone();

  const { cases, rejections } = await sandbox.state();
  expect(rejections).toEqual([]);
  expect(cases).toHaveLength(1);
  expect(cases[0]).toMatchObject({
    presentation: "Bechterew for ten years.",
    body: "<p>The spine is <strong>stiff</strong> &amp; sore.</p><ul><li>Ligaments</li><li>Joints</li></ul>",
  });
  expect(app.problems).toEqual([]);
});
