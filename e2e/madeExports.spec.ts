// Exports made by code, for kinds of which there is no public example: sorted, named and selected as a radiologist expects.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  directoryFile,
  imageRecord,
} from "../src/testing/directoryFixtures.ts";
import {
  ctSlice,
  testUID,
  type FixtureItem,
} from "../src/testing/dicomFixtures.ts";
import {
  enhancedFile,
  enhancedObjects,
} from "../src/testing/enhancedObjects.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { expect, test } from "./support/test.ts";

let folder: string;

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-made-export-"));
});
test.afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), bytes);
}

/** A series of the one CT study; its files are mixed with those of the others, as discs have them. */
async function writeSeries(
  number: number,
  count: number,
  attributesOf: (instanceNumber: number) => FixtureItem,
): Promise<void> {
  for (let instanceNumber = 1; instanceNumber <= count; instanceNumber += 1)
    await write(
      `IM${instanceNumber}${number}`,
      ctSlice({
        instanceNumber,
        attributes: {
          SOPInstanceUID: testUID(30 + number, instanceNumber),
          SeriesInstanceUID: testUID(40 + number),
          SeriesNumber: number,
          ...attributesOf(instanceNumber),
        },
      }),
    );
}

const coronal = [1, 0, 0, 0, 0, -1];

test("keeps the localiser of a mixed CT apart from its planes", async ({
  app,
}) => {
  await writeSeries(1, 1, () => ({
    SeriesDescription: "Scout",
    ImageType: "ORIGINAL\\PRIMARY\\LOCALIZER",
    ImageOrientationPatient: coronal,
  }));
  await writeSeries(2, 5, () => ({ SeriesDescription: "Axial 5 mm" }));
  await writeSeries(3, 4, (instanceNumber) => ({
    SeriesDescription: "Coronal 5 mm",
    ImageType: "DERIVED\\SECONDARY\\REFORMATTED",
    ImageOrientationPatient: coronal,
    ImagePositionPatient: [-100, 5 * instanceNumber, 100],
  }));
  const window = new CaseWindow(app);
  await dropFiles(app, [folder]);
  await window.waitForImages();
  await window.waitForPreviews();
  await app.screenshot("mixed-ct");
  const sent = (name: RegExp) => window.page.getByRole("checkbox", { name });
  await expect(sent(/^Send .*Scout/)).not.toBeChecked();
  await expect(sent(/^Send .*Axial 5 mm/)).toBeChecked();
  await expect(sent(/^Send .*Coronal 5 mm/)).toBeChecked();
  expect((await window.stackSizes()).filter((size) => size > 1)).toEqual([
    5, 4,
  ]);
  expect(app.problems).toEqual([]);
});

test("tells the phases of one CT series apart, and its bolus tracking", async ({
  app,
}) => {
  await writeSeries(1, 30, (instanceNumber) => {
    const isTracking = instanceNumber <= 6;
    const slice = (instanceNumber - 7) % 12;
    const phase = instanceNumber <= 18 ? "arterial" : "portal venous";
    const minute = isTracking ? 14 : instanceNumber <= 18 ? 15 : 16;
    return {
      SeriesDescription: "Abdomen",
      ContrastBolusAgent: "IOHEXOL",
      AcquisitionTime: `10${minute}${String(10 + instanceNumber)}`,
      ImagePositionPatient: [-100, -100, isTracking ? -25 : -5 * slice],
      ...(isTracking ? {} : { ImageComments: phase }),
    };
  });
  const window = new CaseWindow(app);
  await dropFiles(app, [folder]);
  await window.waitForImages();
  await window.waitForPreviews();
  await app.screenshot("contrast-phases");
  expect(await window.stackSizes()).toEqual([6, 12, 12]);
  const sent = (name: RegExp) => window.page.getByRole("checkbox", { name });
  await expect(sent(/^Send .*bolus tracking/)).not.toBeChecked();
  await expect(sent(/^Send .*\barterial phase/)).toBeChecked();
  await expect(sent(/^Send .*portal venous phase/)).toBeChecked();
  expect(app.problems).toEqual([]);
});

test("splits an enhanced MR by the b-values of its frames", async ({ app }) => {
  await write(
    "enhanced.dcm",
    enhancedFile(enhancedObjects["enhanced MR of diffusion"]),
  );
  const window = new CaseWindow(app);
  await dropFiles(app, [folder]);
  await window.waitForImages();
  await window.waitForPreviews();
  await app.screenshot("enhanced-mr");
  expect(await window.stackSizes()).toEqual([2, 2]);
  const sent = (name: RegExp) => window.page.getByRole("checkbox", { name });
  await expect(sent(/^Send .*b 0\b/)).not.toBeChecked();
  await expect(sent(/^Send .*b 1000\b/)).toBeChecked();
  expect(app.problems).toEqual([]);
});

test("reads a disc by its DICOMDIR, and says what that names and the disc has not", async ({
  app,
}) => {
  const names = ["DICOM/IM000001", "DICOM/IM000002", "DICOM/IM000003"];
  for (const [index, name] of names.slice(0, 2).entries())
    await write(name, ctSlice({ instanceNumber: index + 1 }));
  await write(
    "DICOMDIR",
    directoryFile([
      {
        type: "PATIENT",
        attributes: { PatientID: "FIX-1" },
        below: [
          {
            type: "STUDY",
            attributes: { StudyInstanceUID: testUID(2) },
            below: [
              {
                type: "SERIES",
                attributes: { SeriesInstanceUID: testUID(3), Modality: "CT" },
                below: names.map((name) => imageRecord(name)),
              },
            ],
          },
        ],
      },
    ]),
  );
  const window = new CaseWindow(app);
  await dropFiles(app, [folder]);
  await window.waitForImages();
  await expect(
    window.page.getByText("1 file named in the DICOMDIR was not found"),
  ).toBeVisible();
  expect(await window.stackSizes()).toEqual([2]);
  await window.waitForPreviews();
  await app.screenshot("disc-with-dicomdir");
  expect(app.problems).toEqual([]);
});
