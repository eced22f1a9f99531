// A head of thin slices, from which a face could be rebuilt: warned of in the window until slices are left out or trimmed away.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice, testUID } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { expect, test } from "./support/test.ts";

/** A field of 154 mm and a depth of 150 mm, in slices of 2.5 mm. */
const matrix = 64;
const pixelMm = 2.4;
const slices = 60;
const sliceMm = 2.5;

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-head-"));
  for (let number = 1; number <= slices; number += 1)
    await writeFile(
      join(folder, `slice-${number}`),
      ctSlice({
        instanceNumber: number,
        attributes: {
          SOPInstanceUID: testUID(60, number),
          SeriesDescription: "Head thin",
          BodyPartExamined: "HEAD",
          SliceThickness: sliceMm,
          ImagePositionPatient: [-77, -77, number * sliceMm],
          PixelSpacing: [pixelMm, pixelMm],
          Rows: matrix,
          Columns: matrix,
          PixelData: new Uint8Array(2 * matrix * matrix).fill(number),
        },
      }),
    );
});
test.afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("is warned of until slices are left out in between, or trimmed away", async ({
  app,
}) => {
  const { page } = app;
  const window = new CaseWindow(app);
  await dropFiles(app, [folder]);
  await window.waitForImages();
  const warning = page
    .getByRole("listitem")
    .filter({ hasText: /^A face can be rebuilt$/ });
  await expect(warning).toBeVisible();
  await page.getByRole("button", { name: /^Settings of Head thin/ }).click();
  const kept = page.getByRole("region", { name: "Images kept" });
  await expect(kept).toContainText("keeps 60 of 60 images");

  await kept.getByRole("combobox", { name: "Keep every" }).click();
  await page.getByRole("option", { name: "2nd image" }).click();
  await expect(kept).toContainText("keeps 30 of 60 images");
  await expect(warning).toBeHidden();

  await kept.getByRole("button", { name: "Keep all" }).click();
  await expect(warning).toBeVisible();

  const last = kept.getByRole("slider", { name: "Last image kept" });
  await last.focus();
  for (let left = slices - 1; left >= 45; left -= 1) {
    await page.keyboard.press("ArrowLeft");
    await expect(kept).toContainText(`keeps ${left} of 60 images`);
  }
  await expect(warning).toBeHidden();

  // Faster than the case tells of each.
  await kept.getByRole("button", { name: "Keep all" }).click();
  await expect(kept).toContainText("keeps 60 of 60 images");
  await kept.getByRole("slider", { name: "First image kept" }).focus();
  for (let press = 0; press < 15; press += 1)
    await page.keyboard.press("ArrowRight");
  await expect(kept).toContainText("keeps 45 of 60 images");
});
