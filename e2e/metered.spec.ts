// On a connection that costs money: how much will be sent stands beside Send, and Send asks once, in place.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { expect, test } from "./support/test.ts";

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  for (const slice of [1, 2, 3])
    await writeFile(
      join(exportFolder, `slice-${String(slice)}`),
      ctSlice({ instanceNumber: slice }),
    );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

/** For a service that is not on this computer; nobody listens there, and nobody is signed in. */
async function writeProfile(profilePath: string): Promise<void> {
  const folder = join(profilePath, "user-data");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "settings.json"),
    JSON.stringify({
      version: 1,
      serviceInUse: "radiopaedia",
      radiopaedia: { origin: "https://127.0.0.1:9", clientId: "nobody" },
      network: { proxy: { kind: "none" } },
    }),
  );
}

/** Stands in for what Chromium says of the connection. */
function connectBy(app: RunningApp, type: string): Promise<void> {
  return app.page.evaluate((told) => {
    const before = (navigator as { connection?: EventTarget }).connection;
    Object.defineProperty(navigator, "connection", {
      configurable: true,
      value: Object.assign(new EventTarget(), { type: told }),
    });
    before?.dispatchEvent(new Event("change"));
  }, type);
}

/** Where nobody is signed in the case rests with these words, in its Upload part. */
function sendingWasTried(app: RunningApp) {
  return app.page.getByText("Sign in to go on").first();
}

test("says what a metered connection will carry, and asks once before sending", async ({
  launch,
  profilePath,
}) => {
  await writeProfile(profilePath);
  const app = await launch();
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.fillIn({ title: "On the way", system: "Chest" });
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  const line = app.page.getByText(
    /^This connection may be metered: .+ sent\.$/,
  );
  const question = app.page.getByRole("group", {
    name: "This connection may be metered",
  });
  await expect(window.button("Send the case")).toBeEnabled();
  await expect(line).toBeHidden();

  await connectBy(app, "cellular");
  await expect(line).toContainText(/metered: [\d.]+ kB will be sent/);
  await app.screenshot("1-line");
  await window.send();
  await expect(question).toBeFocused();
  await expect(window.button("Send the case")).toBeDisabled();
  await app.screenshot("2-question");
  await window.button("Not now").click();
  await expect(question).toBeHidden();
  await expect(sendingWasTried(app)).toBeHidden();
  await window.send();
  await window.button("Send now").click();
  await expect(sendingWasTried(app)).toBeVisible();
  expect(app.problems).toEqual([]);
});

test("does not ask where the user chose so", async ({
  launch,
  profilePath,
}) => {
  await writeProfile(profilePath);
  const app = await launch();
  const window = new CaseWindow(app);
  await app.page.keyboard.press("ControlOrMeta+,");
  const choice = app.page.getByRole("checkbox", {
    name: /^Ask before sending on a metered connection/,
  });
  await expect(choice).toBeChecked();
  await app.screenshot("1-choice");
  await choice.click();
  await expect(choice).not.toBeChecked();
  await app.page.keyboard.press("Escape");
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await connectBy(app, "cellular");
  await window.fillIn({ title: "On the way", system: "Chest" });
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await window.send();
  await expect(sendingWasTried(app)).toBeVisible();
});
