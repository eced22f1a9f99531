// Every endpoint of the catalogue over loopback, and series fetched through each way in which archives have failed.
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { readZipDirectory } from "../../adapters/archives/yauzlDirectory.ts";
import { createSeriesFolder } from "../../adapters/archiveStore/seriesFolder.ts";
import { createDurableFile } from "../../adapters/durableFile.ts";
import { lockJournal } from "../../adapters/journal/journalLock.ts";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import type { ArchiveFault } from "../../sandbox/nbia/archiveFaults.ts";
import {
  sampleApiKey,
  startArchive,
  type RunningArchive,
} from "../../sandbox/nbia/archiveServer.ts";
import type { ArchiveSeries, LicenceDecision } from "../../shared/archive.ts";
import { archiveFailureWords } from "../../shared/messages/archiveWords.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import {
  createArchiveCaller,
  type ArchiveCaller,
} from "./call/archiveCaller.ts";
import { politeManners, placesAt } from "./call/archiveSettings.ts";
import { NbiaTokens } from "./call/archiveTokens.ts";
import { rowsOf } from "./call/queryRows.ts";
import { archiveEndpoints } from "./catalogue/catalogue.ts";
import type { ArchiveEndpoint } from "./catalogue/endpoint.ts";
import { openDownloadQueue } from "./download/downloadQueue.ts";
import { fetchSeries } from "./download/fetchSeries.ts";
import { createIdcTransport } from "./download/idcTransport.ts";
import { createNbiaTransport } from "./download/nbiaTransport.ts";
import { readProvenance } from "./download/provenance.ts";
import { createNbiaArchive } from "./nbiaArchive.ts";
import { readSeries } from "./rows/readSeries.ts";

const http = createUndiciHttp();
const random = {
  fraction: () => 0,
  bytes: (length: number) => new Uint8Array(length),
};
const never = new AbortController().signal;
const manners = { ...politeManners, pauseMs: 0, retryFromMs: 5 };
let server: RunningArchive;
let caller: ArchiveCaller;
let folder: string;

beforeAll(async () => {
  server = valueOf(await startArchive());
});
afterAll(async () => {
  await http.close();
  await server.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-archive-"));
  const { origin } = server;
  const settings = {
    ...placesAt(origin),
    apiKey: { key: sampleApiKey, place: "header" as const },
    userAgent: "Casedrop test",
    manners,
  };
  const deps = { http, clock: systemClock, random, settings };
  const tokens = new NbiaTokens(
    createArchiveCaller({ ...deps, tokens: null }),
    systemClock,
  );
  caller = createArchiveCaller({ ...deps, tokens });
});
afterEach(async () => {
  server.setFaults({ rules: [] });
  server.requests.length = 0;
  await rm(folder, { recursive: true, force: true });
});

const seriesUID = "1.3.6.1.4.1.99999.1.1.1";
const nlstUID = "1.3.6.1.4.1.99999.6.1.1";

/** A value for each required parameter. */
function valueFor(endpoint: ArchiveEndpoint, name: string): string {
  const own: Readonly<Record<string, string>> = {
    Collection: endpoint.adapter === "nlst" ? "NLST" : "SAMPLE-CHEST",
    collection: "SAMPLE-CHEST",
    Modality: "CT",
    fromDate: "2015-01-31",
    Date: "2015-01-31",
    SeriesInstanceUID: endpoint.adapter === "nlst" ? nlstUID : seriesUID,
    SOPInstanceUID: `${seriesUID}.1`,
    SOPInstanceUid: `${seriesUID}.1`,
    SeriesUID: seriesUID,
    seriesUID,
    objectUID: `${seriesUID}.1`,
    seriesList: seriesUID,
    list: endpoint.adapter === "nlst" ? nlstUID : seriesUID,
    name: "nbia-sample",
    nameValue: "nbia-sample",
    textValue: "lung",
    patientIDs: "SAMPLE-CHEST-001",
    DOI: "https://doi.org/10.7937/SAMPLE.2020.chest",
    CollectionOrSeries: "series",
    grant_type: "password",
    client_id: "NBIA",
    id: "sample_chest",
    attr: "Modality",
    filters: '{"terms":{"Modality":["CT"]}}',
    "list-type": "2",
    prefix: `${server.archive.series[0]?.uuid ?? ""}/`,
    key: `${server.archive.series[0]?.uuid ?? ""}/${seriesUID}.1.dcm`,
    doi: "10.7937/sample.2020.chest",
  };
  return own[name] ?? "";
}

