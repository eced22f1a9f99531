// A chest film whose lookup table cannot be applied: the window says so above the very picture, before anything is sent.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chestFilm } from "../src/testing/chestFilm.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { seriousViolations } from "./support/axeCheck.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { keepPictures } from "./support/pictures.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { expect, test } from "./support/test.ts";

const adult = { viewPosition: "PA", age: "054Y", printed: null };
/** One of its nine entries is there. */
const brokenTable = {
  VOILUTSequence: [{ "00283002 US": [9, 0, 8], "00283006 US": [0] }],
};

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  await writeFile(
    join(exportFolder, "F1"),
    chestFilm({ ...adult, number: 1, description: "Plain" }),
  );
  await writeFile(
    join(exportFolder, "F2"),
    chestFilm({
      ...adult,
      number: 2,
      description: "Tabled",
      attributes: brokenTable,
    }),
  );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

async function switchOn({ page }: CaseWindow): Promise<void> {
  await page.keyboard.press("Control+,");
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await dialog.getByRole("checkbox", { name: /teaching only/ }).click();
  await dialog.getByLabel(/^Key/).fill("practice-key-016");
  await dialog.getByRole("button", { name: "Save key" }).click();
  await expect(
    dialog.getByRole("button", { name: "Forget key" }),
  ).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Second look" }).click();
}

test("warns of a film whose lookup table a plain window stands for, and of no other", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const { page } = window;
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.show("Check");
  await window.button("Prepare the images").click();
  await expect(page.getByText("2 images prepared and checked")).toBeVisible({
    timeout: 60_000,
  });
  await switchOn(window);

  const consent = page.getByRole("dialog", { name: /Send this/ });
  const warning = consent.getByText("Before you send this film");
  await window.button("Ask about Plain, PA").click();
  await expect(consent).toBeVisible();
  await expect(warning).toHaveCount(0);
  await window.button("Do not send").click();

  await window.button("Ask about Tabled, PA").click();
  await expect(warning).toBeVisible();
  const words = consent.getByText(
    /has a lookup table .* a plain window stands in its place, as in the picture below/,
  );
  await expect(words).toBeInViewport();
  const picture = consent.getByRole("img");
  const [said, shown] = [
    await words.boundingBox(),
    await picture.boundingBox(),
  ];
  expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThanOrEqual(
    shown?.y ?? 0,
  );
  await keepPictures(app, "consent");
  expect(await seriousViolations(page)).toEqual([]);
  await window.button("Do not send").click();
  expect(
    await new SandboxInspector(app.profilePath).askedOfReader(),
  ).toHaveLength(0);
  expect(app.problems).toEqual([]);
});
