// Public archives in the states that a tour does not pass: nothing there yet, waiting, trouble, names far longer than their place.
import { ArchiveInspector } from "./support/archiveState.ts";
import { openArchive } from "./pages/archiveWindow.ts";
import { seriousViolations } from "./support/axeCheck.ts";
import { keepPictures } from "./support/pictures.ts";
import { expect, test } from "./support/test.ts";

const long =
  "Thorax^01_ROUTINE_ADULT_WITH_CONTRAST_AND_VERY_LONG_NAME_OF_THE_PROTOCOL axial 1.0 mm Br40 iMAR reconstruction of the second phase";
const uid = "1.3.6.1.4.1.99999.1.1.1";

test("says so where nothing is there yet", async ({ app }) => {
  const window = await openArchive(app);
  const { page } = window;
  for (const [tab, words] of [
    ["Cart", "The cart is empty"],
    ["Downloads", "Nothing is being fetched"],
  ] as const) {
    await window.tab(tab).click();
    await expect(page.getByRole("heading", { name: words })).toBeVisible();
    await keepPictures(app, `empty-${tab.toLowerCase()}`);
    expect(await seriousViolations(page)).toEqual([]);
  }
  await window.tab("Browse").click();
  await page.getByRole("searchbox", { name: "Find a collection" }).fill("none");
  await keepPictures(app, "empty-collections");
});

test("waits, and says what went wrong with a way to ask again", async ({
  app,
}) => {
  const archive = new ArchiveInspector(app.profilePath);
  const window = await openArchive(app);
  const { page } = window;
  await archive.setFaults([
    {
      endpoint: "getDicomTags",
      count: 1,
      fault: { kind: "stall", afterBytes: 0 },
    },
    { endpoint: "getPatientStudy", fault: { kind: "blank" } },
    {
      endpoint: "getSeries",
      count: 4,
      fault: {
        kind: "status",
        status: 502,
        contentType: "text/html",
        body: "<html><title>502 Bad Gateway</title></html>",
      },
    },
  ]);
  await window.choose("Collections", "SAMPLE-CHEST");
  await window.choose("Subjects of SAMPLE-CHEST", "SAMPLE-CHEST-001");
  await expect(page.getByText("The archive has a problem")).toBeVisible({
    timeout: 30_000,
  });
  await keepPictures(app, "error");
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole("button", { name: /again/ }).last().click();
  await window.button("Details of Chest PA").click();
  await expect(page.getByText(/Asking/).first()).toBeVisible();
  await keepPictures(app, "loading-detail");
  await page.keyboard.press("Escape");
});

test("cuts names that are too long, and breaks what must be read", async ({
  app,
}) => {
  const archive = new ArchiveInspector(app.profilePath);
  const window = await openArchive(app);
  const { page } = window;
  await archive.setFaults([
    {
      endpoint: "getSeries",
      fault: {
        kind: "status",
        status: 200,
        contentType: "application/json",
        body: JSON.stringify([
          {
            SeriesInstanceUID: uid,
            StudyInstanceUID: "1.3.6.1.4.1.99999.1.1",
            Collection: "SAMPLE-CHEST",
            PatientID: "SAMPLE-CHEST-001",
            Modality: "CT",
            BodyPartExamined: "CHEST ABDOMEN PELVIS WITH ARMS DOWN",
            SeriesDescription: long,
            ImageCount: 1_204,
            FileSize: 634_000_000,
            LicenseName:
              "Creative Commons Attribution-NonCommercial 4.0 International License",
            LicenseURI: "https://creativecommons.org/licenses/by-nc/4.0/",
            DataDescriptionURI: "https://doi.org/10.7937/SAMPLE.2020.chest",
          },
        ]),
      },
    },
  ]);
  await window.choose("Collections", "SAMPLE-CHEST");
  await window.choose("Subjects of SAMPLE-CHEST", "SAMPLE-CHEST-001");
  await expect(page.getByText(long)).toBeVisible();
  await keepPictures(app, "long-browse");
  await window.button(`Details of ${long}`).click();
  await expect(page.getByRole("table", { name: "Attributes" })).toBeVisible();
  await keepPictures(app, "long-detail");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await window.button(`Add ${long} to the cart`).click();
  await window.tab("Cart").click();
  await keepPictures(app, "long-cart");
  expect(await seriousViolations(page)).toEqual([]);
});