describe("each endpoint of the catalogue", () => {
  it.each(
    archiveEndpoints.map(
      (endpoint) => [`${endpoint.adapter}/${endpoint.name}`, endpoint] as const,
    ),
  )("%s answers", async (id, endpoint) => {
    const given = endpoint.parameters
      .filter(({ isRequired, preset }) => isRequired && preset === undefined)
      .map(({ name }) => ({ name, value: valueFor(endpoint, name) }));
    const extra =
      endpoint.name === "oauth/token"
        ? [{ name: "username", value: "nbia_guest" }]
        : id.endsWith("getMD5Hierarchy")
          ? [{ name: "SeriesInstanceUID", value: seriesUID }]
          : [];
    const baseUrl = endpoint.name.startsWith("s3/")
      ? `${server.origin}/s3/`
      : undefined;
    let bytes = 0;
    const sink = {
      begin: ({ status }: { status: number }) => status === 200,
      write: (chunk: Uint8Array) => {
        bytes += chunk.length;
        return Promise.resolve({ ok: true as const, value: null });
      },
    };
    const isBinary = ["zip", "dicom", "jpeg"].includes(endpoint.answer);
    const answer = await caller.call(endpoint, [...given, ...extra], never, {
      ...(isBinary && { sink }),
      ...(baseUrl !== undefined && { baseUrl }),
      mayRetry: false,
    });
    if (endpoint.state === "notOffered") {
      expect(answer).toEqual({
        ok: false,
        failure: { kind: "notOffered", endpoint: endpoint.name },
      });
      return;
    }
    if (endpoint.name === "logout") {
      expect(answer.ok).toBe(true);
      return;
    }
    expect(answer).toMatchObject({ ok: true, value: { status: 200 } });
    if (isBinary) expect(bytes).toBeGreaterThan(20);
    else if (["rows", "csv", "object"].includes(endpoint.answer)) {
      const rows = valueOf(rowsOf(valueOf(answer)));
      if (!endpoint.name.endsWith("getDeniedSeries"))
        expect(rows.length).toBeGreaterThan(0);
    } else expect(valueOf(answer).text.length).toBeGreaterThan(1);
    const seen = server.requests.at(-1);
    expect(seen?.method).toBe(endpoint.verb);
    expect(seen?.hadAuthorization).toBe(endpoint.auth === "bearer");
  });

  it.each(["csv", "html", "xml", "json"])(
    "of the retired interface in the form %s gives the same rows",
    async (format) => {
      const endpoint = archiveEndpoints.find(
        ({ adapter, name }) => adapter === "tcia-v2" && name === "getSeries",
      )!;
      const answer = valueOf(
        await caller.call(
          endpoint,
          [
            { name: "Collection", value: "SAMPLE-CHEST" },
            { name: "format", value: format },
          ],
          never,
        ),
      );
      const series = valueOf(rowsOf(answer)).map((row) =>
        readSeries(row, "nbia"),
      );
      expect(series).toHaveLength(8);
      expect(series[0]).toMatchObject({
        seriesInstanceUID: seriesUID,
        modality: "CT",
        imageCount: 12,
        doi: "10.7937/sample.2020.chest",
      });
    },
  );
});

const plain: LicenceDecision = {
  isNonCommercialConfirmed: false,
  isViewOnly: false,
  resolvedLicence: null,
};

async function seriesOf(uid: string): Promise<ArchiveSeries> {
  const [series] = valueOf(
    await createNbiaArchive(caller).seriesByUID([uid], never),
  );
  return series!;
}

async function fetched(
  uid: string,
  decision: LicenceDecision = plain,
  change: Partial<ArchiveSeries> = {},
) {
  const series = { ...(await seriesOf(uid)), ...change };
  const archive = createNbiaArchive(caller);
  const transfer = { caller, clock: systemClock, manners };
  return fetchSeries(
    {
      store: createSeriesFolder(folder),
      transportFor: ({ source }) =>
        source === "idc"
          ? createIdcTransport(transfer, `${server.origin}/s3/`)
          : createNbiaTransport({ ...transfer, readZipDirectory }),
      citation: (doi, signal) => archive.citation(doi, signal),
      clock: systemClock,
      random,
      manners,
    },
    { series, decision },
    {
      onReceived: () => undefined,
      onChecking: () => undefined,
      onRetry: () => undefined,
    },
    never,
  );
}

const visible = async () =>
  (await readdir(folder)).filter((name) => !name.startsWith("."));

