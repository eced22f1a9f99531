// The main job: sign in in a real browser, drop a real folder, describe, check, send; then look at every byte that arrived.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice, testUID } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { arrivedImages, unsafeFindings } from "./support/arrivedImages.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");

let exportFolder: string;

/** Twelve axial slices and two lateral localisers under names in another order, one slice cut short, one that shows a face, one text file. */
async function writeExport(folder: string): Promise<void> {
  await mkdir(join(folder, "DICOM", "SE01"), { recursive: true });
  await mkdir(join(folder, "DICOM", "SE02"), { recursive: true });
  for (let slice = 1; slice <= 12; slice += 1)
    await writeFile(
      join(folder, "DICOM", "SE01", `IM${String((slice * 7) % 13)}`),
      ctSlice({ instanceNumber: slice }),
    );
  for (const scout of [1, 2])
    await writeFile(
      join(folder, "DICOM", "SE02", `scout${String(scout)}.dcm`),
      ctSlice({
        instanceNumber: 100 + scout,
        attributes: {
          SeriesInstanceUID: testUID(9),
          SeriesNumber: 1,
          ImageType: "ORIGINAL\\PRIMARY\\LOCALIZER",
          ImageOrientationPatient: [0, 1, 0, 0, 0, -1],
        },
      }),
    );
  const whole = ctSlice({ instanceNumber: 13 });
  await writeFile(
    join(folder, "DICOM", "SE01", "IM13"),
    whole.subarray(0, whole.length - 10),
  );
  await writeFile(
    join(folder, "DICOM", "SE01", "IM14"),
    ctSlice({
      instanceNumber: 14,
      attributes: { RecognizableVisualFeatures: "YES" },
    }),
  );
  await writeFile(join(folder, "README.TXT"), "Viewer on this disc: run me.");
}

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  await writeExport(exportFolder);
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("drops a folder and sends it as one draft, every byte accounted for", async ({
  app,
}, testInfo) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await app.screenshot("1-empty");
  await window.signIn(testInfo.outputPath("2-sign-in-page.png"));

  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await app.screenshot("3-images");

  await window.fillIn({
    title: "Pulmonary nodule",
    system: "Chest",
    presentation: "Cough for three weeks.",
  });
  await app.screenshot("4-details");

  await window.prepare();
  await app.screenshot("5-prepared");
  await expect(window.button("Send the case")).toBeDisabled();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await app.screenshot("6-confirmed");

  await window.send();
  await window.waitUntilDone();
  await app.screenshot("7-done");
  expect(await window.account()).toEqual({
    found: 17,
    uploaded: 12,
    leftOut: 5,
  });

  for (const reason of [
    "Stack not selected",
    "Image data cut short",
    "May show a recognisable face",
    "Not a DICOM file",
  ])
    await expect(window.page.getByText(reason).first()).toBeVisible();
  await window.button("Show files left out").click();
  await expect(window.page.getByText(/IM13$/).first()).toBeVisible();
  await app.screenshot("8-left-out");
  await window.page.keyboard.press("Escape");

  const { cases, rejections } = await sandbox.state();
  expect(rejections).toEqual([]);
  expect(cases).toHaveLength(1);
  expect(cases[0]).toMatchObject({
    title: "Pulmonary nodule",
    systemId: 4,
    age: "55 years",
    gender: "Female",
    presentation: "Cough for three weeks.",
    status: "draft",
  });
  expect(cases[0]?.uploadFinishedAtMs).not.toBeNull();
  expect(cases[0]?.studies).toHaveLength(1);
  const study = cases[0]?.studies[0];
  expect(study).toMatchObject({ position: 2, modality: "CT" });
  expect(study?.stacks).toHaveLength(1);

  const images = await arrivedImages(sandbox, study?.stacks[0]);
  expect(images.map((image) => image.instanceNumber)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ]);
  for (const image of images)
    expect(
      unsafeFindings(image, ["TEST^FIXTURE", "FIX-1", "19700101", testUID(2)]),
    ).toEqual([]);
  expect(app.problems).toEqual([]);
});
