// Every endpoint of the catalogue over loopback, and series fetched through each way in which archives have failed.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
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
import { createSeriesFolder } from "../../adapters/archiveStore/seriesFolder.ts";
import { createDurableFile } from "../../adapters/durableFile.ts";
import { lockJournal } from "../../adapters/journal/journalLock.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import type { ArchiveFault } from "../../sandbox/nbia/archiveFaults.ts";
import type { RunningArchive } from "../../sandbox/nbia/archiveServer.ts";
import type { ArchiveSeries } from "../../shared/archive.ts";
import { archiveFailureWords } from "../../shared/messages/archiveWords.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import {
  plainDecision,
  SampleArchiveClient,
} from "../../testing/sampleArchiveClient.ts";
import { rowsOf } from "./call/queryRows.ts";
import { archiveEndpoints } from "./catalogue/catalogue.ts";
import type { ArchiveEndpoint } from "./catalogue/endpoint.ts";
import { openDownloadQueue } from "./download/downloadQueue.ts";
import { readProvenance } from "./download/provenance.ts";
import { readSeries } from "./rows/readSeries.ts";

const never = new AbortController().signal;
let client: SampleArchiveClient;
let server: RunningArchive;

beforeAll(async () => {
  client = await SampleArchiveClient.start();
  ({ server } = client);
});
afterAll(() => client.end());
beforeEach(() => client.begin());
afterEach(() => client.clear());

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
    const answer = await client.caller.call(
      endpoint,
      [...given, ...extra],
      never,
      {
        ...(isBinary && { sink }),
        ...(baseUrl !== undefined && { baseUrl }),
        mayRetry: false,
      },
    );
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
        await client.caller.call(
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

const fetched = async (uid: string, change: Partial<ArchiveSeries> = {}) =>
  client.fetch({ ...(await client.seriesOf(uid)), ...change });

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
      expect(await client.visible()).toEqual([]);
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

  const listedAs = (body: string, status = 200) => {
    server.setFaults({
      rules: [
        {
          endpoint: "getSOPInstanceUIDs",
          fault: {
            kind: "status",
            status,
            body,
            contentType: "application/json",
          },
        },
      ],
    });
  };
  const recordOf = async (result: Awaited<ReturnType<typeof fetched>>) => {
    const { provenanceFile } = valueOf(result).stored;
    return readProvenance(await readFile(provenanceFile, "utf8"));
  };

  it("whose images are not those that the archive lists is not taken for it", async () => {
    const others = Array.from({ length: 12 }, (_, index) => ({
      SOPInstanceUID: index < 11 ? `${seriesUID}.${index + 1}` : "1.2.3.4",
    }));
    listedAs(JSON.stringify(others));
    expect(await fetched(seriesUID)).toEqual({
      ok: false,
      failure: {
        kind: "incompleteAtSource",
        tries: 3,
        problem: { kind: "otherInstances", unlisted: 1, missing: 1 },
      },
    });
    expect(await client.visible()).toEqual([]);
  });

  it("of which the archive lists more than it counts and sends is kept, and the gap is said", async () => {
    const more = Array.from({ length: 14 }, (_, index) => ({
      SOPInstanceUID: `${seriesUID}.${index + 1}`,
    }));
    listedAs(JSON.stringify(more));
    const result = await fetched(seriesUID);
    expect(result).toMatchObject({
      ok: true,
      value: { imageCount: 12, warnings: ["listedNotSent"] },
    });
    expect(await recordOf(result)).toMatchObject({
      hasListedInstances: false,
      notSent: 2,
      warnings: ["listedNotSent"],
    });
  });

  it("has in its record that its images are those of the archive's list, and which host answered", async () => {
    expect(await recordOf(await fetched(seriesUID))).toMatchObject({
      hasListedInstances: true,
      sourceUrl: `${server.origin}/nbia-api/services/v4/getImage`,
    });
  });

  it.each([
    ["lists nothing", "", 200],
    ["fails to list them", "Server was not able to process your request", 500],
  ])(
    "of an archive that %s is taken by its other checks, and the record says so",
    async (_name, body, status) => {
      listedAs(body, status);
      expect(await recordOf(await fetched(seriesUID))).toMatchObject({
        hasListedInstances: false,
      });
    },
  );

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
    const result = await fetched(seriesUID, {
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
  const open = async () =>
    valueOf(
      await openDownloadQueue({
        store: createSeriesFolder(client.folder),
        transportFor: (series) => client.transportFor(series),
        citation: (doi, signal) => client.archive.citation(doi, signal),
        clock: systemClock,
        random: client.random,
        manners: client.manners,
        file: createDurableFile(join(client.folder, "queue.json")),
        lock: () => lockJournal(join(client.folder, ".queue")),
        listedNow: client.listedNow,
        policy: null,
      }),
    );
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
    const series = await client.seriesOf(seriesUID);
    const queue = await open();
    expect(await queue.add(series, plainDecision)).toEqual({
      ok: false,
      failure: { kind: "policyNotAccepted" },
    });
    await queue.acceptPolicy();
    await queue.add(series, plainDecision);
    await reaches(queue, "fetching");
    queue.pause(seriesUID);
    expect(queue.list()[0]?.state).toEqual({ kind: "paused" });
    await queue.close();
    expect(await client.visible()).toEqual(["queue.json"]);
    const again = await open();
    expect(again.isPolicyAccepted()).toBe(true);
    expect(again.list()[0]?.state).toEqual({ kind: "paused" });
    again.resume(seriesUID);
    await reaches(again, "stored");
    expect(valueOf(await again.stored(seriesUID))).not.toBeNull();
    await again.close();
  });

  it("keeps what the user decides between two licences in the record, over restarts", async () => {
    server.setFaults({
      rules: [{ endpoint: "getImage", fault: { kind: "otherLicence" } }],
    });
    const uid = "1.3.6.1.4.1.99999.1.1.2";
    const queue = await open();
    await queue.acceptPolicy();
    const decide = (isNonCommercialConfirmed: boolean) =>
      queue.settle(uid, {
        licence: {
          name: "",
          uri: "http://creativecommons.org/licenses/by-nc/3.0/",
        },
        because: "It allows less.",
        isNonCommercialConfirmed,
      });
    expect(await decide(true)).toEqual({
      ok: false,
      failure: { kind: "notAvailable" },
    });
    await queue.add(await client.seriesOf(uid), plainDecision);
    await reaches(queue, "stored");
    expect(queue.list()[0]).toMatchObject({
      verdict: { kind: "blocked", reason: "disagree" },
      doubt: {
        stricter: "file",
        settled: null,
        named: [
          { place: "list", verdict: { licence: "CC BY 4.0" } },
          { place: "file", verdict: { licence: "CC BY-NC 3.0" } },
        ],
      },
    });
    expect(await decide(false)).toEqual({
      ok: false,
      failure: { kind: "nonCommercialUnconfirmed" },
    });
    expect(await decide(true)).toEqual({ ok: true, value: null });
    const decided = {
      verdict: { kind: "nonCommercial", licence: "CC BY-NC 3.0" },
      doubt: { settled: { because: "It allows less." } },
    };
    expect(queue.list()[0]).toMatchObject(decided);
    const stored = valueOf(await queue.stored(uid));
    const record = readProvenance(
      await readFile(stored?.provenanceFile ?? "", "utf8"),
    );
    expect(record).toMatchObject({
      verdict: { kind: "blocked", reason: "disagree" },
      decision: {
        isNonCommercialConfirmed: true,
        resolvedBecause: "It allows less.",
      },
    });
    expect(record?.files).toHaveLength(1);
    await queue.close();
    const again = await open();
    await reaches(again, "stored");
    expect(again.list()[0]).toMatchObject(decided);
    await again.close();
  });

  it("asks for the stricter licence of two archives, and says that they differ", async () => {
    server.setFaults({
      rules: [
        {
          endpoint: "licenses",
          fault: {
            kind: "status",
            status: 200,
            body: JSON.stringify({
              licenses: [
                {
                  license_url:
                    "https://creativecommons.org/licenses/by-nc/4.0/",
                  license_short_name: "CC BY-NC 4.0",
                },
              ],
            }),
            contentType: "application/json",
          },
        },
      ],
    });
    const queue = await open();
    await queue.acceptPolicy();
    await queue.add(await client.seriesOf(seriesUID), plainDecision);
    await reaches(queue, "failed");
    expect(queue.list()[0]).toMatchObject({
      verdict: { kind: "nonCommercial", licence: "CC BY-NC 4.0" },
      state: {
        failure: {
          kind: "listChanged",
          change: {
            kind: "stricterElsewhere",
            was: "CC BY 4.0",
            now: "CC BY-NC 4.0",
          },
        },
      },
    });
    expect(server.requests.some(({ path }) => path.endsWith("/getImage"))).toBe(
      false,
    );
    await queue.add(queue.list()[0]!.series, {
      ...plainDecision,
      isNonCommercialConfirmed: true,
    });
    await reaches(queue, "stored");
    expect(queue.list()[0]).toMatchObject({
      // The file of the download says what its own archive's list says: the other archive's counts all the same.
      verdict: { kind: "nonCommercial", licence: "CC BY-NC 4.0" },
      doubt: null,
      state: { warnings: ["licencesDiffer"] },
    });
    expect(
      await queue.settle(seriesUID, {
        licence: { name: "CC BY 4.0", uri: "" },
        because: "The file says so.",
        isNonCommercialConfirmed: true,
      }),
    ).toEqual({ ok: false, failure: { kind: "licenceNotInDoubt" } });
    await queue.close();
  });

  it("settles nothing where nothing contradicts the licence", async () => {
    const queue = await open();
    await queue.acceptPolicy();
    await queue.add(await client.seriesOf(seriesUID), plainDecision);
    await reaches(queue, "stored");
    expect(
      await queue.settle(seriesUID, {
        licence: { name: "CC BY 4.0", uri: "" },
        because: "",
        isNonCommercialConfirmed: false,
      }),
    ).toEqual({ ok: false, failure: { kind: "licenceNotInDoubt" } });
    await queue.close();
  });
});
