// Pictures beside an examination: seen, taken in with one click, sent as a stack, and stripped of everything but their pixels.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodePicture } from "../src/core/pictures/decodePicture.ts";
import { ctSlice } from "../src/testing/dicomFixtures.ts";
import {
  exifSegment,
  greyPng,
  jpegPicture,
  jpegSegment,
} from "../src/testing/pictureFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import {
  cineColumns,
  cineFrame,
  cineRows,
  nameBox,
} from "./support/ultrasoundCine.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

test.skip(browserPath === null, "There is no Chromium to sign in with.");

const patientName = "TEST^PICTURED";

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-pictures-"));
  await mkdir(join(exportFolder, "CT"));
  await mkdir(join(exportFolder, "Pathology"));
  for (const slice of [1, 2, 3])
    await writeFile(
      join(exportFolder, "CT", `IM${String(slice)}`),
      ctSlice({ instanceNumber: slice }),
    );
  for (const section of [1, 2])
    await writeFile(
      join(exportFolder, "Pathology", `section ${String(section)}.jpg`),
      jpegPicture({
        columns: 64,
        rows: 48,
        before: [
          exifSegment(1, patientName),
          jpegSegment(0xfe, Buffer.from(`${patientName} ${String(section)}`)),
        ],
        after: Buffer.from(patientName),
      }),
    );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("sends two photographs as a stack of their own, stripped", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();

  const pictures = window.page.getByRole("region", { name: /Pictures/ });
  const box = pictures.getByRole("checkbox", { name: /^Send / });
  await expect(box).not.toBeChecked();
  await window.waitForPreviews();
  await app.screenshot("1-offered");
  await box.click();
  await expect(box).toBeChecked();

  await window.fillIn({ title: "Lung nodule", system: "Chest" });
  await window.prepare();
  await window.confirm();
  await app.screenshot("2-ready");
  await window.send();
  await window.waitUntilDone();
  await app.screenshot("3-done");
  expect(await window.account()).toEqual({
    found: 5,
    uploaded: 5,
    leftOut: 0,
  });

  const { cases } = await sandbox.state();
  expect(cases).toHaveLength(1);
  const [examination, taken] = cases[0]?.studies ?? [];
  expect(examination?.stacks).toHaveLength(1);
  expect(taken).toMatchObject({ modality: "Photograph", stacks: [] });
  expect(taken?.images).toMatchObject([
    { contentType: "application/zip", filename: "stack.zip" },
  ]);
  const zip = await sandbox.object(taken?.images[0]?.sha256 ?? "");
  expect(zip.includes(patientName)).toBe(false);
  const stripped = jpegPicture({ columns: 64, rows: 48 });
  for (const name of ["frame_0000.jpg", "frame_0001.jpg"])
    expect(zip.includes(Buffer.concat([Buffer.from(name), stripped]))).toBe(
      true,
    );
  expect(app.problems).toEqual([]);
});

test("blocks a screenshot with the patient's name in it, and sends it masked", async ({
  app,
}) => {
  const size = { rows: cineRows, columns: cineColumns };
  const folder = join(exportFolder, "Screenshots");
  await mkdir(folder);
  await writeFile(join(folder, "report.png"), greyPng(size, cineFrame(0)));
  await rm(join(exportFolder, "Pathology"), { recursive: true });
  const window = new CaseWindow(app);
  const sandbox = new SandboxInspector(app.profilePath);
  await window.signIn();
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  const pictures = window.page.getByRole("region", { name: /Pictures/ });
  await pictures.getByRole("checkbox", { name: /^Send / }).click();
  await window.fillIn({ title: "Liver", system: "Chest" });
  await window.show("Check");
  const blocker = window.page.getByRole("button", {
    name: /Text in the picture at/,
  });
  await expect(blocker).toBeVisible({ timeout: 90_000 });
  await expect(window.button("Send the case")).toBeDisabled();
  await app.screenshot("1-blocked");
  await window.maskFoundText();
  await app.screenshot("2-masked");
  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await window.send();
  await window.waitUntilDone();

  const { cases } = await sandbox.state();
  const sent = cases[0]?.studies.flatMap(({ images }) => images)[0];
  expect(sent?.filename).toBe("frame_0000.png");
  const bytes = await sandbox.object(sent?.sha256 ?? "");
  const arrived = decodePicture(bytes, "png");
  const level = (x: number, y: number) =>
    arrived?.samples[(y * cineColumns + x) * arrived.samplesPerPixel];
  const original = cineFrame(0);
  const wrong: string[] = [];
  for (let y = 0; y < cineRows; y += 1)
    for (let x = 0; x < cineColumns; x += 1) {
      const isName =
        x >= nameBox.left &&
        x < nameBox.left + nameBox.width &&
        y >= nameBox.top &&
        y < nameBox.top + nameBox.height;
      const isFarBelow = y > nameBox.top + 2 * nameBox.height;
      const expected = isName ? 0 : original[y * cineColumns + x];
      if ((isName || isFarBelow) && level(x, y) !== expected)
        wrong.push(`${x},${y}`);
    }
  expect(wrong).toEqual([]);
  expect(app.problems).toEqual([]);
});
