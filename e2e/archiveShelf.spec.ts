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
  await app.inMain(({ dialog }, filePath) => {
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
  // All of the sample archive is of 2016.
  await expect(
    page.getByText("No series were released or changed in this time."),
  ).toBeVisible();
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

test("asks which of two contradicting licences holds, and lets the case go on with it", async ({
  app,
}) => {
  const archive = new ArchiveInspector(app.profilePath);
  const window = await openArchive(app);
  const { page } = window;
  await window.addToCart("SAMPLE-CHEST", "SAMPLE-CHEST-001", "Chest PA");
  await archive.setFaults([
    { endpoint: "getImage", fault: { kind: "otherLicence" } },
  ]);
  const gate = await window.openGate();
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  await gate.getByRole("button", { name: "Fetch 1 series" }).click();
  const line = window.download("Chest PA");
  await expect(line.getByText("Licence in doubt")).toBeVisible({
    timeout: 30_000,
  });
  await window.button("Make a case").click();
  await window.waitForImages();
  await window.show("Check");
  const blocked = page.getByRole("button", {
    name: /1 stack that may not be sent/,
  });
  await expect(blocked).toBeVisible();

  await window.button("Public archives").click();
  await window.tab("Downloads").click();
  await window.button("Settle the licence of Chest PA").click();
  const question = page.getByRole("dialog", { name: "Which licence holds?" });
  await expect(question.getByText("The archive's list says")).toBeVisible();
  await expect(
    question.getByText("The LICENSE file of the download says"),
  ).toBeVisible();
  const holds = question.getByRole("button", { name: "This one holds" });
  await question.getByRole("radio", { name: /The archive's list/ }).click();
  await expect(holds).toBeDisabled();
  await question.getByRole("radio", { name: /Allows less/ }).click();
  await expect(question.getByLabel("Why")).toHaveValue(
    "It allows less than the other one.",
  );
  await expect(holds).toBeDisabled();
  for (const [name, scheme, width, height] of [
    ["light", "light", 1280, 800],
    ["small-dark", "dark", 820, 600],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height });
    await app.screenshot(`1-question-${name}`);
    expect(await seriousViolations(page)).toEqual([]);
  }
  await question.getByRole("checkbox", { name: /not commercial/ }).click();
  await holds.click();
  await expect(question).toHaveCount(0);
  await expect(line.getByText("CC BY-NC 3.0").first()).toBeVisible();
  await expect(line.getByText(/It allows less than the other/)).toBeVisible();
  await app.screenshot("2-settled");
  expect(await seriousViolations(page)).toEqual([]);

  await page
    .getByRole("navigation", { name: "Cases" })
    .getByRole("button", { name: /Untitled|chest/i })
    .first()
    .click();
  await window.show("Check");
  await expect(blocked).toHaveCount(0);
  await window.show("Details");
  await expect(
    page.getByRole("textbox", { name: /^Discussion/ }),
  ).toContainText("creativecommons.org/licenses/by-nc/3.0");
});

test("signs in to the archive by name, if one wishes, and out again", async ({
  app,
}) => {
  const window = await openArchive(app);
  const { page } = window;
  await window.button("Guest").click();
  const dialog = page.getByRole("dialog", { name: "Sign in to the archive" });
  const signIn = dialog.getByRole("button", { name: "Sign in", exact: true });
  await expect(signIn).toBeDisabled();
  await dialog.getByLabel("Name at the archive").fill("teacher");
  await dialog.getByLabel("Password at the archive").fill("wrong");
  await signIn.click();
  await expect(
    page.getByText("Signing in to the archive did not work").first(),
  ).toBeVisible();
  await expect(dialog.getByLabel("Password at the archive")).toHaveValue("");
  await dialog.getByLabel("Password at the archive").fill("synthetic");
  await app.screenshot("1-sign-in");
  expect(await seriousViolations(page)).toEqual([]);
  await signIn.click();
  await expect(dialog).toHaveCount(0);
  await window.button("teacher").click();
  await app.screenshot("2-signed-in");
  await dialog.getByRole("button", { name: "Sign out" }).click();
  await expect(window.button("Guest")).toBeVisible();
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
  server.value.setFaults({
    rules: [
      {
        endpoint: "s3/object",
        count: 1,
        fault: { kind: "cut", afterBytes: 8_000 },
      },
    ],
  });
  await gate.getByRole("button", { name: "Fetch 1 series" }).click();
  await expect(window.download("Chest PA").getByText(/whole/)).toBeVisible({
    timeout: 30_000,
  });
  // Open storage goes on at the byte where the line broke.
  expect(
    server.value.requests
      .filter(({ path }) => path.endsWith(".dcm"))
      .map(({ status, range }) => ({ status, range })),
  ).toEqual([
    { status: 200, range: null },
    { status: 206, range: "bytes=8000-" },
  ]);
  await window.tab("Search").click();
  await page.getByRole("combobox", { name: "How to search" }).click();
  await expect(page.getByRole("option")).toHaveText(["By filters"]);
  const paths = server.value.requests.map(({ path }) => path);
  // The other archive is asked for the licence of the fetched series, and for nothing else.
  const atNbia = paths.filter((path) => path.includes("nbia-api"));
  expect(atNbia.every((path) => path.endsWith("/v4/getSeries"))).toBe(true);
  expect(atNbia.length).toBeGreaterThan(0);
  await server.value.close();
});

test("offers what was found out by hand beside what the file says, and warns of a head and of derived data", async ({
  app,
}) => {
  const archive = new ArchiveInspector(app.profilePath);
  const window = await openArchive(app);
  const { page } = window;
  await window.choose("Collections", "SAMPLE-CHEST");
  await window.choose("Subjects of SAMPLE-CHEST", "SAMPLE-CHEST-002");
  const derived = page.getByRole("listitem").filter({ hasText: "Soft tissue" });
  await expect(derived.getByText("Derived", { exact: true })).toBeVisible();
  await app.screenshot("1-derived");
  await window.button("Details of Soft tissue").click();
  await expect(
    page.getByRole("dialog").getByText(/it has a citation of its own/),
  ).toBeVisible();
  await app.screenshot("2-derived-detail");
  await page.keyboard.press("Escape");
  await window.button("Details of T1 axial").click();
  await expect(
    page.getByRole("dialog").getByText("A head by CT or MR"),
  ).toBeVisible();
  await app.screenshot("3-head-detail");
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await archive.setFaults([
    { endpoint: "getImage", fault: { kind: "otherLicence" } },
  ]);
  await window.addToCart(
    "SAMPLE-NOLICENCE",
    "SAMPLE-NOLICENCE-001",
    "T1 axial",
  );
  const gate = await window.openGate();
  await expect(gate.getByText("A head by CT or MR")).toBeVisible();
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  await gate.getByRole("combobox", { name: /found out by hand/ }).click();
  await page.getByRole("option", { name: /CC BY 4\.0/ }).click();
  await app.screenshot("4-gate");
  await gate.getByRole("button", { name: "Fetch 1 series" }).click();
  await window.button("Settle the licence of T1 axial").click();
  const question = page.getByRole("dialog", { name: "Which licence holds?" });
  await expect(question.getByRole("radio")).toHaveCount(2);
  await expect(
    question.getByRole("radio", { name: /You had found out.*CC BY 4\.0/ }),
  ).toBeVisible();
  await app.screenshot("5-question");
  expect(await seriousViolations(page)).toEqual([]);
  await question.getByRole("radio", { name: /You had found out/ }).click();
  await question.getByLabel("Why").fill("The page of the data set says so.");
  await question.getByRole("button", { name: "This one holds" }).click();
  await expect(
    window.download("T1 axial").getByText(/You decided that CC BY 4\.0 holds/),
  ).toBeVisible();
});
