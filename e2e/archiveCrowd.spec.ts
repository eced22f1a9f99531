// Public archives with thousands of rows: only what is in sight is on the page, and keys and pages lead to the last; questions that nobody waits for are cut off.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { startArchive } from "../src/sandbox/nbia/archiveServer.ts";
import { openArchive, type ArchiveWindow } from "./pages/archiveWindow.ts";
import { seriousViolations } from "./support/axeCheck.ts";
import type { RunningApp } from "./support/launchApp.ts";
import { expect, test as base } from "./support/test.ts";

const crowd = 5_000;
/** Far more than fit into a window, far fewer than there are. */
const mostRows = 60;
const lastSubject = "SAMPLE-CROWD-05000";

type Archive = Extract<
  Awaited<ReturnType<typeof startArchive>>,
  { readonly ok: true }
>["value"];

/** The app beside an archive with a crowd. */
const test = base.extend<{ readonly archive: Archive }>({
  archive: async ({ profilePath }, use) => {
    const newestDay = new Date(Date.now() - 7 * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const server = await startArchive({ crowd, newestDay });
    if (!server.ok) throw new Error("The archive did not start.");
    const folder = join(profilePath, "user-data");
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "settings.json"),
      JSON.stringify({
        version: 1,
        publicArchive: { server: "public", origin: server.value.origin },
      }),
    );
    await use(server.value);
    await server.value.close();
  },
});

/** Scrolls to the end by the keyboard alone. */
async function toTheEnd(list: Locator): Promise<void> {
  await list.focus();
  await list.press("End");
}

function group(window: ArchiveWindow, name: string): Locator {
  return window.page.getByRole("group", { name, exact: true });
}

/** Rows on the page are few, the last is reached by a key, and each says which of how many it is. */
async function expectLongList(list: Locator, lastRow: string): Promise<void> {
  const rows = list.getByRole("listitem");
  await expect(rows.first()).toHaveAttribute("aria-setsize", String(crowd));
  expect(await rows.count()).toBeLessThan(mostRows);
  await toTheEnd(list);
  const last = list.locator(`[aria-posinset="${String(crowd)}"]`);
  await expect(last).toBeInViewport();
  await expect(last).toContainText(lastRow);
  expect(await rows.count()).toBeLessThan(mostRows);
}

async function timed(
  app: RunningApp,
  what: string,
  act: () => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  await act();
  const ms = Math.round(performance.now() - startedAt);
  test.info().annotations.push({ type: what, description: `${String(ms)} ms` });
  expect(app.problems).toEqual([]);
}

test("five thousand subjects, series, series in the cart and downloads are lists of a few dozen rows", async ({
  archive,
  app,
}) => {
  test.setTimeout(180_000);
  const window = await openArchive(app);
  const { page } = window;
  await window.choose("Collections", "SAMPLE-CROWD");
  const subjects = page.getByRole("listbox", {
    name: "Subjects of SAMPLE-CROWD",
  });
  await timed(app, "subjects", async () => {
    await expect(subjects.getByRole("option").first()).toBeVisible();
  });
  expect(await subjects.getByRole("option").count()).toBeLessThan(mostRows);
  await toTheEnd(subjects);
  await expect(
    subjects.getByRole("option", { name: lastSubject }),
  ).toBeInViewport();
  expect(await subjects.getByRole("option").count()).toBeLessThan(mostRows);
  await subjects.press("Enter");
  await expect(page.getByRole("heading", { name: lastSubject })).toBeVisible();
  await subjects.press("Home");
  await subjects.press("Enter");

  const series = page.getByRole("list", { name: "Sample study" });
  await timed(app, "series of a subject", async () => {
    await expect(series.getByRole("listitem").first()).toBeVisible();
  });
  const rows = series.getByRole("listitem");
  expect(await rows.count()).toBeLessThan(mostRows);
  await page
    .getByRole("button", { name: "Details of Part 1", exact: true })
    .focus();
  for (let row = 1; row <= 60; row++) await page.keyboard.press("Tab");
  await expect(page.locator("li:focus-within")).toBeInViewport();
  const reached = await page
    .locator("li:focus-within")
    .getAttribute("aria-posinset");
  expect(Number(reached)).toBe(31);
  await series.hover();
  await page.mouse.wheel(0, 10_000_000);
  await expect(
    series.getByRole("listitem").filter({ hasText: "Part 5000" }),
  ).toBeInViewport();
  expect(await rows.count()).toBeLessThan(mostRows);
  // The row that has the focus is still there, out of sight.
  await expect(page.locator("li:focus-within")).toHaveAttribute(
    "aria-posinset",
    "31",
  );
  await app.screenshot("1-series");
  expect(await seriousViolations(page)).toEqual([]);

  await timed(app, "into the cart", async () => {
    await window.button("Add all 5,000").click();
    await expect(window.tab("Cart")).toContainText("5,000");
  });
  await window.tab("Cart").click();
  await expect(page.getByText(/5,000 series · 5,000 images/)).toBeVisible();
  await expectLongList(group(window, "Series in the cart"), "Part 5000");
  await app.screenshot("2-cart");
  expect(await seriousViolations(page)).toEqual([]);

  archive.setFaults({
    rules: [{ endpoint: "getImage", fault: { kind: "stall", afterBytes: 0 } }],
  });
  const gate = await window.openGate();
  await gate.getByRole("checkbox", { name: /I accept the policy/ }).click();
  await timed(app, "into the queue", async () => {
    await gate.getByRole("button", { name: /^Fetch 5,000 series/ }).click();
    await expect(window.tab("Downloads")).toContainText("5,000", {
      timeout: 60_000,
    });
    await expect(gate).toHaveCount(0, { timeout: 60_000 });
  });
  await expectLongList(group(window, "Downloads"), "Part 5000");
  await app.screenshot("3-downloads");
  expect(await seriousViolations(page)).toEqual([]);
  await timed(app, "all paused", async () => {
    await window.button("Pause all").click();
    await expect(page.getByText(/5,000 paused/)).toBeVisible({
      timeout: 60_000,
    });
  });
});

