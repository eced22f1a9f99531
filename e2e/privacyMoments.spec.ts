// A name in the pixels and a name that was typed and accepted: at no moment of a case does either lie readable on the disk.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { filesBelow, filesHolding } from "./support/filesOnDisk.ts";
import {
  newProfile,
  removeProfile,
  type RunningApp,
} from "./support/launchApp.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";
import { slowWorkers } from "./support/troubledComputer.ts";
import {
  cineColumns,
  cineFrame,
  nameBox,
  ultrasoundCine,
} from "./support/ultrasoundCine.ts";

test.setTimeout(240_000);

const planted = {
  names: ["PLANTEDNAME", "PLANTEDJÜRGEN", "PLANTED-4711"],
  patterns: [rowOfName()],
};

/** The pixels of one row through the letters of the burned-in name. */
function rowOfName(): Buffer {
  const row = nameBox.top + (nameBox.height >> 1);
  const start = row * cineColumns + nameBox.left;
  return Buffer.from(cineFrame(0).subarray(start, start + nameBox.width));
}

let folder = "";
let profilePath = "";
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  const cine = ultrasoundCine({
    attributes: {
      PatientName: "PLANTEDNAME^PLANTEDJÜRGEN",
      PatientID: "PLANTED-4711",
    },
  });
  await writeFile(join(folder, "CINE"), cine);
  // What is looked for is there to be found.
  expect(await filesHolding(folder, planted)).toEqual(["CINE"]);
  profilePath = await newProfile();
  await mkdir(join(profilePath, "tmp"));
});
test.afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await removeProfile(profilePath);
});

const cases = () => join(profilePath, "user-data", "cases");

/** What was sent to the practice service has what the user let stay. */
async function expectNothingReadable(moment: string): Promise<void> {
  const found = await filesHolding(profilePath, planted);
  const elsewhere = found.filter((name) => !/user-data.sandbox/.test(name));
  expect(elsewhere, moment).toEqual([]);
}

async function copies(): Promise<readonly string[]> {
  return (await filesBelow(cases())).filter((path) => path.endsWith(".dcm"));
}

/** Looks again and again until the words are on the screen. */
async function lookUntil(
  app: RunningApp,
  words: RegExp,
  moment: string,
): Promise<void> {
  const shown = app.page.getByText(words).first();
  for (let looks = 0; looks < 300; looks += 1) {
    await expectNothingReadable(moment);
    if (await shown.isVisible()) return;
  }
  throw new Error(`It never came to ${String(words)}.`);
}

async function maskAll(window: CaseWindow): Promise<void> {
  await window.page
    .getByRole("button", { name: /Text in the picture at/ })
    .click();
  await window.page.getByRole("button", { name: /^Mask (it|all)/ }).click();
  await window.page.keyboard.press("Escape");
}

test("leaves neither a burned-in nor an accepted name readable at any moment of a case", async ({
  launch,
}) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  const temporary = join(profilePath, "tmp");
  const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const start = () => launch({ profilePath, env });

  const searching = await start();
  let window = new CaseWindow(searching);
  await dropFiles(searching, [folder]);
  await window.waitForImages();
  await expectNothingReadable("after the drop");
  await window.fillIn({
    title: "Burned in",
    system: "Chest",
    presentation: "PLANTEDNAME for ten years.",
  });
  await window.show("Check");
  await window.button("Prepare the images").click();
  await lookUntil(searching, /text was found in its pixels/, "while searched");
  expect(await copies()).toEqual([]);
  await searching.kill();
  await expectNothingReadable("killed before it was masked");

  const preparing = await start();
  window = new CaseWindow(preparing);
  await window.button(/^Burned in/).click();
  await window.waitForImages();
  await window.show("Check");
  await window.button("Prepare the images").click();
  await expect(
    preparing.page.getByText(/text was found in its pixels/),
  ).toBeVisible({ timeout: 90_000 });
  expect(await copies()).toEqual([]);
  await slowWorkers(preparing, 1_500);
  // What was asked for goes on by itself.
  await maskAll(window);
  await window.show("Check");
  await expect(preparing.page.getByText(/^\d+ of \d+ images, /)).toBeVisible();
  await expectNothingReadable("while prepared");
  await preparing.kill();
  await expectNothingReadable("killed while prepared");

  const sending = await start();
  window = new CaseWindow(sending);
  await window.signIn();
  await window.button(/^Burned in/).click();
  await window.waitForImages();
  await window.show("Check");
  await window.button("Prepare the images").click();
  await lookUntil(sending, /prepared and checked/, "until prepared");
  expect(await copies()).not.toEqual([]);
  await window.confirm();
  await window.show("Details");
  await sending.page
    .getByRole("listitem")
    .filter({ hasText: /PLANTEDNAME Stands in the headers/ })
    .getByRole("button", { name: /^Let it stay/ })
    .click();
  await window.button("Part of a diagnosis").click();
  await window.show("Check");
  await new SandboxInspector(profilePath).setFaults({
    seed: 1,
    rules: [{ route: "storagePut", fault: { kind: "delay", ms: 1_500 } }],
  });
  await window.send();
  await expect(window.button("Pause")).toBeVisible();
  await expectNothingReadable("while sent");
  const journals = (await filesBelow(cases())).filter((path) =>
    path.endsWith("journal.jsonl"),
  );
  expect(journals).toHaveLength(1);
  expect(await readFile(journals[0] ?? "", "utf8")).toContain("planSealed");
  await sending.kill();
  await expectNothingReadable("killed while sent");

  const done = await start();
  window = new CaseWindow(done);
  await window.button(/^Burned in/).click();
  await window.waitUntilDone();
  await expectNothingReadable("when done");
  await expect.poll(copies).toEqual([]);
  const { cases: arrived } = await new SandboxInspector(profilePath).state();
  expect(arrived.map(({ presentation }) => presentation)).toEqual([
    "PLANTEDNAME for ten years.",
  ]);
  await window.button(/^Burned in/).click({ button: "right" });
  await done.page.getByRole("menuitem", { name: /^Forget this case/ }).click();
  await window.button("Forget the case").click();
  await expect.poll(() => filesBelow(cases())).toEqual([]);
  await expectNothingReadable("when forgotten");
  await done.quit();
  await expectNothingReadable("at the end");
  expect(done.mainOutput.join("\n")).not.toContain("PLANTED");
});
