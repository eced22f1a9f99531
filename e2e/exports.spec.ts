// What a PACS or a CD gives: each kind of export is dropped, sorted into stacks, and looked at in a picture.
import { existsSync } from "node:fs";
import { cp, rename } from "node:fs/promises";
import { resolve } from "node:path";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { expect, test } from "./support/test.ts";

const corpus = resolve(import.meta.dirname, "../../shared/corpus");

test.skip(!existsSync(corpus), "There is no corpus beside the project.");

/** What is dropped, and what the window must say of it. */
interface Scene {
  readonly name: string;
  readonly paths: readonly string[];
  /** Stacks shown, and images in each, in order; null where only the picture counts. */
  readonly imagesPerStack: readonly number[] | null;
  readonly texts: readonly RegExp[];
}

const scenes: readonly Scene[] = [
  {
    name: "diffusion-series",
    paths: ["08-series/mr-ge-dti-small"],
    imagesPerStack: null,
    texts: [/8 files found/, /^b 0$/, /^b 1000$/],
  },
  {
    name: "ultrasound-cine-jpeg",
    paths: ["09-multi-frame/us-ybr-jpeg.dcm"],
    imagesPerStack: [30],
    texts: [/1 file found/],
  },
  {
    name: "video",
    paths: ["09-multi-frame/made-video-mpeg2.dcm"],
    imagesPerStack: null,
    texts: [/MPEG-2\svideo/, /A film \(MPEG-2\)/, /Never sent: video/],
  },
  {
    name: "mosaics",
    paths: ["08-series/mr-siemens-mosaic"],
    imagesPerStack: [2, 2],
    texts: [/Slices side by side/],
  },
  {
    name: "multi-frame-mr",
    paths: ["09-multi-frame/emri_small.dcm"],
    imagesPerStack: [10],
    texts: [/1 file found/],
  },
  {
    name: "cd-with-dicomdir",
    paths: ["03-media/philips-ct-phantom-cd"],
    imagesPerStack: null,
    texts: [/files found/],
  },
  {
    name: "two-patients",
    paths: [
      "03-media/dicomdirtests/98892003",
      "03-media/dicomdirtests/77654033",
    ],
    imagesPerStack: null,
    texts: [/patients/],
  },
];

for (const { name, paths, imagesPerStack, texts } of scenes)
  test(`sorts an export: ${name}`, async ({ app }) => {
    const window = new CaseWindow(app);
    await dropFiles(
      app,
      paths.map((path) => resolve(corpus, path)),
    );
    await window.waitForImages();
    for (const text of texts)
      await expect(window.page.getByText(text).first()).toBeVisible();
    if (imagesPerStack !== null)
      expect(await window.stackSizes()).toEqual(imagesPerStack);
    await window.waitForPreviews();
    await app.screenshot(name);
    expect(app.problems).toEqual([]);
  });

test("names the files of a disc that was ejected, and goes on when it is back", async ({
  app,
}, testInfo) => {
  const disc = testInfo.outputPath("disc");
  const drawer = testInfo.outputPath("drawer");
  await cp(resolve(corpus, "08-series/mr-ge-dti-small"), disc, {
    recursive: true,
  });
  const window = new CaseWindow(app);
  const { page } = window;
  await dropFiles(app, [disc]);
  await window.waitForImages();
  await rename(disc, drawer);
  await window.show("Check");
  await page
    .getByRole("button", { name: "Prepare the images", exact: true })
    .click();
  await expect(page.getByText("4 files could not be reached")).toBeVisible();
  await expect(page.getByText("disc/IM-0001-0076-0001.dcm")).toBeVisible();
  await app.screenshot("disc-ejected");

  await rename(drawer, disc);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText(/^4 images prepared and checked/)).toBeVisible();
  await expect(page.getByText("could not be reached")).toHaveCount(0);
  expect(app.problems).toEqual([]);
});

test("needs a disc no more once it was read", async ({ app }, testInfo) => {
  test.skip(process.platform !== "linux", "Tells discs by their file system.");
  const disc = testInfo.outputPath("disc");
  await cp(resolve(corpus, "08-series/mr-ge-dti-small"), disc, {
    recursive: true,
  });
  await app.inMain((_electron, folder) => {
    const fs = process.getBuiltinModule("node:fs");
    const { statfs } = fs.promises;
    const asDisc = async (path: string) => {
      const stats = await statfs(path);
      // ISO 9660 in linux/magic.h.
      if (path.startsWith(folder)) stats.type = 0x9660;
      return stats;
    };
    Object.assign(fs.promises, { statfs: asDisc });
    process.getBuiltinModule("node:module").syncBuiltinESMExports();
  }, disc);
  const window = new CaseWindow(app);
  await dropFiles(app, [disc]);
  await window.waitForImages();
  await expect(
    window.page.getByText(
      "You can eject the disc or stick now. Everything needed was copied to this computer, encrypted: 8 files.",
    ),
  ).toBeVisible();
  await rename(disc, testInfo.outputPath("drawer"));

  await window.waitForPreviews();
  await window.show("Check");
  await window.page
    .getByRole("button", { name: "Prepare the images", exact: true })
    .click();
  await expect(
    window.page.getByText(/^4 images prepared and checked/),
  ).toBeVisible();
  await expect(window.page.getByText("could not be reached")).toHaveCount(0);
  await app.screenshot("disc-not-needed");
  expect(app.problems).toEqual([]);
});