test("more subjects come a page at a time, to the last", async ({
  archive,
  app,
}) => {
  const window = await openArchive(app);
  const { page } = window;
  await window.choose("Collections", "SAMPLE-CROWD");
  await page.getByRole("combobox", { name: "Modality" }).click();
  await page.getByRole("option", { name: /^CT/ }).click();
  const subjects = page.getByRole("listbox", {
    name: "Subjects of SAMPLE-CROWD, filtered",
  });
  await expect(page.getByText(/^100 of 5,000 subjects$/)).toBeVisible();
  await window.button("More subjects").click();
  await expect(page.getByText(/^200 of 5,000 subjects$/)).toBeVisible();
  await toTheEnd(subjects);
  await expect(
    subjects.getByRole("option", { name: "SAMPLE-CROWD-00200" }),
  ).toBeInViewport();
  await app.screenshot("1-more");
  const offsets = archive.requests
    .filter(({ path }) => path.endsWith("/getSimpleSearch"))
    .map(({ body }) => new URLSearchParams(body).get("start"));
  expect(offsets).toEqual(["0", "100"]);

  // The last page ends it.
  await window.tab("Search").click();
  await page.getByRole("combobox", { name: "Modality" }).click();
  await page.getByRole("option", { name: /^MR/ }).click();
  await expect(page.getByText(/^\d+ subjects$/)).toBeVisible();
  await expect(window.button("More subjects")).toHaveCount(0);
});

test("shows what changed since the very day asked for and nothing older, and opens a shared cart", async ({
  archive,
  app,
}) => {
  const window = await openArchive(app);
  const { page } = window;
  await window.tab("Search").click();
  await page.getByRole("combobox", { name: "How to search" }).click();
  await page.getByRole("option", { name: "Recently updated" }).click();
  const updated = page.getByRole("list", { name: "Updated series" });
  await expect(updated.getByRole("listitem")).toHaveCount(1);
  await expect(updated.getByRole("listitem")).toContainText("SAMPLE-CHEST-002");
  await app.screenshot("1-updated");

  await page.getByRole("combobox", { name: "How to search" }).click();
  await page.getByRole("option", { name: "Shared cart" }).click();
  const name = page.getByRole("searchbox", { name: "Name of the shared cart" });
  await name.fill("nbia-nowhere");
  await page.keyboard.press("Enter");
  await expect(
    page.getByText(
      "The archive has no cart of this name, or nothing in it is open to everybody.",
    ),
  ).toBeVisible();
  await name.fill("nbia-sample");
  await page.keyboard.press("Enter");
  const shared = page.getByRole("list", { name: "Series of the shared cart" });
  await expect(shared.getByRole("listitem")).toHaveCount(2);
  await app.screenshot("2-shared-cart");
  await window.button("Add all to the cart").click();
  await window.tab("Cart").click();
  await expect(page.getByText(/2 series · 13 images/)).toBeVisible();
  expect(
    archive.requests.some(({ path }) => path.endsWith("/v1/getContentsByName")),
  ).toBe(true);
  expect(app.problems).toEqual([]);
});

test("cuts off a question that nobody waits for any more", async ({
  archive,
  app,
}) => {
  archive.setFaults({
    rules: [
      {
        endpoint: "getPatient",
        count: 1,
        fault: { kind: "stall", afterBytes: 9 },
      },
    ],
  });
  const window = await openArchive(app);
  const { page } = window;
  await window.choose("Collections", "SAMPLE-CROWD");
  const asked = () =>
    archive.requests
      .filter(({ path }) => path.endsWith("/getPatient"))
      .map(({ wasCutOff }) => wasCutOff);
  await expect.poll(asked).toEqual([false]);
  await expect(page.getByText(/Asking/).first()).toBeVisible();
  await app.screenshot("1-asking");
  await window.choose("Collections", "SAMPLE-NC");
  await expect.poll(asked).toEqual([true, false]);
  expect(app.problems).toEqual([]);
});
