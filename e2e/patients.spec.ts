// A drop with two patients becomes two cases, each with its own patient's files, also after a restart.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice, testUID } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { expect, test } from "./support/test.ts";

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  for (const slice of [1, 2, 3])
    await writeFile(
      join(exportFolder, `one-${String(slice)}`),
      ctSlice({ instanceNumber: slice }),
    );
  for (const slice of [11, 12])
    await writeFile(
      join(exportFolder, `two-${String(slice)}`),
      ctSlice({
        instanceNumber: slice,
        attributes: {
          PatientName: "OTHER^FIXTURE",
          PatientID: "FIX-2",
          StudyInstanceUID: testUID(22),
          SeriesInstanceUID: testUID(23),
          FrameOfReferenceUID: testUID(25),
        },
      }),
    );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("splits a drop of two patients into a case for each", async ({
  launch,
}) => {
  const app = await launch();
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await app.screenshot("1-two-patients");
  await window.button("Split into one case per patient").first().click();
  const counts = (page: CaseWindow) =>
    page.page.getByText(/^1 stack, [23] images/);
  await expect(counts(window)).toHaveCount(2);
  await app.screenshot("2-split");
  await app.quit();

  const again = await launch();
  const reopened = new CaseWindow(again);
  await expect(counts(reopened)).toHaveCount(2);
  for (const images of ["2 images", "3 images"]) {
    await reopened
      .button(new RegExp(`^Untitled case.*${images}`))
      .first()
      .click();
    await reopened.waitForImages();
    expect(await reopened.stackSizes()).toEqual([Number(images[0])]);
  }
  expect(again.problems).toEqual([]);
});
