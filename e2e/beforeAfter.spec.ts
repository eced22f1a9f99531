// One image before and after: what stood in the original beside what is sent, on the screen and nowhere else.
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ctSlice } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { expect, test } from "./support/test.ts";

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  for (const slice of [1, 2, 3, 4, 5])
    await writeFile(
      join(exportFolder, `IM${String(slice)}`),
      ctSlice({
        instanceNumber: slice,
        attributes: {
          PatientName: "PLANTED^JANE",
          PatientComments: `slice ${String(slice)} ${"told at length ".repeat(40)}`,
          RequestAttributesSequence: [{ RequestedProcedureID: "4711" }],
          "00191010 LO": "private words",
          // Cannot be made safe: the pixels are missing.
          ...(slice === 5 && { PixelData: [] }),
        },
      }),
    );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("shows what became of each attribute of an image, and why there is nothing to show", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.prepare();
  const section = app.page.getByRole("region", {
    name: "One image, before and after",
  });
  await expect(section).toBeVisible();
  expect(await app.page.content()).not.toContain("PLANTED");

  await window.button("Show the values").click();
  const table = section.getByRole("table", { name: "Before and after" });
  const search = section.getByRole("searchbox");
  await search.fill("planted");
  const name = table.getByRole("row", { name: /PatientName/ });
  await expect(name).toContainText("PLANTED^JANE");
  await expect(name).toContainText("not there");
  await expect(name).toContainText("Removed");
  await section.scrollIntoViewIfNeeded();
  await app.screenshot("1-found");

  await search.fill("PatientComments");
  await section.getByRole("button", { name: /^All of it/ }).click();
  await app.screenshot("2-whole-value");
  await search.fill("");
  await section.getByText("Changed only").click();
  await expect(table.getByRole("row", { name: /Kept/ })).toHaveCount(0);
  await app.screenshot("3-changed");

  await search.fill("slice");
  const slider = section.getByRole("slider", { name: "Image to compare" });
  await slider.press("Home");
  await expect(table).toContainText("slice 1 told");
  await section.getByRole("button", { name: "Next image" }).click();
  await expect(table).toContainText("slice 2 told");
  await slider.press("End");
  await expect(table).toHaveCount(0);
  await app.screenshot("4-refused");

  await rename(exportFolder, `${exportFolder}-away`);
  await slider.press("Home");
  await expect(section).toContainText("The original files are gone");
  await app.screenshot("5-vanished");
  await rename(`${exportFolder}-away`, exportFolder);
  await section.getByRole("button", { name: "Try again" }).click();
  await expect(table).toContainText("slice 1 told");

  await window.button("Hide the values").click();
  expect(await app.page.content()).not.toContain("PLANTED");
  expect(app.mainOutput.join("\n")).not.toContain("PLANTED");
  expect(app.problems).toEqual([]);
});
