// Public archives: a series is found, its licence read, fetched through a broken transfer, put into a case with its credit, and sent; what a licence forbids stays.
import type { Page } from "@playwright/test";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ArchiveWindow, openArchive } from "./pages/archiveWindow.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { ArchiveInspector } from "./support/archiveState.ts";
import { arrivedImages, unsafeFindings } from "./support/arrivedImages.ts";
import { seriousViolations } from "./support/axeCheck.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { SandboxInspector } from "./support/sandboxState.ts";
import { browserPath } from "./support/signInWithBrowser.ts";
import { expect, test } from "./support/test.ts";

/** UIDs of the sample archive: first subject of SAMPLE-CHEST. */
const lungWindow = "1.3.6.1.4.1.99999.1.1.1";
const softTissue = "1.3.6.1.4.1.99999.1.1.3";

test("finds series, fetches them through a broken transfer, and sends a case with their credit", async ({
  app,
}) => {
  test.skip(browserPath === null, "There is no Chromium to sign in with.");
  test.setTimeout(180_000);
  const archive = new ArchiveInspector(app.profilePath);
  const sandbox = new SandboxInspector(app.profilePath);
  const signingIn = new CaseWindow(app);
  await signingIn.signIn();
  const window = await openArchive(app);
  const { page } = window;

  await page
    .getByRole("searchbox", { name: "Find a collection" })
    .fill("chest");
  await window.choose("Collections", "SAMPLE-CHEST");
  await expect(page.getByText(/2 subjects/).first()).toBeVisible();
  await page.getByRole("combobox", { name: "Modality" }).click();
  await page.getByRole("option", { name: /^CT/ }).click();
  await window.choose("Subjects of SAMPLE-CHEST, filtered", "SAMPLE-CHEST-001");
  const series = page.getByRole("list", { name: "Sample study" });
  await expect(series.getByRole("listitem")).toHaveCount(2);
  await expect(page.getByText(/2 not fitting the filters/)).toBeVisible();
  await app.screenshot("1-browse");
  expect(await seriousViolations(page)).toEqual([]);

  await window.button("Details of Lung window 5 mm").click();
  const detail = page.getByRole("dialog", { name: "Lung window 5 mm" });
  await expect(
    detail.getByText("10.7937/sample.2020.chest").first(),
  ).toBeVisible();
  await expect(detail.getByRole("table", { name: "Attributes" })).toBeVisible();
  await app.screenshot("2-series");
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(detail).toHaveCount(0);

  await window.button("Add Lung window 5 mm to the cart").click();
  await window.button("Add Soft tissue to the cart").click();
  await archive.setFaults([
    {
      endpoint: "getImage",
      seriesInstanceUID: lungWindow,
      count: 1,
      fault: { kind: "cut", afterBytes: 8_000 },
    },
    {
      endpoint: "getImage",
      seriesInstanceUID: softTissue,
      fault: { kind: "wrongHash" },
    },
  ]);
  await window.tab("Cart").click();
  await expect(page.getByText(/2 series · 16 images/)).toBeVisible();
  await app.screenshot("3-cart");
  expect(await seriousViolations(page)).toEqual([]);

  const gate = await window.openGate();
  const fetch = gate.getByRole("button", { name: "Fetch 2 series" });
  await expect(fetch).toBeDisabled();
  await app.screenshot("4-gate");
  expect(await seriousViolations(page)).toEqual([]);
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  expect(await archive.lastUserAgent()).toMatch(/^Casedrop\/[\w.-]+$/);
  const contact = gate.getByLabel(/^Contact address for public services/);
  await contact.fill("anna at example");
  await expect(gate.getByRole("alert")).toContainText("an e-mail address");
  await expect(fetch).toBeDisabled();
  await contact.fill("anna@example.org");
  await app.screenshot("4-gate-contact");
  await fetch.click();
  await expect
    .poll(() => archive.lastUserAgent())
    .toMatch(/^Casedrop\/[\w.-]+ \(\+mailto:anna@example\.org\)$/);

  await expect(
    window
      .download("Lung window 5 mm")
      .getByText("12 images, whole and checked"),
  ).toBeVisible({ timeout: 60_000 });
  const refused = window.download("Soft tissue");
  await expect(
    refused.getByText(/other content than the archive's hash/),
  ).toBeVisible({
    timeout: 60_000,
  });
  await expect(
    refused.getByText("The series is damaged at the source"),
  ).toBeVisible({ timeout: 30_000 });
  await expect(refused.getByRole("checkbox")).toHaveCount(0);
  await app.screenshot("5-downloads");
  expect(await seriousViolations(page)).toEqual([]);
  // Zips are made while they are sent, so the second try begins anew; what stays wrong is tried three times.
  const whole = { range: null, status: 200 };
  expect(await archive.transfersOf(lungWindow)).toMatchObject([
    { ...whole, faults: ["cut"] },
    { ...whole, faults: [] },
  ]);
  expect(await archive.transfersOf(softTissue)).toMatchObject([
    { ...whole, faults: ["wrongHash"] },
    { ...whole, faults: ["wrongHash"] },
    { ...whole, faults: ["wrongHash"] },
  ]);
  const stored = join(
    app.profilePath,
    "user-data",
    "public-archives",
    "sample",
  );
  const kept = await readdir(stored, { recursive: true });
  expect(kept.filter((path) => path.includes(softTissue))).toEqual([]);
  expect(
    kept.filter((path) => path.includes(lungWindow) && path.endsWith(".dcm")),
  ).toHaveLength(12);

  await window.button("Make a case").click();
  await window.waitForImages();
  await window.fillIn({ title: "Public chest CT", system: "Chest" });
  const credit = page.getByRole("region", { name: "Credit for public data" });
  await expect(credit.getByText("Credit given")).toBeVisible();
  await app.screenshot("6-attribution");
  expect(await seriousViolations(page)).toEqual([]);

  await window.prepare();
  await window.acceptWhatIsAsked();
  await window.confirm();
  await expect(
    page.getByRole("button", { name: /that the public data may be published/ }),
  ).toBeVisible();
  await expect(window.button("Send the case")).toBeDisabled();
  await app.screenshot("7-fourth-statement");
  await window.confirmPublicData();
  await window.send();
  await window.waitUntilDone();
  expect(await window.account()).toEqual({
    found: 12,
    uploaded: 12,
    leftOut: 0,
  });
  await app.screenshot("8-sent");
  const { cases, rejections } = await sandbox.state();
  expect(rejections).toEqual([]);
  expect(cases).toHaveLength(1);
  const body = (cases[0]?.body ?? "").replaceAll(/<[^>]+>/g, " ");
  for (const said of [
    "Images from public data:",
    "Sample, Ada; Casedrop sandbox (2020). Synthetic images (SAMPLE-CHEST).",
    "https://doi.org/10.7937/sample.2020.chest",
    "Licence: Creative Commons Attribution 4.0 International License",
    "https://creativecommons.org/licenses/by/4.0/",
    "Changes made: images were selected, de-identified again, and may have been windowed, cropped or masked.",
    "https://www.cancerimagingarchive.net/data-usage-policies-and-restrictions",
    "https://doi.org/10.1007/s10278-013-9622-7",
  ])
    expect(body).toContain(said);
  expect(JSON.stringify(cases)).not.toContain("SAMPLE-CHEST-001");
  const images = await arrivedImages(sandbox, cases[0]?.studies[0]?.stacks[0]);
  expect(images).toHaveLength(12);
  for (const image of images)
    expect(
      unsafeFindings(image, ["SAMPLE-CHEST-001", lungWindow, "20160106"]),
    ).toEqual([]);
});

test("keeps a series whose licence forbids changes at both gates", async ({
  app,
}) => {
  const archive = new ArchiveInspector(app.profilePath);
  const window = await openArchive(app);
  const { page } = window;
  await window.choose("Collections", "SAMPLE-ND");
  await window.choose("Subjects of SAMPLE-ND", "SAMPLE-ND-001");
  await window.button("Add Chest PA to the cart").click();
  const gate = await window.openGate();
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  await expect(gate.getByText(/forbids changed copies/)).toBeVisible();
  await expect(
    gate.getByRole("button", { name: /^Fetch 0 series/ }),
  ).toBeDisabled();
  await app.screenshot("1-blocked");
  expect(await archive.callsOf("getImage")).toBe(0);
  await gate
    .getByRole("checkbox", { name: /look at on this computer only/ })
    .click();
  await gate.getByRole("button", { name: "Fetch 1 series" }).click();
  await expect(
    window.download("Chest PA").getByText(/it cannot be sent/),
  ).toBeVisible({ timeout: 30_000 });

  await window.button("Make a case").click();
  await window.waitForImages();
  await window.show("Check");
  await expect(
    page.getByRole("button", { name: /1 stack that may not be sent/ }),
  ).toBeVisible();
  await expect(window.button("Send the case")).toBeDisabled();
  await app.screenshot("2-blocked-at-sending");
  const { cases } = await new SandboxInspector(app.profilePath).state();
  expect(cases).toEqual([]);
});

test("says when the credit was taken out, and puts it back", async ({
  app,
}) => {
  const window = await openArchive(app);
  const { page } = window;
  await window.choose("Collections", "SAMPLE-CHEST");
  await window.choose("Subjects of SAMPLE-CHEST", "SAMPLE-CHEST-002");
  await window.button("Add Chest PA to the cart").click();
  const gate = await window.openGate();
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  await gate.getByRole("button", { name: "Fetch 1 series" }).click();
  await expect(
    window.download("Chest PA").getByText(/whole and checked/),
  ).toBeVisible({ timeout: 30_000 });
  await window.button("Make a case").click();
  await window.waitForImages();
  await window.show("Details");
  const discussion = page.getByRole("textbox", { name: /^Discussion/ });
  await expect(discussion).toContainText("Changes made:");
  await discussion.fill("An opacity.");
  await page.getByRole("textbox", { name: /^Title/ }).focus();
  await expect(page.getByText("The credit was taken out")).toBeVisible();
  await app.screenshot("1-credit-missing");
  await window.show("Check");
  await expect(
    page.getByRole("button", { name: /Credit for SAMPLE-CHEST is missing/ }),
  ).toBeVisible();
  await window.show("Details");
  await window.button("Put the credit back").click();
  await expect(discussion).toContainText("Changes made:");
  await expect(discussion).toContainText("An opacity.");
});

test("takes a dropped list, pauses and resumes its series, and goes on after a kill", async ({
  app,
  launch,
}, testInfo) => {
  const window = await openArchive(app);
  const { page } = window;
  const archive = new ArchiveInspector(app.profilePath);
  const list = testInfo.outputPath("list.tcia");
  await writeFile(
    list,
    `\uFEFFmanifestVersion=3.0\r\nListOfSeriesToDownload=\r\n${lungWindow}\r\n${lungWindow},\r\n1.2.3.4\r\nnonsense\r\n`,
  );
  await dropFiles(app, [list]);
  await expect(
    page.getByText(
      "1 series added to the cart, 1 not in this archive (1.2.3.4), 1 named twice, 1 line without a UID.",
    ),
  ).toBeVisible();
  await archive.setFaults([
    { endpoint: "getImage", fault: { kind: "slow", pauseMs: 2_000 } },
  ]);
  const gate = await window.openGate();
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  await gate.getByRole("button", { name: "Fetch 1 series" }).click();
  await window.button("Pause Lung window 5 mm").click();
  const line = window.download("Lung window 5 mm");
  await expect(line.getByText("Paused")).toBeVisible();
  const askedBefore = await archive.callsOf("getImage");
  await window.button("Resume Lung window 5 mm").click();
  await expect(line.getByText("Paused")).toHaveCount(0);
  await expect
    .poll(async () => archive.callsOf("getImage"))
    .toBeGreaterThan(askedBefore);
  await app.kill();

  const again = new ArchiveWindow(await launch());
  await again.open();
  await again.tab("Downloads").click();
  await expect(
    again
      .download("Lung window 5 mm")
      .getByText("12 images, whole and checked"),
  ).toBeVisible({ timeout: 30_000 });
});

test("looks as good in the dark and in a small window", async ({ app }) => {
  const window = await openArchive(app);
  const { page } = window;
  await window.choose("Collections", "SAMPLE-CHEST");
  await window.choose("Subjects of SAMPLE-CHEST", "SAMPLE-CHEST-001");
  await window.button("Add Chest PA to the cart").click();
  await window.choose("Collections", "SAMPLE-NC");
  await window.choose("Subjects of SAMPLE-NC", "SAMPLE-NC-001");
  await window.button("Add Chest PA to the cart").click();
  await window.choose("Collections", "SAMPLE-NOLICENCE");
  await window.choose("Subjects of SAMPLE-NOLICENCE", "SAMPLE-NOLICENCE-001");
  await window.button("Add Chest PA to the cart").click();
  for (const [name, scheme, width, height] of [
    ["light", "light", 1280, 800],
    ["dark", "dark", 1280, 800],
    ["small", "light", 820, 600],
    ["small-dark", "dark", 820, 600],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height });
    await window.tab("Browse").click();
    await app.screenshot(`${name}-1-browse`);
    expect(await seriousViolations(page)).toEqual([]);
    await window.button("Details of Chest PA").click();
    await expect(page.getByRole("table", { name: "Attributes" })).toBeVisible();
    await app.screenshot(`${name}-2-series`);
    await showsItsEndByKeyboard(page);
    await app.screenshot(`${name}-2-series-end`);
    await page.keyboard.press("Escape");
    await window.tab("Search").click();
    await app.screenshot(`${name}-3-search`);
    const gate = await window.openGate();
    await app.screenshot(`${name}-4-gate`);
    expect(await seriousViolations(page)).toEqual([]);
    await gate.getByRole("button", { name: "Not now" }).click();
    await expect(gate).toHaveCount(0);
    await app.screenshot(`${name}-5-cart`);
  }
  expect(app.problems).toEqual([]);
});

/** The table of attributes has no scroll area of its own within that of the dialog. */
async function showsItsEndByKeyboard(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  const table = dialog.getByRole("table", { name: "Attributes" });
  const scrolling = await dialog
    .locator("*")
    .evaluateAll(
      (elements) =>
        elements.filter(
          (element) =>
            element.scrollHeight > element.clientHeight &&
            /auto|scroll/.test(getComputedStyle(element).overflowY),
        ).length,
    );
  expect(scrolling).toBeLessThanOrEqual(1);
  await table.focus();
  await page.keyboard.press("End");
  const count = (await table.getAttribute("aria-rowcount")) ?? "";
  await expect(table.locator(`[aria-rowindex="${count}"]`)).toBeInViewport();
}
