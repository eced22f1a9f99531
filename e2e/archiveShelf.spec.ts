// Public archives, the rest of the window: lists saved and opened, ways to search, answers asked for anew, licences that need a word, and what is removed.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startArchive } from "../src/sandbox/nbia/archiveServer.ts";
import { openArchive } from "./pages/archiveWindow.ts";
import { ArchiveInspector } from "./support/archiveState.ts";
import { seriousViolations } from "./support/axeCheck.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { expect, test } from "./support/test.ts";

/** The system's dialogs, which no test can press, answer with this path. */
async function answerDialogs(app: RunningApp, path: string): Promise<void> {
  await app.electronApp.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path);
}

test("saves the cart as a manifest and as a table, and opens both again", async ({
  app,
}) => {
  const window = await openArchive(app);
  const { page } = window;
  await window.addToCart("SAMPLE-CHEST", "SAMPLE-CHEST-002", "Chest PA");
  for (const [button, name, holds] of [
    ["Save as manifest…", "series.tcia", "ListOfSeriesToDownload="],
    ["Save as table…", "series.csv", "SeriesInstanceUID"],
  ] as const) {
    await window.tab("Cart").click();
    const path = join(app.profilePath, name);
    await answerDialogs(app, path);
    await window.button(button).click();
    await expect
      .poll(() => readFile(path, "utf8").catch(() => ""))
      .toContain(holds);
    await window.button("Empty the cart").click();
    await window.button("Open a list…").click();
    await expect(
      page.getByText("1 series added to the cart").first(),
    ).toBeVisible();
  }
});

test("searches by words, by filters and by day, and asks the archive again when told to", async ({
  app,
}) => {
  const archive = new ArchiveInspector(app.profilePath);
  const window = await openArchive(app);
  const { page } = window;
  await expect(
    page.getByRole("listbox", { name: "Collections" }),
  ).toBeVisible();
  const before = await archive.callsOf("getCollectionValuesAndCounts");
  await window.button("Ask the archive again").click();
  await expect
    .poll(() => archive.callsOf("getCollectionValuesAndCounts"))
    .toBe(before + 1);

  await window.tab("Search").click();
  for (const list of ["Body part", "Manufacturer", "Species"]) {
    await page.getByRole("combobox", { name: list }).click();
    await page.getByRole("option").nth(1).click();
    await expect(
      page.getByRole("listbox", { name: "Subjects found" }),
    ).toBeVisible();
    await window.button("Clear").click();
  }
  await page.getByRole("combobox", { name: "How to search" }).click();
  await page.getByRole("option", { name: "Words in headers" }).click();
  await page.getByRole("searchbox", { name: "Words in headers" }).fill("chest");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("listbox", { name: "Subjects found" }),
  ).toBeVisible();
  await app.screenshot("1-words");
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole("combobox", { name: "How to search" }).click();
  await page.getByRole("option", { name: "Recently updated" }).click();
  await expect(page.getByText(/No series were released|Updated/)).toBeVisible();
});

test("asks for the word that a licence needs, and removes what was fetched when told twice", async ({
  app,
}) => {
  const window = await openArchive(app);
  const { page } = window;
  await window.addToCart("SAMPLE-NC", "SAMPLE-NC-001", "Chest PA");
  await window.addToCart(
    "SAMPLE-NOLICENCE",
    "SAMPLE-NOLICENCE-001",
    "Chest PA",
  );
  const gate = await window.openGate();
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  await expect(
    gate.getByRole("button", { name: "Fetch 0 series" }),
  ).toBeDisabled();
  await gate.getByRole("checkbox", { name: /not commercial/ }).click();
  await gate.getByRole("combobox", { name: /found out by hand/ }).click();
  await page
    .getByRole("option", { name: /CC BY 4\.0/ })
    .first()
    .click();
  await app.screenshot("1-gate");
  await gate.getByRole("button", { name: "Fetch 2 series" }).click();
  const whole = page.getByText(/whole and checked/);
  await expect(whole).toHaveCount(2, { timeout: 30_000 });

  const line = window.download("Chest PA").first();
  await line.getByRole("button", { name: /from this computer/ }).click();
  await app.screenshot("2-removal");
  expect(await seriousViolations(page)).toEqual([]);
  await line.getByRole("button", { name: "Keep" }).click();
  await expect(whole).toHaveCount(2);
  await line.getByRole("button", { name: /from this computer/ }).click();
  await line.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(whole).toHaveCount(1);
  for (const [name, scheme, width, height] of [
    ["light", "light", 1280, 800],
    ["small-dark", "dark", 820, 600],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height });
    await app.screenshot(`3-downloads-${name}`);
    expect(await seriousViolations(page)).toEqual([]);
  }
});

test("browses Imaging Data Commons, and fetches from its open storage", async ({
  launch,
  profilePath,
}) => {
  const server = await startArchive();
  if (!server.ok) throw new Error("The archive did not start.");
  const folder = join(profilePath, "user-data");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "settings.json"),
    JSON.stringify({
      version: 1,
      publicArchive: { server: "idc", origin: server.value.origin },
    }),
  );
  const app = await launch();
  const window = await openArchive(app);
  const { page } = window;
  await expect(page.getByRole("combobox", { name: "Archive" })).toContainText(
    "Imaging Data Commons",
  );
  await window.addToCart("sample_chest", "SAMPLE-CHEST-002", "Chest PA");
  await app.screenshot("1-idc");
  expect(await seriousViolations(page)).toEqual([]);
  const gate = await window.openGate();
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  await expect(gate.getByText("CC BY 4.0").first()).toBeVisible();
  await gate.getByRole("button", { name: "Fetch 1 series" }).click();
  await expect(window.download("Chest PA").getByText(/whole/)).toBeVisible({
    timeout: 30_000,
  });
  await window.tab("Search").click();
  await page.getByRole("combobox", { name: "How to search" }).click();
  await expect(page.getByRole("option")).toHaveText(["By filters"]);
  const paths = server.value.requests.map(({ path }) => path);
  expect(paths.some((path) => path.includes("nbia-api"))).toBe(false);
  await server.value.close();
});
