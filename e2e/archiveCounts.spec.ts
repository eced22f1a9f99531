// Counts of the archive window, where nothing has come yet and where nothing is found: they do not read like trouble.
import { ArchiveInspector } from "./support/archiveState.ts";
import { openArchive } from "./pages/archiveWindow.ts";
import { seriousViolations } from "./support/axeCheck.ts";
import { keepPictures } from "./support/pictures.ts";
import { expect, test } from "./support/test.ts";

test("counts downloads once there is something to count", async ({ app }) => {
  const archive = new ArchiveInspector(app.profilePath);
  const window = await openArchive(app);
  const { page } = window;
  await archive.setFaults([
    { endpoint: "getImage", fault: { kind: "stall", afterBytes: 0 } },
  ]);
  await window.addToCart("SAMPLE-CHEST", "SAMPLE-CHEST-001", "Chest PA");
  await window.addToCart("SAMPLE-CHEST", "SAMPLE-CHEST-002", "Chest PA");
  const gate = await window.openGate();
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  await gate.getByRole("button", { name: "Fetch 2 series" }).click();
  const head = page.getByRole("status").filter({ hasText: "series ·" });
  await expect(head).toHaveText("2 series · 2 waiting");
  await expect(page.getByText(/\b0 (?:of|B)\b/)).toHaveCount(0);
  await keepPictures(app, "downloads-begin");
  expect(await seriousViolations(page)).toEqual([]);

  await window.button("Pause all").click();
  await expect(head).toHaveText("2 series · 2 paused");
  await archive.setFaults([]);
  await window.button("Resume all").click();
  await expect(page.getByText("2 series fetched", { exact: true })).toBeVisible(
    { timeout: 30_000 },
  );
  await keepPictures(app, "downloads-end");
});

test("says none where no collection has what was typed", async ({ app }) => {
  const window = await openArchive(app);
  const { page } = window;
  const typed = page.getByRole("searchbox", { name: "Find a collection" });
  await typed.fill("chest");
  await expect(page.getByText(/^1 of \d+ collections$/)).toBeVisible();
  await typed.fill("nowhere");
  await expect(page.getByText(/^None of \d+ collections$/)).toBeVisible();
  await keepPictures(app, "no-collection");
});
