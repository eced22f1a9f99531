// A drop of several patients: each study says by number whose it is, wherever its stacks are looked at, and never by name.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice, testUID } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { seriousViolations } from "./support/axeCheck.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { keepPictures } from "./support/pictures.ts";
import { expect, test } from "./support/test.ts";

const jane = { PatientName: "FIXTURE^JANE", PatientID: "FIX-1" };
const richard = { PatientName: "OTHER^RICHARD", PatientID: "FIX-2" };

/** Jane was seen before and after Richard. */
const studies = [
  { number: 1, patient: jane, date: "20240101", description: "CT Abdomen" },
  { number: 2, patient: richard, date: "20240201", description: "CT Thorax" },
  {
    number: 3,
    patient: jane,
    date: "20240301",
    description:
      "CT Abdomen and pelvis, portal venous phase, follow-up of a finding with a long name",
  },
] as const;

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  for (const { number, patient, date, description } of studies)
    for (const slice of [1, 2, 3])
      await writeFile(
        join(exportFolder, `${String(number)}-${String(slice)}`),
        ctSlice({
          instanceNumber: slice,
          attributes: {
            ...patient,
            StudyDate: date,
            StudyDescription: description,
            SOPInstanceUID: testUID(number, 4, slice),
            StudyInstanceUID: testUID(number, 2),
            SeriesInstanceUID: testUID(number, 3),
            FrameOfReferenceUID: testUID(number, 5),
          },
        }),
      );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("says at each study which patient it is of, and no more once each has a case", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const { page } = window;
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.waitForPreviews();
  const headings = page.getByRole("heading", { name: /^Study \d/ });
  await expect(headings).toHaveText([
    /^Study 1\s*Patient 1\s*CT Abdomen$/,
    /^Study 2\s*Patient 2\s*CT Thorax$/,
    /^Study 3\s*Patient 1\s*CT Abdomen and pelvis/,
  ]);
  await keepPictures(app, "studies");
  expect(await seriousViolations(page)).toEqual([]);
  for (const name of [/jane/i, /richard/i, /FIX-\d/])
    await expect(page.getByText(name)).toHaveCount(0);

  await page
    .getByRole("button", { name: /^Settings of/ })
    .nth(1)
    .click();
  await expect(
    page
      .getByRole("complementary", { name: /^Stack/ })
      .getByText(/^Patient 2 · CT · /),
  ).toBeVisible();
  await keepPictures(app, "settings");
  await window.button("Close the stack settings").click();

  await window.openViewer(/^Scroll through/);
  const viewer = page.getByRole("dialog");
  await expect(
    viewer.getByText(/^Patient 1 · .* · stack 1 of 3$/),
  ).toBeVisible();
  await page.keyboard.press("n");
  await expect(
    viewer.getByText(/^Patient 2 · .* · stack 2 of 3$/),
  ).toBeVisible();
  await keepPictures(app, "viewer");
  await page.keyboard.press("Escape");
  await expect(viewer).toHaveCount(0);

  await window.button("Split into one case per patient").first().click();
  await expect(page.getByText(/^[12] stacks?, [36] images/)).toHaveCount(2);
  await expect(headings.first()).toBeVisible();
  await expect(page.getByText(/^Patient \d/)).toHaveCount(0);
  await keepPictures(app, "split");

  await page.setViewportSize({ width: 860, height: 560 });
  await headings.last().scrollIntoViewIfNeeded();
  await app.screenshot("long-name");
  const [study, panel] = [
    await page.getByRole("region", { name: /^Study 2/ }).boundingBox(),
    await page.getByRole("tabpanel").boundingBox(),
  ];
  expect(study?.width).toBeLessThan(panel?.width ?? 0);
  expect(app.problems).toEqual([]);
});
