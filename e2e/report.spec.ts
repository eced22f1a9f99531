// The report of a case: saved from Check and after sending, as a page and as JSON, without anything that the headers say.
import { chromium } from "@playwright/test";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DeidReport } from "../src/core/model/deidReport.ts";
import { deidReportSchema } from "../src/core/upload/deidReportSchema.ts";
import { testUID } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { isRootOnLinux, type RunningApp } from "./support/launchApp.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";
import { cineFrames, ultrasoundCine } from "./support/ultrasoundCine.ts";

/** What the headers of the cine say, and the name as it is printed into the pixels. */
const headerValues = [
  "FIXTURE",
  "ANNA",
  "FIX-1",
  "19700101",
  "1970-01-01",
  "20240131",
  "2024-01-31",
  "101500",
  "054Y",
  "US abdomen",
  "Liver cine",
  "Casedrop tests",
  testUID(82),
  testUID(83),
  testUID(84, 1),
];

let exportFolder: string;
test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  await writeFile(join(exportFolder, "CINE"), ultrasoundCine());
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("saves what was done from Check and after sending, and says nothing of the patient", async ({
  app,
}, testInfo) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  test.setTimeout(180_000);
  const window = new CaseWindow(app);
  await window.signIn();
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.fillIn({ title: "Haemangioma of the liver", system: "Chest" });
  await window.show("Check");
  const blocker = app.page.getByRole("button", {
    name: /Text in the picture at/,
  });
  await blocker.click({ timeout: 90_000 });
  await app.page.getByRole("button", { name: /^Mask (it|all)/ }).click();
  await expect(blocker).toHaveCount(0);
  await app.page.keyboard.press("Escape");
  await window.prepare();

  const done = app.page.getByRole("region", { name: "What was done" });
  await expect(done).toContainText("8 images painted over under masks");
  await expect(done).toContainText("1 place masked");
  await pictures(app, "what-was-done");
  const page = await savedFrom(app, testInfo.outputPath("checked.html"));
  const before = await savedFrom(app, testInfo.outputPath("checked.json"));
  expect(readReport(before)).toMatchObject({
    ...expectedReport,
    confirmations: { permission: false, imagesChecked: false, licence: false },
  });
  expect(page).toContain("<h1>De-identification report</h1>");

  await window.acceptWhatIsAsked();
  await window.confirm();
  await window.send();
  await window.waitUntilDone();
  const sent = await savedFrom(app, testInfo.outputPath("sent.json"));
  const sentPage = await savedFrom(app, testInfo.outputPath("sent.html"));
  expect(readReport(sent)).toMatchObject({
    ...expectedReport,
    confirmations: { permission: true, imagesChecked: true, licence: true },
  });
  for (const text of [page, before, sent, sentPage])
    for (const value of headerValues)
      expect(text.toLowerCase()).not.toContain(value.toLowerCase());
  await pagePictures(testInfo.outputPath("sent.html"));
  expect(app.problems).toEqual([]);
});

/** Fails on anything that the format does not know. */
function readReport(text: string): DeidReport {
  return deidReportSchema.parse(JSON.parse(text));
}

const expectedReport = {
  casedropReport: 1,
  account: {
    found: 1,
    uploaded: 1,
    leftOut: 0,
    leftOutByReason: [],
    uploadedImages: cineFrames,
  },
  stacks: [
    {
      study: 1,
      preparedImages: cineFrames,
      refused: [],
      pixels: [{ treatment: "masked", count: cineFrames }],
      masks: [{ shape: { kind: "rectangle" } }],
      text: {
        wasSearched: true,
        lookedImages: cineFrames,
        unseenImages: 0,
        unseenReason: null,
        findings: [{ rank: "patientWord", status: "masked", reason: null }],
      },
      keptFreeText: [],
      faceWarning: false,
    },
  ],
  acceptances: { refusedImages: false, severalPatients: false },
  typedWords: [],
};

/** Saves the report on show; the system's dialog, which no test can press, answers with this path. */
async function savedFrom(app: RunningApp, path: string): Promise<string> {
  await app.inMain(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: false, filePath });
  }, path);
  await app.page.getByRole("button", { name: /^Save report/ }).click();
  await expect
    .poll(() => readFile(path, "utf8").catch(() => ""))
    .toMatch(/[>}]\n$/);
  return readFile(path, "utf8");
}

/** Pictures of the window: light, dark, and small. */
async function pictures(app: RunningApp, name: string): Promise<void> {
  const heading = app.page.getByRole("heading", { name: "What was done" });
  const show = async (what: string) => {
    await heading.scrollIntoViewIfNeeded();
    await heading.evaluate((element) => {
      element.scrollIntoView({ block: "start" });
    });
    await app.screenshot(`${name}-${what}`);
  };
  await show("light");
  await app.page.emulateMedia({ colorScheme: "dark" });
  await show("dark");
  await app.page.emulateMedia({ colorScheme: "light" });
  const resize = (width: number, height: number) =>
    app.inMain(
      ({ BrowserWindow }, size) => {
        const [opened] = BrowserWindow.getAllWindows();
        const [before = 0, tall = 0] = opened?.getContentSize() ?? [];
        opened?.setContentSize(size.width, size.height);
        return { width: before, height: tall };
      },
      { width, height },
    );
  const before = await resize(900, 600);
  await show("small");
  await resize(before.width, before.height);
}

/** Pictures of the saved page in a browser of its own. */
async function pagePictures(path: string): Promise<void> {
  if (browserPath === null) return;
  const browser = await chromium.launch({
    executablePath: browserPath,
    chromiumSandbox: !isRootOnLinux,
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 900, height: 600 },
    });
    const problems: string[] = [];
    page.on("console", (message) => problems.push(message.text()));
    await page.goto(pathToFileURL(path).href);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({
        path: path.replace(/\.html$/, `-${colorScheme}.png`),
        fullPage: true,
      });
    }
    expect(problems).toEqual([]);
  } finally {
    await browser.close();
  }
}