describe("a series", () => {
  it("comes whole, with its record beside it", async () => {
    const { stored } = valueOf(await fetched(seriesUID));
    const names = (await readdir(stored.folder)).sort();
    expect(names).toHaveLength(12);
    expect(names[0]).toBe("1-01.dcm");
    const record = readProvenance(
      await readFile(stored.provenanceFile, "utf8"),
    )!;
    expect(record).toMatchObject({
      collection: "SAMPLE-CHEST",
      doi: "10.7937/sample.2020.chest",
      verdict: { kind: "attribution", licence: "CC BY 4.0" },
      citation: {
        title: "Synthetic images (SAMPLE-CHEST)",
        creators: ["Sample, Ada", "Casedrop sandbox"],
      },
      warnings: [],
    });
    expect(record.licenceText).toContain("SAMPLE-CHEST");
    const first = await readFile(join(stored.folder, "1-01.dcm"));
    expect(record.files[0]?.sha256).toBe(
      createHash("sha256").update(first).digest("hex"),
    );
    expect(record.seriesMd5).toBe(
      server.archive.seriesMd5(server.archive.series[0]!),
    );
  });

  it.each<[string, ArchiveFault]>([
    ["shuffled hashes in capitals", { kind: "shuffledHashes" }],
    ["Zip64", { kind: "zip64" }],
    ["a build without IncludeMD5", { kind: "olderBuild" }],
  ])("comes whole despite %s", async (_name, fault) => {
    server.setFaults({ rules: [{ endpoint: "getImage", fault }] });
    expect(await fetched(seriesUID)).toMatchObject({
      ok: true,
      value: { imageCount: 12, warnings: [] },
    });
  });

  it("of a build without IncludeMD5 and a wrong hash over the series is compared by content", async () => {
    server.setFaults({
      rules: [
        { endpoint: "getImage", fault: { kind: "olderBuild" } },
        { endpoint: "getMD5Hierarchy", fault: { kind: "blank" } },
      ],
    });
    expect(await fetched(seriesUID)).toMatchObject({
      ok: true,
      value: { imageCount: 12 },
    });
    expect(server.requests.map(({ path }) => path.split("/").at(-1))).toContain(
      "getImageWithMD5Hash",
    );
  });

  it.each<[string, ArchiveFault]>([
    ["cut in the middle", { kind: "cut", afterBytes: 6_000 }],
    [
      "a busy answer",
      {
        kind: "status",
        status: 429,
        body: "",
        contentType: "text/plain",
        retryAfterSeconds: 0,
      },
    ],
    [
      "a gateway's page",
      {
        kind: "status",
        status: 502,
        body: "<html>nginx</html>",
        contentType: "text/html",
      },
    ],
    ["one missing image", { kind: "missingImage" }],
    ["one wrong hash", { kind: "wrongHash" }],
  ])("is fetched again after %s", async (_name, fault) => {
    server.setFaults({ rules: [{ endpoint: "getImage", count: 1, fault }] });
    expect(await fetched(seriesUID)).toMatchObject({
      ok: true,
      value: { imageCount: 12 },
    });
    expect(
      server.requests.filter(({ path }) => path.endsWith("/getImage")),
    ).toHaveLength(2);
  });

  it.each<[string, ArchiveFault, unknown]>([
    [
      "an image missing each time",
      { kind: "missingImage" },
      { kind: "imagesMissing", expected: 12, found: 11 },
    ],
    [
      "a wrong hash each time",
      { kind: "wrongHash" },
      { kind: "wrongHash", files: 1 },
    ],
    [
      "an image of another series",
      { kind: "otherSeries" },
      { kind: "otherSeries", files: 1 },
    ],
    ["a name that leads out", { kind: "unsafeEntry" }, { kind: "unsafeEntry" }],
    [
      "nothing but an empty LICENSE",
      { kind: "emptyLicenceOnly" },
      { kind: "imagesMissing", expected: 12, found: 0 },
    ],
    ["no bytes", { kind: "blank" }, { kind: "notAnArchive", beginning: "" }],
    [
      "a page in place of an archive",
      {
        kind: "status",
        status: 200,
        body: "<html>Please wait</html>",
        contentType: "text/html",
      },
      { kind: "notAnArchive", beginning: "Please wait" },
    ],
  ])(
    "with %s is incomplete at the source, and nothing is left of it",
    async (_name, fault, problem) => {
      server.setFaults({ rules: [{ endpoint: "getImage", fault }] });
      const result = await fetched(seriesUID);
      expect(result).toEqual({
        ok: false,
        failure: { kind: "incompleteAtSource", tries: 3, problem },
      });
      expect(await visible()).toEqual([]);
      if (!result.ok)
        expect(archiveFailureWords(result.failure).title).toMatch(
          /^The series is (?:incomplete|damaged) at the source$/,
        );
    },
  );

  it("that the server refuses is not asked for again", async () => {
    server.setFaults({
      rules: [
        {
          endpoint: "getImage",
          fault: {
            kind: "status",
            status: 400,
            body: "not public",
            contentType: "application/json",
          },
        },
      ],
    });
    expect(await fetched(seriesUID)).toEqual({
      ok: false,
      failure: { kind: "archiveRefused", status: 400, detail: "not public" },
    });
    expect(
      server.requests.filter(({ path }) => path.endsWith("/getImage")),
    ).toHaveLength(1);
  });

  it("whose LICENSE names another licence is blocked from being sent", async () => {
    server.setFaults({
      rules: [{ endpoint: "getImage", fault: { kind: "otherLicence" } }],
    });
    expect(await fetched(seriesUID)).toMatchObject({
      ok: true,
      value: { verdict: { kind: "blocked", reason: "disagree" } },
    });
  });

  it("of the trial's own server is fetched there", async () => {
    expect(await fetched(nlstUID)).toMatchObject({
      ok: true,
      value: { imageCount: 12 },
    });
    expect(
      server.requests.find(({ path }) => path.endsWith("/getImage"))?.path,
    ).toBe("/nlst/nbia-api/services/v4/getImage");
  });

  it("of open storage goes on behind what came before the break", async () => {
    const { uuid } = server.archive.series[0]!;
    server.setFaults({
      rules: [
        {
          endpoint: "s3/object",
          nth: 3,
          fault: { kind: "cut", afterBytes: 5_000 },
        },
      ],
    });
    const result = await fetched(seriesUID, plain, {
      source: "idc",
      storageUrl: `https://idc-open-data.s3.amazonaws.com/${uuid}/`,
    });
    expect(result).toMatchObject({
      ok: true,
      value: { imageCount: 12, warnings: ["withoutHashes"] },
    });
    const objects = server.requests.filter(({ path }) => path.endsWith(".dcm"));
    expect(objects).toHaveLength(13);
    expect(objects[3]?.range).toMatch(/^bytes=\d+-$/);
  });

  it.each([
    ["1.3.6.1.4.1.99999.2.1.1", { kind: "nonCommercialUnconfirmed" }],
    [
      "1.3.6.1.4.1.99999.3.1.1",
      { kind: "licenceBlocked", reason: "noDerivatives" },
    ],
    [
      "1.3.6.1.4.1.99999.4.1.1",
      { kind: "licenceBlocked", reason: "controlledAccess" },
    ],
    ["1.3.6.1.4.1.99999.5.1.1", { kind: "licenceBlocked", reason: "missing" }],
  ])(
    "under the licence of %s is stopped before a pixel is asked for",
    async (uid, failure) => {
      expect(await fetched(uid)).toEqual({ ok: false, failure });
      expect(
        server.requests.some(({ path }) => path.endsWith("/getImage")),
      ).toBe(false);
    },
  );
});

