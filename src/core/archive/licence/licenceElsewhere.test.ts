// Two archives that name different licences for one series: the stricter one counts, whoever names it.
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../testing/manualClock.ts";
import type { ArchiveSeries, LicenceNotice } from "../../../shared/archive.ts";
import { failed, success } from "../../../shared/result.ts";
import {
  createListedNow,
  listChange,
  stricterElsewhere,
  type Lists,
} from "../download/listedNow.ts";
import { namedByArchives, stricterThan } from "./licenceElsewhere.ts";

const by4 = { name: "CC BY 4.0", uri: "" };
const byNc4 = { name: "CC BY-NC 4.0", uri: "" };
const byNd4 = { name: "CC BY-ND 4.0", uri: "" };
const restricted = { name: "TCIA Restricted License", uri: "" };
const twoNames = {
  name: "CC BY 4.0",
  uri: "https://creativecommons.org/licenses/by-nd/4.0/",
};
const none = { name: "", uri: "" };
const never = new AbortController().signal;

const series = (
  source: ArchiveSeries["source"],
  licence: LicenceNotice,
): ArchiveSeries => ({
  source,
  seriesInstanceUID: "1.2.3",
  studyInstanceUID: "1.2",
  collection: "SAMPLE-CHEST",
  patientId: "SAMPLE-CHEST-001",
  modality: "CT",
  bodyPart: "CHEST",
  description: "",
  manufacturer: "",
  date: { raw: "", iso: null },
  imageCount: 1,
  sizeBytes: 100,
  licence,
  doi: null,
  descriptionUri: "",
  isThirdParty: false,
  storageUrl: null,
});

/** What either archive names; null: it does not have the series. */
function lists(nbia: LicenceNotice | null, idc: LicenceNotice | null): Lists {
  return {
    nbia: {
      series: () =>
        Promise.resolve(success(nbia === null ? [] : [series("nbia", nbia)])),
    },
    idc: {
      seriesByUID: () =>
        Promise.resolve(
          success({
            series: idc === null ? [] : [series("idc", idc)],
            unasked: null,
          }),
        ),
    },
  };
}

async function listedIn(
  source: "nbia" | "idc",
  nbia: LicenceNotice | null,
  idc: LicenceNotice | null,
) {
  const both = lists(nbia, idc);
  const listedNow = createListedNow(both, both, new ManualClock());
  const chosen = series(source, (source === "nbia" ? nbia : idc) ?? none);
  const now = await listedNow(chosen, never);
  if (!now.ok || now.value === null) throw new Error("not listed");
  return { chosen, now: now.value };
}

describe("a series that two archives list", () => {
  it.each([
    {
      how: "a stricter licence at NBIA",
      from: "idc",
      lists: [byNc4, by4],
      is: [byNc4, by4],
    },
    {
      how: "a stricter licence at the mirror",
      from: "nbia",
      lists: [by4, byNc4],
      is: [byNc4, by4],
    },
    {
      how: "a milder licence at NBIA",
      from: "idc",
      lists: [by4, byNc4],
      is: [byNc4, by4],
    },
    {
      how: "a licence at NBIA that forbids",
      from: "idc",
      lists: [byNd4, by4],
      is: [byNd4, by4],
    },
    {
      how: "access restricted at NBIA",
      from: "idc",
      lists: [restricted, none],
      is: [restricted, undefined],
    },
    {
      how: "no licence at its own archive, and one at the other that asks for something",
      from: "nbia",
      lists: [none, byNc4],
      is: [none, byNc4],
    },
    {
      how: "a licence at its own archive that contradicts itself",
      from: "nbia",
      lists: [twoNames, byNc4],
      is: [twoNames, byNc4],
    },
    {
      how: "no licence at NBIA",
      from: "idc",
      lists: [none, by4],
      is: [by4, undefined],
    },
    {
      how: "no mirror",
      from: "nbia",
      lists: [by4, null],
      is: [by4, undefined],
    },
    {
      how: "the same licence in both",
      from: "idc",
      lists: [by4, by4],
      is: [by4, undefined],
    },
  ] as const)("with $how", async ({ from, lists: [nbia, idc], is }) => {
    const { now } = await listedIn(from, nbia, idc);
    expect([now.licence, now.licenceElsewhere]).toEqual(is);
    expect(now.source).toBe(from);
  });

  it("is not said to have changed in its own list", async () => {
    const { chosen, now } = await listedIn("idc", byNc4, by4);
    expect(stricterElsewhere(chosen, now)).toEqual({
      kind: "stricterElsewhere",
      was: "CC BY 4.0",
      now: "CC BY-NC 4.0",
    });
    const decision = {
      isNonCommercialConfirmed: true,
      resolvedLicence: null,
      isViewOnly: false,
    };
    expect(listChange(chosen, now, decision)).toBeNull();
    // Judged so by the user.
    expect(stricterElsewhere(now, now)).toBeNull();
    expect(listChange(now, now, decision)).toBeNull();
  });

  it("keeps its stricter licence while the other archive does not answer, which is left in peace for ten minutes", async () => {
    const own = lists(null, by4);
    let asked = 0;
    const silent: Lists = {
      ...own,
      nbia: {
        series: () => {
          asked++;
          return Promise.resolve(failed({ kind: "stalled", afterMs: 30_000 }));
        },
      },
    };
    const clock = new ManualClock();
    const listedNow = createListedNow(own, silent, clock);
    const judged = { ...series("idc", byNc4), licenceElsewhere: by4 };
    expect(await listedNow(judged, never)).toMatchObject({
      value: { licence: byNc4, licenceElsewhere: by4 },
    });
    expect(await listedNow(series("idc", by4), never)).toMatchObject({
      value: { licence: by4 },
    });
    expect(asked).toBe(1);
    clock.advance(10 * 60_000);
    await listedNow(judged, never);
    expect(asked).toBe(2);
  });

  it.each([
    ["names none itself", none, byNc4, undefined],
    ["names none itself, and the other one forbids", none, byNd4, true],
    ["names a milder one", by4, byNc4, true],
    ["names a stricter one", byNc4, by4, undefined],
  ] as const)(
    "keeps what the other archive names while that does not answer, where its own %s",
    async (_how, own, elsewhere, isFromElsewhere) => {
      const both = lists(own, elsewhere);
      const silent: Lists = {
        ...both,
        idc: {
          seriesByUID: () => Promise.resolve(failed({ kind: "notAvailable" })),
        },
      };
      const clock = new ManualClock();
      const first = await createListedNow(
        both,
        both,
        clock,
      )(series("nbia", own), never);
      if (!first.ok || first.value === null) throw new Error("not listed");
      expect(namedByArchives(first.value)).toEqual({ own, elsewhere });
      expect(first.value.isLicenceFromElsewhere).toBe(isFromElsewhere);
      const later = createListedNow(both, silent, clock);
      expect(await later(first.value, never)).toEqual(success(first.value));
    },
  );

  it("may not be said to have a milder licence than the other archive names", () => {
    const listed = { licence: none, licenceElsewhere: byNc4 };
    expect(stricterThan(by4, listed)).toEqual(byNc4);
    expect(stricterThan(byNc4, listed)).toBeNull();
    expect(stricterThan(byNd4, listed)).toBeNull();
    // One that contradicts itself is for the user to find out.
    expect(
      stricterThan(by4, { licence: none, licenceElsewhere: twoNames }),
    ).toBeNull();
  });
});
