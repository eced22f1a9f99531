// Browsing Imaging Data Commons over loopback: what its manifests hold, and the licence of each series.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import {
  startArchive,
  type RunningArchive,
} from "../../sandbox/nbia/archiveServer.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import type { ImageArchive } from "../ports/imageArchive.ts";
import { ArchiveWarnings } from "./archiveWarnings.ts";
import { createArchiveCaller } from "./call/archiveCaller.ts";
import { politeManners, placesAt } from "./call/archiveSettings.ts";
import { createIdcBrowser } from "./idcBrowser.ts";
import { licenceVerdict } from "./licence/licenceGate.ts";
import { createNbiaArchive } from "./nbiaArchive.ts";

const http = createUndiciHttp();
const never = new AbortController().signal;
let server: RunningArchive;
let archive: ImageArchive;
let warnings: ArchiveWarnings;
beforeAll(async () => {
  server = valueOf(await startArchive());
});
afterAll(async () => {
  await http.close();
  await server.close();
});
beforeEach(() => {
  server.requests.length = 0;
  const caller = createArchiveCaller({
    http,
    clock: systemClock,
    random: { fraction: () => 0, bytes: (length) => new Uint8Array(length) },
    settings: {
      ...placesAt(server.origin),
      apiKey: null,
      userAgent: () => "Casedrop test",
      manners: { ...politeManners, pauseMs: 0, retryFromMs: 5 },
    },
    tokens: null,
  });
  warnings = new ArchiveWarnings();
  archive = createIdcBrowser(caller, createNbiaArchive(caller), warnings);
});

describe("Imaging Data Commons", () => {
  it("leads from collections to subjects, studies and series with their licence", async () => {
    const collections = valueOf(await archive.collections(never));
    expect(collections).toContainEqual({ name: "sample_chest", subjects: 2 });
    const collection = "sample_chest";
    expect(valueOf(await archive.describe(collection, never))).toEqual({
      name: "sample_chest",
      text: "Sample",
      uri: "https://doi.org/10.7937/sample",
    });
    const patients = valueOf(await archive.patients({ collection }, never));
    expect(patients.map(({ patientId }) => patientId)).toEqual([
      "SAMPLE-CHEST-001",
      "SAMPLE-CHEST-002",
    ]);
    const query = { collection, patientId: "SAMPLE-CHEST-001" };
    const studies = valueOf(await archive.studies(query, never));
    const series = valueOf(await archive.series(query, never));
    expect(studies.map(({ seriesCount }) => seriesCount)).toEqual([
      series.length,
    ]);
    expect(series.map(({ licence }) => licenceVerdict(licence).kind)).toEqual(
      series.map(() => "attribution"),
    );
    expect(series[0]).toMatchObject({
      source: "idc",
      doi: "10.7937/sample.2020.chest",
    });
    // All of one subject are asked about at once: one licence, one citation.
    const asked = server.requests.filter(({ path }) =>
      path.endsWith("/licenses"),
    );
    expect(asked).toHaveLength(1);
  });

  it("asks about fewer series at a time where their licences differ", async () => {
    const search = { modalities: ["DX"], offset: 0, size: 50 };
    const subjects = valueOf(await archive.search(search, never));
    expect(subjects.total).toBeGreaterThan(2);
    const all = valueOf(await archive.series({ modality: "DX" }, never));
    const verdicts = new Map(
      all.map(({ collection, licence }) => [
        collection,
        licenceVerdict(licence),
      ]),
    );
    expect(verdicts.get("sample_chest")).toEqual({
      kind: "attribution",
      licence: "CC BY 4.0",
    });
    expect(verdicts.get("sample_nc")?.kind).toBe("nonCommercial");
    expect(verdicts.get("sample_nd")).toMatchObject({
      kind: "blocked",
      reason: "noDerivatives",
    });
  });

  it("pages through subjects, and offers the modalities of a collection", async () => {
    const all = { offset: 0, size: 500 };
    const { total } = valueOf(await archive.search(all, never));
    const page = valueOf(
      await archive.search({ offset: total - 1, size: 10 }, never),
    );
    expect(page.hits).toHaveLength(1);
    const collection = "sample_nd";
    const filters = valueOf(await archive.filters(collection, never));
    const series = valueOf(await archive.series({ collection }, never));
    expect(filters.modalities.map(({ value }) => value).toSorted()).toEqual(
      [...new Set(series.map(({ modality }) => modality))].toSorted(),
    );
    // The service does not know this attribute.
    expect(filters.manufacturers).toEqual([]);
  });

  it("tells what the archive remarks on a filter, until the next search", async () => {
    const page = { offset: 0, size: 10 };
    const none = await archive.search({ ...page, modalities: ["dx"] }, never);
    expect(none).toMatchObject({ ok: true, value: { hits: [], total: 0 } });
    expect(warnings.latest).toEqual([
      "No series has the value dx for Modality.",
    ]);
    await archive.search({ ...page, modalities: ["DX"] }, never);
    expect(warnings.latest).toEqual([]);
    await archive.series({ collection: "SAMPLE-CHEST", modality: "Ct" }, never);
    expect(warnings.latest).toEqual([
      "No series has the value Ct for Modality.",
    ]);
  });

  it("gives each series the citation that the archive has for it", async () => {
    const { series } = valueOf(
      await archive.seriesByUID(["1.3.6.1.4.1.99999.1.1.1"], never),
    );
    expect(series[0]?.citedAs).toBe(
      "Sample A. Synthetic images. https://doi.org/10.7937/SAMPLE.2020.chest",
    );
  });

  it("says of searches that only NBIA has that they are not here", async () => {
    expect(await archive.textSearch("lung", never)).toMatchObject({
      failure: { kind: "unknownEndpoint" },
    });
    expect(server.requests).toHaveLength(0);
  });
});
