// A citation that the registry did not tell at first is asked for again, and kept.
import { expect, it } from "vitest";
import type {
  ArchiveFailure,
  DatasetCitation,
} from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import { fetchedRecord } from "../../../testing/fetchedRecord.ts";
import { LateCitations } from "./lateCitations.ts";
import { readProvenance } from "./provenance.ts";

const never = new AbortController().signal;
const stored = { seriesInstanceUID: "1.2.3", folder: "", provenanceFile: "" };
const citation: DatasetCitation = {
  doi: "10.7937/sample.2020.ct",
  title: "A set",
  creators: ["Sample, Ada"],
  year: "2020",
  publisher: "The Cancer Imaging Archive",
};

function setUp(answer: Result<DatasetCitation | null, ArchiveFailure>) {
  const record = readProvenance(fetchedRecord("1.2.3"))!;
  const lost = { ...record, citation: null, doi: citation.doi };
  const asked: string[] = [];
  const written: string[] = [];
  const late = new LateCitations(
    {
      replaceRecord: (_stored, text) => {
        written.push(text);
        return Promise.resolve(success(null));
      },
    },
    {
      citation: (doi) => {
        asked.push(doi);
        return Promise.resolve(answer);
      },
    },
  );
  return { late, lost, asked, written };
}

it("is written into the record, and asked for once for each data set", async () => {
  const { late, lost, asked, written } = setUp(success(citation));
  for (const uid of ["1.2.3", "1.2.4"]) {
    const place = { ...stored, seriesInstanceUID: uid };
    expect(await late.complete(place, lost, never)).toMatchObject({ citation });
  }
  expect(asked).toEqual([citation.doi]);
  expect(written.map((text) => readProvenance(text)?.citation)).toEqual([
    citation,
    citation,
  ]);
});

it("stays away without harm where the registry does not answer or knows none", async () => {
  for (const answer of [
    failed({ kind: "connectionLost", code: "ECONNRESET" } as const),
    success(null),
  ]) {
    const { late, lost, written } = setUp(answer);
    expect(await late.complete(stored, lost, never)).toBe(lost);
    expect(written).toEqual([]);
  }
});

it("that is there is not asked for", async () => {
  const { late, lost, asked } = setUp(success(null));
  const kept = { ...citation, creators: [...citation.creators] };
  await late.complete(stored, { ...lost, citation: kept }, never);
  await late.complete(stored, { ...lost, doi: null }, never);
  expect(asked).toEqual([]);
});
