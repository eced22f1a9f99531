// What the desk offers for a download that cannot go on as it is: the series as it is listed now, or its mirror image.
import { expect, it } from "vitest";
import type {
  ArchiveDownload,
  ArchiveSeries,
  LicenceDecision,
} from "../../shared/archive.ts";
import { failed, success } from "../../shared/result.ts";
import { MemoryDurableFile } from "../../testing/memoryDurableFile.ts";
import type { ArchiveDownloads } from "../ports/archiveDownloads.ts";
import type { ImageArchive } from "../ports/imageArchive.ts";
import { ArchiveCart } from "./archiveCart.ts";
import { ArchiveDesk } from "./archiveDesk.ts";

const never = new AbortController().signal;
const chosen: ArchiveSeries = {
  source: "nbia",
  seriesInstanceUID: "1.2.3",
  studyInstanceUID: "1.2",
  collection: "SAMPLE-CT",
  patientId: "P",
  modality: "CT",
  bodyPart: "CHEST",
  description: "",
  manufacturer: "",
  date: { raw: "", iso: null },
  imageCount: 3,
  sizeBytes: 1,
  licence: {
    name: "CC BY 4.0",
    uri: "https://creativecommons.org/licenses/by/4.0/",
  },
  doi: null,
  descriptionUri: "",
  isThirdParty: false,
  storageUrl: null,
};
const nonCommercial = {
  name: "CC BY-NC 4.0",
  uri: "https://creativecommons.org/licenses/by-nc/4.0/",
};
const citation = {
  doi: "10.7937/sample.2020.ct",
  title: "Sample CT",
  creators: ["Sample, Ada"],
  year: "2020",
  publisher: "The Cancer Imaging Archive",
};
const decision: LicenceDecision = {
  isNonCommercialConfirmed: true,
  resolvedLicence: null,
  isViewOnly: false,
};

/** Members that these tests never come to. */
const unused = {} as never;

async function deskWith(
  listed: ArchiveSeries,
  mirrored: readonly ArchiveSeries[],
) {
  const added: ArchiveSeries[] = [];
  const lines: ArchiveDownload[] = [
    {
      series: chosen,
      verdict: { kind: "attribution", licence: "CC BY 4.0" },
      state: { kind: "waiting" },
      doubt: null,
    },
  ];
  const downloads = {
    list: () => lines,
    subscribe: () => () => undefined,
    add: (series: ArchiveSeries) => {
      added.push(series);
      return Promise.resolve(success(null));
    },
  } as Partial<ArchiveDownloads> as ArchiveDownloads;
  const cart = await ArchiveCart.open(new MemoryDurableFile());
  if (!cart.ok) throw new Error("no cart");
  const desk = new ArchiveDesk({
    archive: {
      citation: () => Promise.resolve(success(citation)),
    } as Partial<ImageArchive> as ImageArchive,
    mirror: {
      seriesByUID: () =>
        Promise.resolve(success({ series: mirrored, unasked: null })),
    },
    downloads,
    store: unused,
    cart: cart.value,
    answers: unused,
    tokens: unused,
    warnings: unused,
    onChange: () => undefined,
  });
  // The list changed while the series waited.
  lines[0] = { ...lines[0]!, series: listed };
  return { desk, added };
}

it("offers a series whose licence changed with the new one, and fetches that", async () => {
  const now = { ...chosen, licence: nonCommercial };
  const { desk, added } = await deskWith(now, []);
  expect(desk.offerAgain("1.2.3")).toMatchObject({
    value: { verdict: { kind: "nonCommercial", licence: "CC BY-NC 4.0" } },
  });
  await desk.fetch(["1.2.3"], decision);
  expect(added).toEqual([now]);
  expect(desk.offerAgain("1.2.4")).toEqual(failed({ kind: "seriesUnknown" }));
});

it("offers the mirror image under the stricter of both licences, and fetches from there", async () => {
  const mirror: ArchiveSeries = {
    ...chosen,
    source: "idc",
    licence: nonCommercial,
    storageUrl: "https://idc-open-data.s3.amazonaws.com/uuid/",
  };
  const { desk, added } = await deskWith(chosen, [mirror]);
  expect(await desk.offerMirrored("1.2.3", never)).toMatchObject({
    value: { source: "idc", verdict: { kind: "nonCommercial" } },
  });
  await desk.fetch(["1.2.3"], decision);
  expect(added).toEqual([{ ...mirror, licenceElsewhere: chosen.licence }]);
});

it("offers no mirror image under a licence that allows more", async () => {
  const listed = { ...chosen, licence: nonCommercial };
  const mirror: ArchiveSeries = { ...chosen, source: "idc" };
  const { desk } = await deskWith(listed, [mirror]);
  expect(await desk.offerMirrored("1.2.3", never)).toMatchObject({
    value: {
      source: "idc",
      licence: nonCommercial,
      licenceElsewhere: chosen.licence,
      verdict: { kind: "nonCommercial" },
    },
  });
});

it("offers nothing that is not mirrored", async () => {
  const { desk } = await deskWith(chosen, []);
  expect(await desk.offerMirrored("1.2.3", never)).toEqual(success(null));
});

it("asks for the citations that series of cases lack, and for no others", async () => {
  const { desk } = await deskWith(chosen, []);
  const inCase = {
    seriesInstanceUID: "1.2.3",
    collection: "SAMPLE-CT",
    licence: chosen.licence,
    doi: citation.doi,
    descriptionUri: "",
    citation: null,
    verdict: { kind: "attribution", licence: "CC BY 4.0" },
    decision: { ...decision, isNonCommercialConfirmed: false },
  } as const;
  const told = await desk.askForCitations(
    [
      inCase,
      { ...inCase, seriesInstanceUID: "1.2.4", citation },
      { ...inCase, seriesInstanceUID: "1.2.5", doi: null },
    ],
    never,
  );
  expect(told).toEqual([{ ...inCase, citation }]);
});
