// Each behaviour that reference section 14 lists, played by the sample archive, and what the user is told of it.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type {
  ArchiveFault,
  ArchiveFaultScript,
} from "../../sandbox/nbia/archiveFaults.ts";
import type { ArchiveFailure } from "../../shared/archive.ts";
import { archiveFailureWords } from "../../shared/messages/archiveWords.ts";
import type { Result } from "../../shared/result.ts";
import { referenceText } from "../../testing/archiveReference.ts";
import { SampleArchiveClient } from "../../testing/sampleArchiveClient.ts";
import { readSeriesList } from "./lists/seriesList.ts";

const never = new AbortController().signal;
let patient: SampleArchiveClient;
/** So that a stall is over soon; on a busy machine it would take others for one. */
let impatient: SampleArchiveClient;
let client: SampleArchiveClient;

beforeAll(async () => {
  patient = await SampleArchiveClient.start();
  impatient = await SampleArchiveClient.start({
    downloadIdleMs: 250,
    idleMs: 250,
  });
});
afterAll(() => Promise.all([patient.end(), impatient.end()]));
beforeEach(() => Promise.all([patient.begin(), impatient.begin()]));
afterEach(() => Promise.all([patient.clear(), impatient.clear()]));

/** Three images. */
const uid = "1.3.6.1.4.1.99999.1.1.4";
type Outcome = Promise<Result<unknown, ArchiveFailure>>;

const series = () =>
  client.archive.series({ collection: "SAMPLE-CHEST", modality: "MR" }, never);
const patients = () =>
  client.archive.patients({ collection: "SAMPLE-CHEST" }, never);
const studies = () =>
  client.archive.studies(
    { collection: "SAMPLE-CHEST", patientId: "SAMPLE-CHEST-001" },
    never,
  );
const cart = () => client.archive.sharedCart("nbia-sample", never);

async function fetched(wanted = uid): Outcome {
  client.server.setFaults({ rules: [] });
  const series = await client.seriesOf(wanted);
  client.server.setFaults(script);
  const outcome = await client.fetch(series);
  if (!outcome.ok) return outcome;
  const { imageCount, warnings } = outcome.value;
  return { ok: true, value: { imageCount, warnings } };
}
let script: ArchiveFaultScript = { rules: [] };

interface Row {
  readonly script?: ArchiveFaultScript;
  readonly ask: () => Outcome;
  /** The value, or the failure as the user reads it. */
  readonly told: unknown;
  /** True where what has come stays here all the same. */
  readonly isKept?: boolean;
  /** True where it is asked by one that waits for a moment only. */
  readonly isImpatient?: boolean;
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
  whatNext: "Choose another series, or try again another day.",
});
const whole = { imageCount: 3, warnings: [] };
const mr = {
  seriesInstanceUID: uid,
  modality: "MR",
  patientId: "SAMPLE-CHEST-001",
};

/** Each behaviour as reference section 14 names it, with the rows that play it. */
const listed = {
  "Blank 200": ["blank 200"],
  "`[]`": ["[]"],
  "single object instead of array": ["single object instead of array"],
  "204": ["204", "204 in place of a zip"],
  "400 with JSON label and text body": ["400 with JSON label and text body"],
  "v4 unknown-parameter 400": ["v4 unknown-parameter 400"],
  "401 empty": ["401 empty"],
  "500 text of 48 bytes": ["500 text of 48 bytes"],
  "nginx 502 HTML": ["nginx 502 HTML"],
  "rows with missing keys": ["rows with missing keys"],
  "both `PatientId` and `PatientID`": ["PatientId", "PatientID"],
  "three date styles": [
    "three date styles: MM-DD-YYYY",
    "three date styles: YYYY-MM-DD with time",
    "three date styles: YYYYMMDD",
  ],
  "zip without Content-Length": ["zip without Content-Length"],
  "zip cut mid-file": ["zip cut mid-file"],
  "valid zip with missing slice and no CSV": [
    "valid zip with missing slice and no CSV",
  ],
  "zip with only an empty `LICENSE`": ["zip with only an empty LICENSE"],
  "CSV rows shuffled and upper-case hashes": [
    "CSV rows shuffled and upper-case hashes",
  ],
  "one wrong hash": ["one wrong hash"],
  "entry `../x`": ["entry ../x"],
  Zip64: ["Zip64"],
  "stalled stream": ["stalled stream"],
  "manifest with BOM, CRLF, commas, junk lines": [
    "manifest with BOM, CRLF, commas, junk lines",
  ],
  "series with no licence, CC BY, CC BY-NC, ND": [
    "series with no licence",
    "series with CC BY",
    "series with CC BY-NC",
    "series with ND",
  ],
} as const;

