// Free text of the scanner that the user keeps: what looks like somebody's is asked about, stays for a reason only, and is counted.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deidReportSchema } from "../src/core/upload/deidReportSchema.ts";
import { ctSlice } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { expect, test } from "./support/test.ts";

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-words-"));
  for (const slice of [1, 2, 3])
    await writeFile(
      join(exportFolder, `IM${String(slice)}`),
      ctSlice({
        instanceNumber: slice,
        attributes: { SeriesDescription: "Phantom 92-year-old" },
      }),
    );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("asks why a great age may stay in a description that is kept, and says so in the report", async ({
  app,
}, testInfo) => {
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.fillIn({ title: "Phantom", system: "Chest" });
  await window.show("Check");
  const review = app.page.getByRole("region", {
    name: "Free text of the scanner",
  });
  await review.locator("summary").first().click();
  const found = review.locator("mark");
  await expect(found).toHaveText("92-year-old");
  const keep = review.getByRole("checkbox", { name: "Keep SeriesDescription" });
  await keep.click();
  await expect(keep).toBeChecked();
  await expect(review).toContainText(
    "What holds this is removed until you say why it may stay.",
  );
  await expect(review).toContainText("1 attribute, 0 kept");
  await app.screenshot("1-asked");
  await review.getByRole("button", { name: /^Keep it all the same/ }).click();
  await review.getByRole("button", { name: "A phantom" }).click();
  await expect(review).toContainText("stays: A phantom");
  await expect(review).toContainText("1 attribute, 1 kept");
  await app.screenshot("2-answered");
  await window.prepare();

  const path = testInfo.outputPath("report.json");
  await app.inMain(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: false, filePath });
  }, path);
  await app.page.getByRole("button", { name: /^Save report/ }).click();
  await expect
    .poll(() => readFile(path, "utf8").catch(() => ""))
    .toMatch(/}\n$/);
  const report = deidReportSchema.parse(
    JSON.parse(await readFile(path, "utf8")),
  );
  const [stack] = report.stacks;
  expect(stack?.keptFreeText).toEqual(["0008103E"]);
  expect(stack?.acceptedFreeText).toEqual([
    { tag: "0008103E", kind: "ageOver89", reason: "A phantom", count: 1 },
  ]);
  expect(
    stack?.tags.find(({ rule }) => rule === "freeTextAccepted"),
  ).toMatchObject({ keyword: "SeriesDescription", count: 3 });
  expect(JSON.stringify(report)).not.toContain("92-year-old");
  expect(app.problems).toEqual([]);
});
