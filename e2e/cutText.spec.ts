// Text that is cut off is told to the keyboard too, and text that is whole takes no step of it.
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { exportOfSlices } from "./support/exportOfSlices.ts";
import { expect, test } from "./support/test.ts";

const exportFolder = exportOfSlices();
const longTitle = `Pulmonary embolism ${"with infarction ".repeat(10)}on the left`;

test("shows a title that is cut off to whoever comes by keyboard", async ({
  app,
}) => {
  const window = new CaseWindow(app);
  const { page } = window;
  const title = page.getByRole("main").getByRole("heading", { level: 2 });
  const line = title.locator("span");
  const tip = page
    .locator("[data-base-ui-portal]")
    .getByText(longTitle, { exact: true });
  await dropFiles(app, [exportFolder()]);
  await window.waitForImages();
  await expect(title).toHaveText("Untitled case");
  await expect(line).not.toHaveAttribute("tabindex");

  await window.fillIn({ title: longTitle, system: "Chest" });
  await expect(line).toHaveAttribute("tabindex", "0");
  await window.button(/^Undo/).focus();
  await page.keyboard.press("Shift+Tab");
  await expect(line).toBeFocused();
  await expect(tip).toBeVisible();
  await app.screenshot("1-title");
  await page.keyboard.press("Escape");
  await expect(tip).toHaveCount(0);

  // In the list it is part of a button, which is the only stop.
  const item = window.button(/^Pulmonary embolism/);
  await expect(item.locator("[data-cut]")).not.toHaveAttribute("tabindex");
  await window.button("New case").focus();
  await page.keyboard.press("Tab");
  await expect(item).toBeFocused();
  await expect(tip).toBeVisible();
  await app.screenshot("2-in-a-button");
  await page.keyboard.press("Tab");
  await expect(tip).toHaveCount(0);

  await window.fillIn({ title: "Embolism", system: "Chest" });
  await expect(line).not.toHaveAttribute("tabindex");
  expect(app.problems).toEqual([]);
});
