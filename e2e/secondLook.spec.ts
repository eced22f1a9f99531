// The second look: off at first, then a frontal film goes to the practice reader and comes back as a chart, and everything else stays with its reason.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { CaseWindow } from "./pages/caseWindow.ts";
import { chestFilm } from "../src/testing/chestFilm.ts";
import { dropFiles } from "./support/dropFiles.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { expect, test } from "./support/test.ts";

const key = "practice-key-016";
const adult = { age: "054Y", printed: null };
const films = [
  { number: 1, description: "Frontal", viewPosition: "PA", ...adult },
  { number: 2, description: "Side", viewPosition: "LL", ...adult },
  {
    number: 3,
    description: "Young",
    viewPosition: "PA",
    age: "006Y",
    printed: null,
  },
  {
    number: 4,
    description: "Labelled",
    viewPosition: "AP",
    age: "054Y",
    printed: "FIXTURE ANNA",
  },
];

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-export-"));
  for (const film of films)
    await writeFile(join(exportFolder, `F${film.number}`), chestFilm(film));
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

/** Drops the films and prepares the case. */
async function preparedCase(app: RunningApp): Promise<CaseWindow> {
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.prepare();
  return window;
}

async function switchOn(window: CaseWindow): Promise<void> {
  const { page } = window;
  await expect(page.getByRole("tab", { name: "Second look" })).toHaveCount(0);
  await page.keyboard.press("Control+,");
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await dialog
    .getByRole("heading", { name: "Second look" })
    .scrollIntoViewIfNeeded();
  await window.app.screenshot("1-off");
  await dialog.getByRole("checkbox", { name: /teaching only/ }).click();
  await dialog.getByLabel(/^Key/).fill(key);
  await dialog.getByRole("button", { name: "Save key" }).click();
  await expect(
    dialog.getByRole("button", { name: "Forget key" }),
  ).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Second look" }).click();
}

function film(window: CaseWindow, name: string): Locator {
  return window.page
    .getByRole("listitem")
    .filter({ hasText: `${name},` })
    .first();
}

async function sendFrontal(window: CaseWindow): Promise<void> {
  const { page } = window;
  await window.button("Ask about Frontal, PA").click();
  const consent = page.getByRole("dialog", { name: /Send this/ });
  await expect(consent.getByText(/Recipient/)).toBeVisible();
  const sendIt = consent.getByRole("button", { name: "Send this once" });
  await expect(sendIt).toBeDisabled();
  await expect(
    consent.getByRole("button", { name: "Do not send" }),
  ).toBeFocused();
  await consent.getByRole("checkbox", { name: /I have looked/ }).click();
  await window.app.screenshot("consent");
  await sendIt.click();
}

test("shows what the reader says of a frontal film, and refuses a lateral one, a child's and an unmasked one", async ({
  app,
}) => {
  const sandbox = new SandboxInspector(app.profilePath);
  const window = await preparedCase(app);
  const { page } = window;
  await switchOn(window);

  await expect(film(window, "Side")).toContainText("no frontal film (LL)");
  await expect(film(window, "Young")).toContainText("6 years old");
  await expect(film(window, "Labelled")).toContainText("Text stands unmasked", {
    timeout: 60_000,
  });
  for (const name of ["Side", "Young", "Labelled"])
    await expect(film(window, name).getByRole("button")).toHaveCount(0);
  await expect(film(window, "Frontal")).toContainText("May be sent");
  await app.screenshot("2-refused");
  expect(await sandbox.askedOfReader()).toHaveLength(0);

  await sandbox.setReader({ image: { kind: "stall", ms: 1_500 } });
  await sendFrontal(window);
  await expect(page.getByText(/^Waiting for/)).toBeVisible();
  await app.screenshot("3-waiting");
  const chart = page.getByRole("table", { name: /reading of a film/ });
  await expect(chart.getByRole("row").nth(1)).toContainText(
    /Pleural effusion.*0\.93/,
  );
  await expect(chart.getByRole("row").nth(2)).toContainText(
    /Cardiomegaly.*0\.71/,
  );
  await expect(
    page.getByText(/Not for diagnosis or patient care/).first(),
  ).toBeVisible();
  await chart.scrollIntoViewIfNeeded();
  await app.screenshot("4-result");

  const asked = await sandbox.askedOfReader();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.problems).toEqual([]);
  // Nothing of the patient, no date, no private element.
  expect(asked[0]?.tags.filter((tag) => tag.startsWith("0010"))).toEqual([]);
  expect(asked[0]?.tags).not.toContain("00080020");
  const log = await readFile(
    join(app.profilePath, "user-data", "logs", "casedrop.jsonl"),
    "utf8",
  ).catch(() => "");
  expect(log).not.toContain(key);
});

test("shows that an answer was not understood, labels a report, and sets both side by side", async ({
  app,
}) => {
  const sandbox = new SandboxInspector(app.profilePath);
  const window = await preparedCase(app);
  const { page } = window;
  await switchOn(window);
  await sandbox.setReader({ image: { kind: "answer", form: "bareNumbers" } });
  await sendFrontal(window);
  await expect(page.getByText("The answer was not understood")).toBeVisible({
    timeout: 15_000,
  });
  await expect(page.getByRole("table")).toHaveCount(0);
  await app.screenshot("5-not-understood");
  await window.button("Understood").click();

  await sandbox.setReader({ image: { kind: "answer", form: "usual" } });
  await sendFrontal(window);
  await expect(
    page.getByRole("table", { name: /reading of a film/ }),
  ).toBeVisible({ timeout: 15_000 });

  const report = page.getByLabel(/^Findings and impression/);
  await report.fill("Anna Fixture has a large left pleural effusion.");
  await window.button("Check the report…").click();
  await expect(page.getByText("Before this can be sent:")).toBeVisible();
  await window.button("Take them out").click();
  const consent = page.getByRole("dialog", { name: /Send this/ });
  await expect(consent).not.toContainText("Anna");
  await consent.getByRole("checkbox").click();
  await consent.getByRole("button", { name: "Send this once" }).click();
  const both = page.getByRole("table", { name: /side by side/ });
  await expect(both.getByRole("row").nth(1)).toContainText(
    /Pleural effusion.*0\.93.*0\.93/,
    { timeout: 15_000 },
  );
  await both.scrollIntoViewIfNeeded();
  await app.screenshot("6-compare");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 820, height: 600 });
  await app.screenshot("7-dark-small");
});