/** What else is listed in section 4.2 or played by the sample archive. */
type OtherRow =
  | "an image of another series"
  | "another licence in the file"
  | "a slow line"
  | "too many requests"
  | "parameters that are refused as such"
  | "the old servlets' wish for a sign-in"
  | "words in place of a preview"
  | "a page in place of rows";

type RowName = (typeof listed)[keyof typeof listed][number] | OtherRow;

/** A row of each, so that a new one without words does not compile. */
const rows: Readonly<Record<RowName, Row>> = {
  "blank 200": {
    script: always("getSeries", { kind: "blank" }),
    ask: series,
    told: [],
  },
  "[]": {
    script: always("getSeries", status(200, "[]", "application/json")),
    ask: series,
    told: [],
  },
  "single object instead of array": {
    script: always("getSeries", { kind: "singleObject" }),
    ask: series,
    told: [expect.objectContaining(mr)],
  },
  "204": {
    script: always("getSeries", status(204)),
    ask: series,
    told: [],
  },
  "204 in place of a zip": {
    script: always("getImage", status(204)),
    ask: () => fetched(),
    told: {
      title: "The archive does not have this",
      why: "It is unknown there, not public, or kept on another server.",
      whatNext: "Check the identifier, or look for it by its collection.",
    },
  },
  "400 with JSON label and text body": {
    script: always(
      "getImage",
      status(400, "Series is not public", "application/json"),
    ),
    ask: () => fetched(),
    told: {
      title: "The archive refused the request",
      why: "It answered 400. It says: Series is not public",
      whatNext:
        "Check what was asked for. A series may not be public, or may lie on another server of the archive.",
    },
  },
  "v4 unknown-parameter 400": {
    script: always("getImage", { kind: "olderBuild" }),
    ask: () => fetched(),
    told: whole,
  },
  "401 empty": {
    script: always("getTextSearch", status(401)),
    ask: () => client.archive.textSearch("lung", never),
    told: {
      title: "The archive no longer accepts the sign-in",
      why: "The token is invalid or has expired; the archive would answer as if there were no data.",
      whatNext:
        "Try again in a few minutes. Words of headers and shared carts cannot be asked for without a token, the guest's included; collections, subjects and series can.",
    },
  },
  "500 text of 48 bytes": {
    script: always(
      "getImage",
      status(500, "Server was not able to process your request\nnull"),
    ),
    ask: () => fetched(),
    told: {
      title: "The archive has a problem",
      why: "It answered 500. It says: Server was not able to process your request null",
      whatNext:
        "TCIA's other host name was asked as well, where there is one. Try again later. If it lasts for hours, the archive itself is down: look for the same series at Imaging Data Commons, which mirrors public data, with the button at the download, or with --source idc on the command line.",
    },
  },
  "nginx 502 HTML": {
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
      whatNext:
        "TCIA's other host name was asked as well, where there is one. Try again later. If it lasts for hours, the archive itself is down: look for the same series at Imaging Data Commons, which mirrors public data, with the button at the download, or with --source idc on the command line.",
    },
  },
  "rows with missing keys": {
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
  PatientId: {
    ask: patients,
    told: [
      expect.objectContaining({ patientId: "SAMPLE-CHEST-001" }),
      expect.objectContaining({ patientId: "SAMPLE-CHEST-002" }),
    ],
  },
  PatientID: {
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
  "three date styles: MM-DD-YYYY": {
    ask: studies,
    told: [
      expect.objectContaining({
        date: { raw: "01-06-2016", iso: "2016-01-06" },
      }),
    ],
  },
  "three date styles: YYYY-MM-DD with time": {
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
  "three date styles: YYYYMMDD": {
    script: always(
      "getPatientStudy",
      status(200, '[{"StudyInstanceUID":"1.2","StudyDate":"20160106"}]'),
    ),
    ask: studies,
    told: [
      expect.objectContaining({ date: { raw: "20160106", iso: "2016-01-06" } }),
    ],
  },
  "zip without Content-Length": {
    ask: () => fetched(),
    told: whole,
  },
  "zip cut mid-file": {
    script: always("getImage", { kind: "cut", afterBytes: 1_000 }),
    ask: () => fetched(),
    told: {
      title: "The connection was lost",
      why: "It broke in the middle of an exchange (UND_ERR_SOCKET).",
      whatNext: "Check the network, then try again. Your work is kept.",
    },
  },
  "valid zip with missing slice and no CSV": {
    script: always("getImage", { kind: "missingImage" }),
    ask: () => fetched(),
    told: incomplete("2 images came; the archive's list says 3."),
  },
  "zip with only an empty LICENSE": {
    script: always("getImage", { kind: "emptyLicenceOnly" }),
    ask: () => fetched(),
    told: incomplete("0 images came; the archive's list says 3."),
  },
  "CSV rows shuffled and upper-case hashes": {
    script: always("getImage", { kind: "shuffledHashes" }),
    ask: () => fetched(),
    told: whole,
  },
  "one wrong hash": {
    script: always("getImage", { kind: "wrongHash" }),
    ask: () => fetched(),
    told: {
      ...incomplete(
        "1 file came with other content than the archive's hash says.",
      ),
      title: "The series is damaged at the source",
    },
  },
  "entry ../x": {
    script: always("getImage", { kind: "unsafeEntry" }),
    ask: () => fetched(),
    told: incomplete(
      "The archive file holds a name that leads out of its folder.",
    ),
  },
  Zip64: {
    script: always("getImage", { kind: "zip64" }),
    ask: () => fetched(),
    told: whole,
  },
  "stalled stream": {
    script: always("getImage", {
      kind: "stall",
      afterBytes: 1_000,
      ms: 60_000,
    }),
    isImpatient: true,
    ask: () => fetched(),
    told: {
      title: "The connection stands still",
      why: "No data moved for a few seconds.",
      whatNext: "Check the network, then try again. Your work is kept.",
    },
  },
  "manifest with BOM, CRLF, commas, junk lines": {
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
    },
  },
  "series with no licence": {
    ask: () => fetched("1.3.6.1.4.1.99999.5.1.4"),
    told: {
      title: "The licence does not allow this",
      why: "The archive names no licence for the series.",
      whatNext:
        "Find out the licence from the page of the data set and enter it by hand; until then the series stays out.",
    },
  },
  "series with CC BY": { ask: () => fetched(), told: whole },
  "series with CC BY-NC": {
    ask: () => fetched("1.3.6.1.4.1.99999.2.1.4"),
    told: {
      title: "This series is for non-commercial use only",
      why: "Its licence (CC BY-NC) forbids commercial use, and you have not said yet that yours is none.",
      whatNext: "Confirm that the use is not commercial, then go on.",
    },
  },
  "series with ND": {
    ask: () => fetched("1.3.6.1.4.1.99999.3.1.4"),
    told: {
      title: "The licence does not allow this",
      why: "The licence forbids changed copies (ND), and a case is one: images are chosen, windowed and cropped.",
      whatNext:
        "Choose another series. It may be fetched to look at here only.",
    },
  },

  "an image of another series": {
    script: always("getImage", { kind: "otherSeries" }),
    ask: () => fetched(),
    told: {
      ...incomplete("1 file belongs to another series."),
      title: "The series is damaged at the source",
    },
  },
  "another licence in the file": {
    script: always("getImage", { kind: "otherLicence" }),
    ask: async () => {
      const outcome = await client.fetch(await client.seriesOf(uid));
      if (!outcome.ok || outcome.value.verdict.kind !== "blocked")
        return outcome;
      const { reason } = outcome.value.verdict;
      return { ok: false, failure: { kind: "licenceBlocked", reason } };
    },
    isKept: true,
    told: {
      title: "The licence does not allow this",
      why: "What names a licence for the series contradicts itself: the archive's list, another archive that has it, or the LICENSE file of the download.",
      whatNext:
        "Find out from the page of the data set which one holds, and say so under Downloads with “Settle the licence”, or on the command line with casedrop archive download --licence; until then it stays out.",
    },
  },
  "a slow line": {
    script: always("getImage", { kind: "slow", pauseMs: 20 }),
    ask: () => fetched(),
    told: whole,
  },
  "too many requests": {
    script: always("getImage", { ...status(429), retryAfterSeconds: 1_800 }),
    ask: () => fetched(),
    told: {
      title: "The archive asks to slow down",
      why: "It has had too many requests for now (429).",
      whatNext: "Wait 30 min, then go on.",
    },
  },
  "parameters that are refused as such": {
    script: always("getSeries", status(422, "fromDate: invalid")),
    ask: series,
    told: {
      title: "The archive refused the request",
      why: "It answered 422. It says: fromDate: invalid",
      whatNext:
        "Check what was asked for. A series may not be public, or may lie on another server of the archive.",
    },
  },
  "the old servlets' wish for a sign-in": {
    script: always(
      "getImage",
      status(460, "<html>Login needed</html>", "text/html"),
    ),
    ask: () => fetched(),
    told: {
      title: "The archive does not have this",
      why: "It is unknown there, not public, or kept on another server.",
      whatNext: "Check the identifier, or look for it by its collection.",
    },
  },
  "words in place of a preview": {
    script: always("getThumbnail", status(400, "WADO: no such object")),
    ask: async () =>
      client.archive.thumbnail(await client.seriesOf(uid), never),
    told: null,
  },
  "a page in place of rows": {
    script: always(
      "getSeries",
      status(200, "<html>Please wait</html>", "text/html"),
    ),
    ask: series,
    told: {
      title: "The archive's answer was not understood",
      why: "What getSeries answered does not have the documented form (a web page without a table).",
      whatNext: "Try again later; if it comes back, please report it.",
    },
  },
};

/** The row that each fault of the sample archive is played in. */
const rowOf: Readonly<Record<ArchiveFault["kind"], RowName>> = {
  cut: "zip cut mid-file",
  stall: "stalled stream",
  slow: "a slow line",
  status: "nginx 502 HTML",
  blank: "blank 200",
  singleObject: "single object instead of array",
  missingImage: "valid zip with missing slice and no CSV",
  wrongHash: "one wrong hash",
  shuffledHashes: "CSV rows shuffled and upper-case hashes",
  emptyLicenceOnly: "zip with only an empty LICENSE",
  unsafeEntry: "entry ../x",
  otherSeries: "an image of another series",
  otherLicence: "another licence in the file",
  zip64: "Zip64",
  olderBuild: "v4 unknown-parameter 400",
};

it.each(Object.entries(rows))("%s", async (_behaviour, row) => {
  client = row.isImpatient === true ? impatient : patient;
  script = row.script ?? { rules: [] };
  client.server.setFaults(script);
  const outcome = await row.ask();
  if (outcome.ok) {
    expect(outcome.value).toEqual(row.told);
    return;
  }
  expect(archiveFailureWords(outcome.failure)).toEqual(row.told);
  if (row.isKept !== true) expect(await client.visible()).toEqual([]);
});

it.each(Object.entries(rowOf))("the fault %s is played", (kind, row) => {
  const script: ArchiveFaultScript = rows[row].script ?? { rules: [] };
  expect(script.rules.map(({ fault }) => fault.kind)).toEqual([kind]);
});

const reference = referenceText("tcia-nbia-api.md");

it.skipIf(reference === null)("is all that the reference lists", () => {
  const [, section = ""] =
    /^## 14\. .*\n\n([\s\S]+?)\n\n/m.exec(reference ?? "") ?? [];
  const named = section
    .replace(/\.$/, "")
    .split(";")
    .map((item) => item.trim());
  expect(named.toSorted()).toEqual(Object.keys(listed).toSorted());
});
