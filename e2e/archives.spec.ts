// Archives dropped as they are: read in place, asked for their password, sent whole; and a disc that lacks files it names.
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ctSlice, testUID } from "../src/testing/dicomFixtures.ts";
import { zipArchive, type ZipMember } from "../src/testing/zipFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { arrivedImages, unsafeFindings } from "./support/arrivedImages.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

const incompleteDisc = resolve(
  import.meta.dirname,
  "../../shared/corpus/03-media/philips-ct-phantom-cd",
);

let folder: string;

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-archives-"));
});
test.afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Writes a zip into the test's folder; its path. */
async function writeZip(
  name: string,
  members: readonly ZipMember[],
): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, zipArchive(members));
  return path;
}

/** Twelve slices in a nested folder under names in another order, no DICOMDIR, and a text file beside them. */
function exportMembers(): readonly ZipMember[] {
  const slices = Array.from({ length: 12 }, (_, index) => ({
    name: `EXPORT/STUDY/SE01/IM${String(((index + 1) * 7) % 13)}`,
    bytes: ctSlice({ instanceNumber: index + 1 }),
  }));
  return [
    { name: "EXPORT/", isStored: true, unixMode: 0o040755 },
    { name: "EXPORT/README.TXT", bytes: Buffer.from("Run the viewer.") },
    ...slices,
  ];
}

/** Four slices of another series of the same study, each locked. */
function lockedMembers(password: string): readonly ZipMember[] {
  return [1, 2, 3, 4].map((slice) => ({
    name: `SE02/IM${String(slice)}`,
    bytes: ctSlice({
      instanceNumber: slice,
      attributes: {
        SOPInstanceUID: testUID(4, 100 + slice),
        SeriesInstanceUID: testUID(9),
        SeriesNumber: 3,
        SeriesDescription: "Axial 5 mm contrast",
      },
    }),
    lock: { kind: "ae2", password },
  }));
}

/** The line that accounts for every file found. */
function accountLine(window: CaseWindow) {
  return window.page.getByText(/ found = .* image files? \+ .* left out/);
}

test("reads a zip at once and a locked one when its password is given", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const { page } = window;
  const password = page.getByLabel("Password of locked.zip");
  const open = window.button("Open the archive");

  await dropFiles(app, [
    await writeZip("export.zip", exportMembers()),
    await writeZip("locked.zip", lockedMembers("Röntgen 1895")),
  ]);
  await window.waitForImages();
  await window.waitForPreviews();
  await app.screenshot("1-one-is-locked");
  await expect(accountLine(window)).toHaveText(
    "14 files found = 12 image files + 2 left out",
  );
  expect(await window.stackSizes()).toEqual([12]);
  await expect(page.getByText("Locked archive: locked.zip")).toBeVisible();
  await expect(open).toBeDisabled();

  await password.fill("Roentgen 1895");
  await open.click();
  await expect(page.getByText(/does not open this archive/)).toBeVisible();
  await window.waitForPreviews();
  await app.screenshot("2-wrong-password");
  await expect(accountLine(window)).toHaveText(
    "14 files found = 12 image files + 2 left out",
  );
  expect(await window.stackSizes()).toEqual([12]);
  await expect(password).toHaveValue("");
  await expect(password).toBeFocused();

  await page.keyboard.insertText("Röntgen 1895");
  await page.keyboard.press("Enter");
  await expect(accountLine(window)).toHaveText(
    "17 files found = 16 image files + 1 left out",
  );
  await expect.poll(() => window.stackSizes()).toEqual([12, 4]);
  await window.waitForPreviews();
  await app.screenshot("3-opened");
  await expect(page.getByText(/Locked archive/)).toHaveCount(0);
  await window.button("Show files left out").click();
  await expect(page.getByText(/README\.TXT$/).first()).toBeVisible();
  await app.screenshot("4-left-out");
  expect(app.problems).toEqual([]);
});

test("sends a case made from a zip, whole and in order", async ({
  app,
}, testInfo) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn(testInfo.outputPath("1-sign-in-page.png"));
  await dropFiles(app, [await writeZip("export.zip", exportMembers())]);
  await window.waitForImages();
  await window.fillIn({ title: "From a zip", system: "Chest" });
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await app.screenshot("2-confirmed");
  await window.send();
  await window.waitUntilDone();
  await app.screenshot("3-done");
  expect(await window.account()).toEqual({
    found: 13,
    uploaded: 12,
    leftOut: 1,
  });

  const { cases, rejections } = await sandbox.state();
  expect(rejections).toEqual([]);
  expect(cases).toHaveLength(1);
  expect(cases[0]?.uploadFinishedAtMs).not.toBeNull();
  expect(cases[0]?.studies).toHaveLength(1);
  expect(cases[0]?.studies[0]?.stacks).toHaveLength(1);
  const images = await arrivedImages(sandbox, cases[0]?.studies[0]?.stacks[0]);
  expect(images.map((image) => image.instanceNumber)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ]);
  expect(images.map((image) => image.positionZ)).toEqual([
    0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55,
  ]);
  for (const image of images)
    expect(
      unsafeFindings(image, ["TEST^FIXTURE", "FIX-1", "19700101", testUID(2)]),
    ).toEqual([]);
  expect(app.problems).toEqual([]);
});

test("says how many files the directory of a disc names that are not there", async ({
  app,
}) => {
  test.skip(
    !existsSync(incompleteDisc),
    "There is no corpus beside the project.",
  );
  const window = new CaseWindow(app);
  await dropFiles(app, [incompleteDisc]);
  await window.waitForImages();
  await window.waitForPreviews();
  await app.screenshot("1-incomplete-disc");
  await expect(
    window.page.getByText(
      /\d files named in the DICOMDIR were not found\. .*copy the whole disc again/,
    ),
  ).toBeVisible();
  await window.button("Show files left out").click();
  await expect(window.page.getByText(/left out, \d.* not found/)).toBeVisible();
  await window.page.getByLabel("Search file names").fill("DICOM/S21570/S2010");
  await expect(
    window.page
      .getByText("philips-ct-phantom-cd/DICOM/S21570/S2010/I220")
      .first(),
  ).toBeVisible();
  await app.screenshot("2-missing-files");
  expect(app.problems).toEqual([]);
});
