// Masks: drawn by a real mouse and by keys, undone and done again, and in every frame that arrives.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CaseWindow } from "./pages/caseWindow.ts";
import { seriousViolations } from "./support/axeCheck.ts";
import { arrivedImages, unsafeFindings } from "./support/arrivedImages.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";
import {
  cineColumns,
  cineFrame,
  cineFrames,
  cineRegion,
  cineRows,
  declaredRegion,
  nameBox,
  ultrasoundCine,
} from "./support/ultrasoundCine.ts";

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  await writeFile(join(exportFolder, "CINE"), ultrasoundCine());
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("draws a mask by mouse and by keys, and undoes and redoes it", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.openViewer(/Liver cine/);
  await window.showMasks();
  const { keyboard } = app.page;

  await window.button("Rectangle").click();
  await window.dragOnImage({ x: 0.25, y: 0.25 }, { x: 0.5, y: 0.75 });
  await expect(window.masks()).toHaveCount(1);
  const [left = 0, top = 0, width = 0, height = 0] =
    await window.maskNumbers(0);
  expect(Math.abs(left - cineColumns / 4)).toBeLessThanOrEqual(1);
  expect(Math.abs(top - cineRows / 4)).toBeLessThanOrEqual(1);
  expect(Math.abs(width - cineColumns / 4)).toBeLessThanOrEqual(2);
  expect(Math.abs(height - cineRows / 2)).toBeLessThanOrEqual(2);
  await expect(window.masks()).toHaveAccessibleName(/all 8 images$/);
  await app.screenshot("1-drawn");

  await window.dragOnImage({ x: 0.4, y: 0.5 }, { x: 0.5, y: 0.5 });
  await expect
    .poll(async () => (await window.maskNumbers(0))[0])
    .toBeGreaterThan(left + cineColumns / 10 - 3);
  await keyboard.press("Control+z");
  await expect
    .poll(() => window.maskNumbers(0))
    .toEqual([left, top, width, height]);
  await keyboard.press("Control+z");
  await expect(window.masks()).toHaveCount(0);
  await keyboard.press("Control+Shift+z");
  await expect(window.masks()).toHaveCount(1);

  await keyboard.press("e");
  await keyboard.press("Enter");
  await expect(window.masks()).toHaveCount(2);
  const before = await window.maskNumbers(1);
  for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowDown"])
    await keyboard.press(key);
  await keyboard.press("Alt+ArrowLeft");
  await expect
    .poll(() => window.maskNumbers(1))
    .toEqual([
      (before[0] ?? 0) + 2,
      (before[1] ?? 0) + 10,
      (before[2] ?? 0) - 1,
      before[3],
    ]);
  await app.screenshot("2-by-keys");
  await keyboard.press("Control+d");
  await expect(window.masks()).toHaveCount(3);
  await keyboard.press("Delete");
  await expect(window.masks()).toHaveCount(2);
  await keyboard.press("f");
  await keyboard.press("Enter");
  await expect(window.masks()).toHaveCount(3);
  await keyboard.press("x");
  await app.screenshot("3-as-sent");
  await keyboard.press("Escape");
  await keyboard.press("Escape");
  await expect(app.page.getByRole("dialog")).toHaveCount(0);
  expect(app.problems).toEqual([]);
});

test("lays a mask on one image only or on all, and undoes that", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.openViewer(/Liver cine/);
  await window.showMasks();
  await window.button("Ellipse").click();
  await window.dragOnImage({ x: 0.25, y: 0.25 }, { x: 0.5, y: 0.75 });
  await expect(window.masks()).toHaveAccessibleName(/all 8 images$/);
  const lieOn = async (name: RegExp) => {
    await app.page
      .getByRole("combobox", { name: "Images of the selected mask" })
      .click();
    await app.page.getByRole("option", { name }).click();
  };
  await lieOn(/^This image only/);
  await expect(window.masks()).toHaveAccessibleName(/ image \d only$/);
  await lieOn(/^All 8 images/);
  await expect(window.masks()).toHaveAccessibleName(/all 8 images$/);
  await app.page.keyboard.press("Control+z");
  await expect(window.masks()).toHaveAccessibleName(/ image \d only$/);
  await app.page.keyboard.press("Control+z");
  await expect(window.masks()).toHaveAccessibleName(/all 8 images$/);
  expect(app.problems).toEqual([]);
});

