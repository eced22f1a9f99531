// Each behaviour that reference section 14 lists, played by the sample archive, and what the user is told of it.
import { mkdtemp, readdir, rm } from "node:fs/promises";
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
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import type { ArchiveFaultScript } from "../../sandbox/nbia/archiveFaults.ts";
import {
  startArchive,
  type RunningArchive,
} from "../../sandbox/nbia/archiveServer.ts";
import type { ArchiveFailure } from "../../shared/archive.ts";
import { archiveFailureWords } from "../../shared/messages/archiveWords.ts";
import type { Result } from "../../shared/result.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import {
  createArchiveCaller,
  type ArchiveCaller,
} from "./call/archiveCaller.ts";
import { placesAt } from "./call/archiveSettings.ts";
import { NbiaTokens } from "./call/archiveTokens.ts";
import { fetchSeries } from "./download/fetchSeries.ts";
import { createNbiaTransport } from "./download/nbiaTransport.ts";
import { readSeriesList } from "./lists/seriesList.ts";
import { createNbiaArchive } from "./nbiaArchive.ts";

const http = createUndiciHttp();
const never = new AbortController().signal;
const random = {
  fraction: () => 0,
  bytes: (length: number) => new Uint8Array(length),
};
let server: RunningArchive;
let caller: ArchiveCaller;
let folder: string;
/** Short of patience, so that a stall is over soon. */
const manners = () => ({
  ...placesAt(server.origin).manners,
  retryFromMs: 5,
  downloadIdleMs: 250,
  idleMs: 250,
});

