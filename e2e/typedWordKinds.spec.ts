// Words about a case: each kind of what tells a person is underlined while it is typed, with the reason beside it.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typedWordWords } from "../src/shared/messages/typedWordWords.ts";
import type { TypedWordKind } from "../src/shared/typedWords.ts";
import { ctSlice } from "../src/testing/dicomFixtures.ts";
import { CaseWindow } from "./pages/caseWindow.ts";
import { dropFiles } from "./support/dropFiles.ts";
import { expect, test } from "./support/test.ts";

/** A text of each kind, and what of it is underlined. */
const typed: Readonly<
  Record<TypedWordKind, { readonly text: string; readonly marked: string }>
> = {
  patientWord: { text: "Pain of Novakova since May.", marked: "Novakova" },
  date: { text: "First seen on 12 March 2019.", marked: "12 March 2019" },
  ageOver89: { text: "A 93-year-old woman.", marked: "93-year-old" },
  recordNumber: { text: "Known here, MRN 4711223.", marked: "MRN 4711223" },
  phone: { text: "Call +44 20 7946 0958.", marked: "+44 20 7946 0958" },
  email: {
    text: "Ask ward@clinic.example now.",
    marked: "ward@clinic.example",
  },
  address: { text: "Lives at 12 Baker Street", marked: "12 Baker Street" },
  initials: { text: "Seen with Mr Thornbury.", marked: "Mr Thornbury" },
  staffName: {
    text: "Reported by Dr Ellery.",
    marked: "Reported by Dr Ellery",
  },
};

let exportFolder: string;

test.beforeEach(async () => {
  exportFolder = await mkdtemp(join(tmpdir(), "casedrop-typed-"));
  await writeFile(
    join(exportFolder, "IM1"),
    ctSlice({ attributes: { PatientName: "NOVAKOVA^BOZENA" } }),
  );
});
test.afterEach(async () => {
  await rm(exportFolder, { recursive: true, force: true });
});

test("underlines each kind of what tells a person, with its reason", async ({
  app,
}) => {
  const { page } = app;
  const window = new CaseWindow(app);
  await dropFiles(app, [exportFolder]);
  await window.waitForImages();
  await window.show("Details");
  const field = page.getByRole("textbox", { name: /^Presentation/ });
  const found = page.locator("mark");
  for (const [kind, { text, marked }] of Object.entries(typed)) {
    await field.fill(text);
    await expect(found).toHaveText([marked]);
    const { title } = typedWordWords(kind as TypedWordKind);
    await expect(
      page.getByRole("listitem").filter({ hasText: marked }),
    ).toContainText(title);
  }
  await field.fill("Pain in the lower back for three weeks.");
  await expect(found).toHaveCount(0);
});