test("can be read and used in light, dark and a small window, with masks and without", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const { page } = app;
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.openViewer(/Liver cine/);
  await window.showMasks();
  const look = async (state: string) => {
    for (const [name, colorScheme, width, height] of [
      ["light", "light", 1280, 800],
      ["dark", "dark", 1280, 800],
      ["small-dark", "dark", 820, 600],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await app.screenshot(`${state}-${name}`);
      expect(await seriousViolations(page), `${state}, ${name}`).toEqual([]);
    }
  };

  await look("1-none");
  // Straight from the tab that was just opened by key.
  await page.getByRole("tab", { name: /^Masks/ }).focus();
  for (const key of ["b", "e", "f"]) {
    await page.keyboard.press(key);
    await page.keyboard.press("Enter");
  }
  await expect(window.masks()).toHaveCount(3);
  await look("2-rectangle-ellipse-fan");
  await page.keyboard.press("x");
  await look("3-as-sent");
  await page.keyboard.press("x");
  await page.keyboard.press("Control+z");
  await expect(window.masks()).toHaveCount(2);
  await look("4-undone");
  expect(app.problems).toEqual([]);
});

test("offers what the scanner declares as image, and its masks again with the next study", async ({
  app,
}) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  await writeFile(
    join(exportFolder, "CINE"),
    ultrasoundCine({ attributes: declaredRegion }),
  );
  const window = new CaseWindow(app);
  const offers = app.page.getByRole("region", { name: "Masks to take over" });
  const expected = [
    [0, 0, cineColumns, cineRegion.top],
    [cineRegion.left, cineRegion.top, cineRegion.width, cineRegion.height],
  ];
  const useOffer = async (title: string) => {
    await window.waitForImages();
    await window.openViewer(/Liver cine/);
    await window.showMasks();
    await expect(offers).toContainText(title);
    const use = offers.getByRole("button", { name: "Use all 2" });
    await use.hover();
    await app.screenshot(`${title} - offered`);
    await use.click();
    await expect(window.masks()).toHaveCount(2);
    expect([await window.maskNumbers(0), await window.maskNumbers(1)]).toEqual(
      expected,
    );
    await app.screenshot(`${title} - used`);
    await app.page.keyboard.press("Escape");
    await expect(app.page.getByRole("dialog")).toHaveCount(0);
  };

  await window.signIn();
  await dropFiles(app, [exportFolder]);
  await useOffer("Keep what the scanner declares as image");
  await window.fillIn({ title: "Liver", system: "Chest" });
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await window.send();
  await window.waitUntilDone();

  await window.button("New case").click();
  // Of the same scanner, which declares nothing this time.
  await writeFile(join(exportFolder, "CINE"), ultrasoundCine({ study: 92 }));
  await dropFiles(app, [exportFolder]);
  await useOffer("This scanner's masks from last time");
  expect(app.problems).toEqual([]);
});

test("blocks an ultrasound cine with a burned-in name, and sends it masked in every frame after two clicks", async ({
  app,
}, testInfo) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn(testInfo.outputPath("sign-in-page.png"));
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.fillIn({ title: "Haemangioma of the liver", system: "Chest" });
  await window.show("Check");
  const blocker = app.page.getByRole("button", {
    name: /Text in the picture at/,
  });
  await expect(blocker).toBeVisible({ timeout: 90_000 });
  await expect(window.button("Send the case")).toBeDisabled();
  await app.screenshot("1-blocked");

  await blocker.click();
  await app.screenshot("2-findings");
  await app.page.getByRole("button", { name: /^Mask (it|all)/ }).click();
  await expect(blocker).toHaveCount(0);
  await app.screenshot("3-masked");
  await app.page.keyboard.press("Escape");

  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await window.send();
  await window.waitUntilDone();

  const { cases, rejections } = await sandbox.state();
  expect(rejections).toEqual([]);
  const images = await arrivedImages(sandbox, cases[0]?.studies[0]?.stacks[0]);
  expect(images).toHaveLength(cineFrames);
  images.forEach((image, frame) => {
    expect(unsafeFindings(image, ["FIXTURE", "ANNA", "FIX-1"])).toEqual([]);
    const element = image.dataSet.elements["x7fe00010"];
    const pixels = image.bytes.subarray(
      element?.dataOffset ?? 0,
      (element?.dataOffset ?? 0) + cineColumns * cineRows,
    );
    expect(brightPixels(pixels, nameBox)).toBe(0);
    const tissue = { left: 100, top: 100, width: 120, height: 100 };
    expect(cut(pixels, tissue)).toEqual(cut(cineFrame(frame), tissue));
  });
  expect(app.problems).toEqual([]);
});

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function cut(pixels: Uint8Array, box: Box): readonly number[] {
  const values: number[] = [];
  for (let y = box.top; y < box.top + box.height; y += 1)
    values.push(
      ...pixels.subarray(
        y * cineColumns + box.left,
        y * cineColumns + box.left + box.width,
      ),
    );
  return values;
}

function brightPixels(pixels: Uint8Array, box: Box): number {
  return cut(pixels, box).filter((value) => value > 0).length;
}
