// A case of a few made-up slices, on its way as fast as the window allows.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ctSlice, testUID } from "../../src/testing/dicomFixtures.ts";
import { CaseWindow } from "../pages/caseWindow.ts";
import { dropFiles } from "./dropFiles.ts";
import type { RunningApp } from "./launchApp.ts";

export interface Slices {
  /** Every number gives other images. */
  readonly number: number;
  /** 3 by default. */
  readonly sliceCount?: number;
  /** Series with so many slices each; 1 by default. */
  readonly stackCount?: number;
  /** Rows and columns; 4 by default. */
  readonly matrix?: number;
}

export interface SlicesToSend extends Slices {
  readonly title: string;
}

/** Makes the files in the profile's folder, which goes with the test, and brings a new case to the point before preparing. Their folder. */
export async function beginSlices(
  app: RunningApp,
  slices: SlicesToSend,
): Promise<string> {
  const folder = await makeSlices(app, slices);
  const window = new CaseWindow(app);
  await window.button("New case").click();
  await dropFiles(app, [folder]);
  await window.show("Images");
  await window.waitForImages();
  await window.fillIn({ title: slices.title, system: "Chest" });
  return folder;
}

/** The same, prepared, confirmed and sent, with Upload on show. */
export async function sendSlices(
  app: RunningApp,
  slices: SlicesToSend,
): Promise<void> {
  await beginSlices(app, slices);
  const window = new CaseWindow(app);
  await window.prepare();
  await window.confirm();
  await window.send();
  await window.show("Upload");
}

/** Makes the files in the profile's folder, which goes with the test. Their folder. */
export async function makeSlices(
  { profilePath }: RunningApp,
  { number, sliceCount = 3, stackCount = 1, matrix = 4 }: Slices,
): Promise<string> {
  const folder = join(profilePath, `export-${String(number)}`);
  await mkdir(folder);
  for (let image = 0; image < stackCount * sliceCount; image += 1) {
    const slice = (image % sliceCount) + 1;
    await writeFile(
      join(folder, `slice-${String(image + 1)}`),
      ctSlice({
        instanceNumber: slice,
        attributes: {
          SOPInstanceUID: testUID(number, 4, image + 1),
          SeriesInstanceUID: testUID(number, 3, Math.floor(image / sliceCount)),
          StudyInstanceUID: testUID(number, 2),
          Rows: matrix,
          Columns: matrix,
          PixelData: Array.from(
            { length: matrix * matrix },
            (_, index) => 100 * number + 16 * (image + 1) + (index % 16),
          ),
        },
      }),
    );
  }
  return folder;
}