beforeAll(async () => {
  server = valueOf(await startArchive());
});
afterAll(async () => {
  await http.close();
  await server.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-archive-faults-"));
  const settings = {
    ...placesAt(server.origin),
    manners: manners(),
    apiKey: null,
    userAgent: "Casedrop test",
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
  await rm(folder, { recursive: true, force: true });
});

/** Three images. */
const uid = "1.3.6.1.4.1.99999.1.1.4";
type Outcome = Promise<Result<unknown, ArchiveFailure>>;

const series = () =>
  createNbiaArchive(caller).series(
    { collection: "SAMPLE-CHEST", modality: "MR" },
    never,
  );
const patients = () =>
  createNbiaArchive(caller).patients({ collection: "SAMPLE-CHEST" }, never);
const studies = () =>
  createNbiaArchive(caller).studies(
    { collection: "SAMPLE-CHEST", patientId: "SAMPLE-CHEST-001" },
    never,
  );
const cart = () => createNbiaArchive(caller).sharedCart("nbia-sample", never);

async function fetched(wanted = uid): Outcome {
  server.setFaults({ rules: [] });
  const archive = createNbiaArchive(caller);
  const [found] = valueOf(await archive.seriesByUID([wanted], never));
  server.setFaults(script);
  const transport = createNbiaTransport({
    caller,
    clock: systemClock,
    manners: manners(),
    readZipDirectory,
  });
  const outcome = await fetchSeries(
    {
      store: createSeriesFolder(folder),
      transportFor: () => transport,
      citation: (doi, signal) => archive.citation(doi, signal),
      clock: systemClock,
      random,
      manners: manners(),
    },
    {
      series: found!,
      decision: {
        isNonCommercialConfirmed: false,
        isViewOnly: false,
        resolvedLicence: null,
      },
    },
    {
      onReceived: () => undefined,
      onChecking: () => undefined,
      onRetry: () => undefined,
    },
    never,
  );
  return outcome.ok
    ? {
        ok: true,
        value: {
          imageCount: outcome.value.imageCount,
          warnings: outcome.value.warnings,
        },
      }
    : outcome;
}
let script: ArchiveFaultScript = { rules: [] };

interface Row {
  /** As the reference lists it. */
  readonly behaviour: string;
  readonly script?: ArchiveFaultScript;
  readonly ask: () => Outcome;
  /** The value, or title and reason of the failure as the user reads them. */
  readonly told: unknown;
}

const always = (
  endpoint: string,
  fault: ArchiveFaultScript["rules"][number]["fault"],
): ArchiveFaultScript => ({
  rules: [{ endpoint, fault }],
});
const status = (code: number, body = "", contentType = "text/plain") =>
  ({ kind: "status", status: code, body, contentType }) as const;
const nothingKept =
  "So it was in 3 tries. Nothing of it was kept, and nothing of it is offered.";
const incomplete = (why: string) => ({
  title: "The series is incomplete at the source",
  why: `${why} ${nothingKept}`,
});
const whole = { imageCount: 3, warnings: [] };
const mr = {
  seriesInstanceUID: uid,
  modality: "MR",
  patientId: "SAMPLE-CHEST-001",
};

const rows: readonly Row[] = [
  {
    behaviour: "blank 200",
    script: always("getSeries", { kind: "blank" }),
    ask: series,
    told: [],
  },
  {
    behaviour: "[]",
    script: always("getSeries", status(200, "[]", "application/json")),
    ask: series,
    told: [],
  },
  {
    behaviour: "single object instead of array",
    script: always("getSeries", { kind: "singleObject" }),
    ask: series,
    told: [expect.objectContaining(mr)],
  },
  {
    behaviour: "204",
    script: always("getSeries", status(204)),
    ask: series,
    told: [],
  },
  {
    behaviour: "204 in place of a zip",
    script: always("getImage", status(204)),
    ask: () => fetched(),
    told: {
      title: "The archive does not have this",
      why: "It is unknown there, not public, or kept on another server.",
    },
  },
  {
    behaviour: "400 with JSON label and text body",
    script: always(
      "getImage",
      status(400, "Series is not public", "application/json"),
    ),
    ask: () => fetched(),
    told: {
      title: "The archive refused the request",
      why: "It answered 400. It says: Series is not public",
    },
  },
  {
    behaviour: "v4 unknown-parameter 400",
    script: always("getImage", { kind: "olderBuild" }),
    ask: () => fetched(),
    told: whole,
  },
  {
    behaviour: "401 empty",
    script: always("getTextSearch", status(401)),
    ask: () => createNbiaArchive(caller).textSearch("lung", never),
    told: {
      title: "The archive no longer accepts the sign-in",
      why: "The token is invalid or has expired; the archive would answer as if there were no data.",
    },
  },
  {
    behaviour: "500 text of 48 bytes",
    script: always(
      "getImage",
      status(500, "Server was not able to process your request\nnull"),
    ),
    ask: () => fetched(),
    told: {
      title: "The archive has a problem",
      why: "It answered 500. It says: Server was not able to process your request null",
    },
  },
  {
    behaviour: "nginx 502 HTML",
    script: always(
      "getSeries",
      status(
        502,
        "<html><head><title>502 Bad Gateway</title></head></html>",
        "text/html",
      ),
    ),
    ask: series,
    told: {
      title: "The archive has a problem",
      why: "It answered 502. It says: 502 Bad Gateway",
    },
  },
  {
    behaviour: "rows with missing keys",
    script: always(
      "getSeries",
      status(200, `[{"SeriesInstanceUID":"${uid}"},{"Modality":"CT"}]`),
    ),
    ask: series,
    told: [
      expect.objectContaining({
        seriesInstanceUID: uid,
        modality: "",
        imageCount: null,
        sizeBytes: null,
        licence: { name: "", uri: "" },
        doi: null,
      }),
    ],
  },
  {
    behaviour: "PatientId",
    ask: patients,
    told: [
      expect.objectContaining({ patientId: "SAMPLE-CHEST-001" }),
      expect.objectContaining({ patientId: "SAMPLE-CHEST-002" }),
    ],
  },
  {
    behaviour: "PatientID",
    script: always(
      "getPatient",
      status(200, '[{"PatientID":"A"},{"PatientId":"B"}]'),
    ),
    ask: patients,
    told: [
      expect.objectContaining({ patientId: "A" }),
      expect.objectContaining({ patientId: "B" }),
    ],
  },
  {
    behaviour: "three date styles: MM-DD-YYYY",
    ask: studies,
    told: [
      expect.objectContaining({
        date: { raw: "01-06-2016", iso: "2016-01-06" },
      }),
    ],
  },
  {
    behaviour: "three date styles: YYYY-MM-DD with time",
    ask: async () => {
      const found = await cart();
      return found.ok ? { ok: true, value: found.value.slice(0, 1) } : found;
    },
    told: [
      expect.objectContaining({
        date: { raw: "2016-01-06 00:00:00.0", iso: "2016-01-06" },
      }),
    ],
  },
  {
    behaviour: "three date styles: YYYYMMDD",
    script: always(
      "getPatientStudy",
      status(200, '[{"StudyInstanceUID":"1.2","StudyDate":"20160106"}]'),
    ),
    ask: studies,
    told: [
      expect.objectContaining({ date: { raw: "20160106", iso: "2016-01-06" } }),
    ],
  },
  {
    behaviour: "zip without Content-Length",
    ask: () => fetched(),
    told: whole,
  },
  {
    behaviour: "zip cut mid-file",
    script: always("getImage", { kind: "cut", afterBytes: 1_000 }),
    ask: () => fetched(),
    told: {
      title: "The connection was lost",
      why: "It broke in the middle of an exchange (UND_ERR_SOCKET).",
    },
  },
  {
    behaviour: "valid zip with missing slice and no CSV",
    script: always("getImage", { kind: "missingImage" }),
    ask: () => fetched(),
    told: incomplete("2 images came; the archive's list says 3."),
  },
  {
    behaviour: "zip with only an empty LICENSE",
    script: always("getImage", { kind: "emptyLicenceOnly" }),
    ask: () => fetched(),
    told: incomplete("0 images came; the archive's list says 3."),
  },
  {
    behaviour: "CSV rows shuffled and upper-case hashes",
    script: always("getImage", { kind: "shuffledHashes" }),
    ask: () => fetched(),
    told: whole,
  },
  {
    behaviour: "one wrong hash",
    script: always("getImage", { kind: "wrongHash" }),
    ask: () => fetched(),
    told: {
      ...incomplete(
        "1 file came with other content than the archive's hash says.",
      ),
      title: "The series is damaged at the source",
    },
  },
  {
    behaviour: "entry ../x",
    script: always("getImage", { kind: "unsafeEntry" }),
    ask: () => fetched(),
    told: incomplete(
      "The archive file holds a name that leads out of its folder.",
    ),
  },
  {
    behaviour: "Zip64",
    script: always("getImage", { kind: "zip64" }),
    ask: () => fetched(),
    told: whole,
  },
  {
    behaviour: "stalled stream",
    script: always("getImage", {
      kind: "stall",
      afterBytes: 1_000,
      ms: 60_000,
    }),
    ask: () => fetched(),
    told: {
      title: "The connection stands still",
      why: "No data moved for a few seconds.",
    },
  },
  {
    behaviour: "manifest with BOM, CRLF, commas, junk lines",
    ask: () =>
      Promise.resolve(
        readSeriesList(
          `\uFEFFdatabasketId=x\r\nListOfSeriesToDownload=\r\n${uid},\r\n\r\njunk\r\n`,
        ),
      ),
    told: {
      seriesInstanceUIDs: [uid],
      rejected: 1,
      repeated: 0,
      isNlst: false,
    },
  },
  {
    behaviour: "series with no licence",
    ask: () => fetched("1.3.6.1.4.1.99999.5.1.4"),
    told: {
      title: "The licence does not allow this",
      why: "The archive names no licence for the series.",
    },
  },
  { behaviour: "series with CC BY", ask: () => fetched(), told: whole },
  {
    behaviour: "series with CC BY-NC",
    ask: () => fetched("1.3.6.1.4.1.99999.2.1.4"),
    told: {
      title: "This series is for non-commercial use only",
      why: "Its licence (CC BY-NC) forbids commercial use, and you have not said yet that yours is none.",
    },
  },
  {
    behaviour: "series with ND",
    ask: () => fetched("1.3.6.1.4.1.99999.3.1.4"),
    told: {
      title: "The licence does not allow this",
      why: "The licence forbids changed copies (ND), and a case is one: images are chosen, windowed and cropped.",
    },
  },
];

describe("what an archive has been seen to do", () => {
  it.each(rows.map((row) => [row.behaviour, row] as const))(
    "%s",
    async (_behaviour, row) => {
      script = row.script ?? { rules: [] };
      server.setFaults(script);
      const outcome = await row.ask();
      if (outcome.ok) expect(outcome.value).toEqual(row.told);
      else {
        const { title, why, whatNext } = archiveFailureWords(outcome.failure);
        expect({ title, why }).toEqual(row.told);
        expect(whatNext).not.toBe("");
        const seen = (await readdir(folder)).filter(
          (name) => !name.startsWith("."),
        );
        expect(seen).toEqual([]);
      }
    },
  );
});
