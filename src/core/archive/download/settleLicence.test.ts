// What the user may say of licences that contradict each other: never one that allows more than another archive that has the series.
import { expect, it } from "vitest";
import type { LicenceNotice } from "../../../shared/archive.ts";
import { failed, success } from "../../../shared/result.ts";
import { fetchedRecord } from "../../../testing/fetchedRecord.ts";
import { readProvenance } from "./provenance.ts";
import { settleLicence } from "./settleLicence.ts";

const by3 = { name: "CC BY 3.0", uri: "" };
const by4 = { name: "CC BY 4.0", uri: "" };
const byNc4 = { name: "CC BY-NC 4.0", uri: "" };
const stored = { seriesInstanceUID: "1.2.3", folder: "", provenanceFile: "" };

/** A series whose file names another licence than its own list, and another archive a third one. */
function setUp() {
  const verdict = { kind: "blocked", reason: "disagree", licence: "" } as const;
  const record = {
    ...readProvenance(fetchedRecord("1.2.3", verdict)),
    licence: byNc4,
    licenceElsewhere: by4,
    isLicenceFromElsewhere: true,
    licenceFile: by3,
  };
  const written: string[] = [];
  const store = {
    find: () => Promise.resolve(success(stored)),
    record: () => Promise.resolve(success(JSON.stringify(record))),
    replaceRecord: (_stored: unknown, text: string) => {
      written.push(text);
      return Promise.resolve(success(null));
    },
  };
  const settle = (licence: LicenceNotice) =>
    settleLicence(store, "1.2.3", {
      licence,
      because: "The page says so.",
      isNonCommercialConfirmed: true,
    });
  return { settle, written };
}

it("is no licence that allows more than another archive names", async () => {
  const { settle, written } = setUp();
  for (const licence of [by3, by4])
    expect(await settle(licence)).toEqual(
      failed({ kind: "stricterLicenceElsewhere", licence: "CC BY-NC 4.0" }),
    );
  expect(written).toEqual([]);
});

it("is the other archive's", async () => {
  const { settle, written } = setUp();
  expect(await settle(byNc4)).toMatchObject({ ok: true });
  expect(readProvenance(written[0] ?? "")).toMatchObject({
    isLicenceFromElsewhere: true,
    decision: { resolvedLicence: byNc4 },
  });
});
