// Masks that are offered where a scanner of this make, model and matrix prints the patient.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { expect, test } from "./support/test.ts";
import { ultrasoundCine } from "./support/ultrasoundCine.ts";

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-layout-"));
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

for (const { scanner, model, columns, rows, strip } of [
  // The strip that was measured on such scanners.
  {
    scanner: "of a known scanner",
    model: "EPIQ 7C",
    columns: 1024,
    rows: 768,
    strip: 24,
  },
  // Of another matrix it is the top tenth, as of any scanner.
  {
    scanner: "of another matrix",
    model: "EPIQ 7C",
    columns: 640,
    rows: 480,
    strip: 48,
  },
])
  test(`offers to mask the strip ${scanner}`, async ({ app }) => {
    await writeFile(
      join(exportFolder, "IM1"),
      ultrasoundCine({
        attributes: {
          Manufacturer: "Philips Medical Systems",
          ManufacturerModelName: model,
          NumberOfFrames: 1,
          Rows: rows,
          Columns: columns,
          PixelData: new Uint8Array(rows * columns),
        },
      }),
    );
    const window = new CaseWindow(app);
    await dropFiles(app, [exportFolder]);
    await window.waitForImages();
    await window.openViewer(/Liver cine/);
    await window.showMasks();
    const offers = app.page.getByRole("region", { name: "Masks to take over" });
    await expect(offers).toContainText("Where this scanner prints its texts");
    await offers.getByRole("button", { name: "Use it" }).click();
    await expect(window.masks()).toHaveCount(1);
    expect(await window.maskNumbers(0)).toEqual([0, 0, columns, strip]);
  });
