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
  await window.show("Check");
  await window.button("Prepare the images").click();
  // No copy is made of the one with text in its pixels.
  await expect(
    window.page.getByText("3 images prepared, 1 stack held back"),
  ).toBeVisible({ timeout: 60_000 });
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
  const contact = dialog.getByLabel(/^Contact address for public services/);
  await contact.fill("https://example.org/teaching");
  await dialog.getByRole("button", { name: "Save contact address" }).click();
  await expect(window.page.getByText("Contact address saved.")).toBeVisible();
  await expect(contact).toHaveValue("https://example.org/teaching");
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
  await expect(consent.getByText(/Recipient:/).locator("..")).toHaveText(
    "Recipient: the practice reader of the sandbox (made-up numbers), this computer: nothing leaves it.",
  );
  await expect(consent.getByText(/Purpose:/).locator("..")).toHaveText(
    "Purpose: a second look for research or teaching. The licence allows nothing else: no clinical and no commercial use.",
  );
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

  await expect(film(window, "Side")).toContainText(
    "This is no frontal film (LL). X-Raydar was trained on PA and AP films only.",
  );
  await expect(film(window, "Young")).toContainText(
    "The patient is 6 years old. X-Raydar was trained on adults only.",
  );
  await expect(film(window, "Labelled")).toContainText(
    /Text stands unmasked in its pixels \(\d+ places?\)\. Mask it under Images\./,
    { timeout: 60_000 },
  );
  for (const name of ["Side", "Young", "Labelled"])
    await expect(film(window, name).getByRole("button")).toHaveCount(0);
  await expect(film(window, "Frontal")).toContainText("May be sent");
  await app.screenshot("2-refused");
  expect(await sandbox.askedOfReader()).toHaveLength(0);

  await window.button("Ask about Frontal, PA").click();
  await window.button("Do not send").click();
  await expect(page.getByRole("dialog", { name: /Send this/ })).toHaveCount(0);
  expect(await sandbox.askedOfReader()).toHaveLength(0);

  await sandbox.setReader({ image: { kind: "stall", ms: 1_500 } });
  await sendFrontal(window);
  await expect(
    page.getByText(/^Sent, waiting for the answer of/),
  ).toBeVisible();
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
  await expect(chart.getByRole("row").nth(1)).toContainText("urgent");
  await expect(
    page.getByText(
      "The line at 0.5 is the threshold in the authors’ reference code.",
    ),
  ).toBeVisible();
  await expect(
    page.getByText(/Urgency in the reference code's scale: urgent\./),
  ).toBeVisible();
  await expect(chart.getByRole("row")).toHaveCount(38);
  const shown = await chart.getByRole("row").allInnerTexts();
  const values = shown
    .slice(1)
    .map((row) => Number(/(\d\.\d\d)\s*$/.exec(row)?.[1]));
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  await app.screenshot("4-result-all");
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  const banner =
    "For research and teaching only. Not a medical device. Not for diagnosis or patient care.";
  await expect
    .poll(() => app.inMain(({ clipboard }) => clipboard.readText()))
    .toMatch(/^\[For research and teaching only\./);
  const copied = await app.inMain(({ clipboard }) => clipboard.readText());
  const lines = copied.split("\n");
  expect(lines[0]).toBe(`[${banner}]`);
  expect(lines[2]).toMatch(
    /^Answer of the practice reader .*, version unknown, \d{4}-\d\d-\d\d \d\d:\d\d UTC$/,
  );
  expect(lines[3]).toMatch(/^Film: stack \d, image 1 of 1$/);
  expect(lines.at(-2)).toContain("doi 10.1016/S2589-7500(23)00218-2");
  expect(lines.at(-1)).toMatch(/^\[End of the answer of .* patient care\.\]$/);

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
  await expect(
    page.getByText(
      "It holds numbers without names. Which finding each belongs to is not documented.",
    ),
  ).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  await app.screenshot("5-not-understood");
  await window.button("Understood").click();

  await sandbox.setReader({ image: { kind: "answer", form: "usual" } });
  await sendFrontal(window);
  await expect(
    page.getByRole("table", { name: /reading of a film/ }),
  ).toBeVisible({ timeout: 15_000 });

  const report = page.getByLabel(/^Findings and impression/);
  const tooLong = page.getByText(/the reader takes in about the first 350/);
  for (const [words, warnings] of [
    [300, 0],
    [301, 1],
  ] as const) {
    await report.fill("effusion ".repeat(words));
    await window.button("Check the report…").click();
    const consent = page.getByRole("dialog", { name: /Send this/ });
    await expect(consent).toBeVisible();
    await consent.getByRole("button", { name: "Do not send" }).click();
    await expect(consent).toHaveCount(0);
    await expect(tooLong).toHaveCount(warnings);
  }
  await app.screenshot("5-long-report");
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

test("shows an answer with too few findings whole, waits between questions, and asks no more once the address has changed", async ({
  app,
}) => {
  const sandbox = new SandboxInspector(app.profilePath);
  const window = await preparedCase(app);
  const { page } = window;
  await switchOn(window);
  await sandbox.setReader({ image: { kind: "answer", form: "tooFew" } });
  await sendFrontal(window);
  await window.button("Show the whole answer").click({ timeout: 15_000 });
  await expect(page.getByLabel("The whole answer")).toContainText(/\}$/);
  await window.button("Understood").click();

  await sandbox.setReader({ image: { kind: "status", status: 404 } });
  await sendFrontal(window);
  await expect(page.getByText("Waiting 5 s between questions")).toBeVisible();
  await window.button("Cancel").click();
  await expect(
    page.getByText("Nothing of the film went out.", { exact: true }),
  ).toBeVisible();
  expect(await sandbox.askedOfReader()).toHaveLength(1);
  await window.button("Understood").click();
  await sendFrontal(window);
  await expect(window.button("Open the project page")).toBeVisible({
    timeout: 15_000,
  });
  await expect(
    page.getByText(
      "The interface of X-Raydar for a film has changed. It is not asked again before the next start of Casedrop.",
    ),
  ).toBeVisible();
  await expect(window.button("Ask about Frontal, PA")).toBeDisabled();
});