describe("the queue", () => {
  const open = async () => {
    const transfer = { caller, clock: systemClock, manners };
    const archive = createNbiaArchive(caller);
    return valueOf(
      await openDownloadQueue({
        store: createSeriesFolder(folder),
        transportFor: () =>
          createNbiaTransport({ ...transfer, readZipDirectory }),
        citation: (doi, signal) => archive.citation(doi, signal),
        clock: systemClock,
        random,
        manners,
        file: createDurableFile(join(folder, "queue.json")),
        lock: () => lockJournal(join(folder, ".queue")),
      }),
    );
  };
  const reaches = async (
    queue: Awaited<ReturnType<typeof open>>,
    kind: string,
  ) => {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (queue.list()[0]?.state.kind === kind) resolve();
      };
      queue.subscribe(look);
      look();
    });
  };

  it("asks for the policy once, pauses in mid-transfer, and goes on after a restart", async () => {
    server.setFaults({
      rules: [
        {
          endpoint: "getImage",
          count: 1,
          fault: { kind: "slow", pauseMs: 100 },
        },
      ],
    });
    const series = await seriesOf(seriesUID);
    const queue = await open();
    expect(await queue.add(series, plain)).toEqual({
      ok: false,
      failure: { kind: "policyNotAccepted" },
    });
    await queue.acceptPolicy();
    await queue.add(series, plain);
    await reaches(queue, "fetching");
    queue.pause(seriesUID);
    expect(queue.list()[0]?.state).toEqual({ kind: "paused" });
    await queue.close();
    expect(await visible()).toEqual(["queue.json"]);
    const again = await open();
    expect(again.isPolicyAccepted()).toBe(true);
    expect(again.list()[0]?.state).toEqual({ kind: "paused" });
    again.resume(seriesUID);
    await reaches(again, "stored");
    expect(valueOf(await again.stored(seriesUID))).not.toBeNull();
    await again.close();
  });
});
