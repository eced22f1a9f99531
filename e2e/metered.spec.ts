// On a connection that costs money: how much will be sent stands beside Send, and Send asks once, in place.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { exportOfSlices } from "./support/exportOfSlices.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { expect, test } from "./support/test.ts";

const exportFolder = exportOfSlices();

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

/** Brings a case to the point where only Send is missing. */
async function readyToSend(window: CaseWindow): Promise<void> {
  await dropFiles(window.app, [exportFolder()]);
  await window.waitForImages();
  await window.fillIn({ title: "On the way", system: "Chest" });
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
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
  await readyToSend(window);
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

test("takes the user's word where no system tells", async ({
  launch,
  profilePath,
}) => {
  await writeProfile(profilePath);
  const app = await launch();
  const window = new CaseWindow(app);
  await app.page.keyboard.press("ControlOrMeta+,");
  const said = app.page.getByRole("checkbox", {
    name: /^The connection of this computer is metered/,
  });
  await expect(said).not.toBeChecked();
  await said.click();
  await expect(said).toBeChecked();
  await app.screenshot("1-said");
  await app.page.keyboard.press("Escape");
  await readyToSend(window);
  await window.send();
  await expect(
    app.page.getByRole("group", { name: "This connection may be metered" }),
  ).toBeFocused();
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
  await readyToSend(window);
  await connectBy(app, "cellular");
  await window.send();
  await expect(sendingWasTried(app)).toBeVisible();
});
