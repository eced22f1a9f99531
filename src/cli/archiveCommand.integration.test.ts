// The archive commands in this process, against the sample archive.
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startArchive,
  type RunningArchive,
} from "../sandbox/nbia/archiveServer.ts";
import { fetchedSeriesAmong } from "../adapters/archiveStore/fetchedRecords.ts";
import type { OriginalUID } from "../core/model/brands.ts";
import { scannedInstance } from "../testing/groupedImages.ts";
import { valueOf } from "../testing/dicomFixtures.ts";
import { registerArchiveCommand } from "./archiveCommand.ts";

let server: RunningArchive;
let folder: string;
beforeAll(async () => {
  server = valueOf(await startArchive());
  folder = await mkdtemp(join(tmpdir(), "casedrop-archive-cli-"));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Says whose profile it is; none: nobody's. */
let profile: Readonly<Record<string, string>> = {};
let contact: Readonly<Record<string, string>> = {
  CASEDROP_CONTACT: "https://example.org/teaching",
};

async function run(...args: readonly string[]) {
  const said = { out: "", err: "", status: -1 };
  const program = new Command("casedrop").exitOverride();
  registerArchiveCommand(program, {
    stdout: { write: (text) => (said.out += text) },
    stderr: { write: (text) => (said.err += text) },
    variables: { ...contact, ...profile },
    workersUrl: new URL("file:///nowhere/"),
    scratchFolder: folder,
    appVersion: "0.0.0",
    signal: new AbortController().signal,
    exit: (status) => {
      said.status = status;
    },
  });
  const base = args[0] === "endpoints" ? [] : ["--base-url", server.origin];
  await program.parseAsync(["archive", ...args, ...base, "--json"], {
    from: "user",
  });
  return {
    ...said,
    json: said.out === "" ? null : (JSON.parse(said.out) as unknown),
  };
}

/** Dropped out of the folder it was fetched into, wherever that is, a series is known by the record beside it. */
async function expectKnown(
  out: string,
  uids: readonly string[],
): Promise<void> {
  for (const seriesInstanceUID of uids) {
    const series = join(out, seriesInstanceUID);
    const [image = ""] = await readdir(series);
    const header = { seriesInstanceUID: seriesInstanceUID as OriginalUID };
    const known = await fetchedSeriesAmong(
      [series],
      {
        instances: [scannedInstance(join(series, image), header)],
        skipped: [],
      },
      { stores: [], readPacked: () => Promise.resolve(null) },
    );
    expect(known).toMatchObject([{ seriesInstanceUID }]);
  }
}

const uid = "1.3.6.1.4.1.99999.1.1.1";
const blocked = "1.3.6.1.4.1.99999.3.1.1";

describe("casedrop archive", () => {
  it("lists collections and series", async () => {
    expect((await run("collections")).json).toContainEqual({
      name: "SAMPLE-CHEST",
      subjects: 2,
    });
    expect(server.requests.at(-1)?.userAgent).toBe(
      "Casedrop/0.0.0 (+https://example.org/teaching)",
    );
    const { json } = await run(
      "series",
      "--collection",
      "SAMPLE-CHEST",
      "--modality",
      "DX",
    );
    expect(json).toMatchObject({
      series: [{ modality: "DX" }, { modality: "DX" }],
    });
  });

  it("calls an endpoint, and refuses a parameter it does not know before anything is sent", async () => {
    const called = await run(
      "call",
      "getSeries",
      "--param",
      "Collection=NLST",
      "--param",
      "Modality=CT",
    );
    expect(called).toMatchObject({
      status: 0,
      json: { adapter: "nbia-v4", rows: [] },
    });
    const before = server.requests.length;
    const refused = await run(
      "call",
      "getSeries",
      "--param",
      "collection=NLST",
    );
    expect(refused).toMatchObject({ status: 2, out: "" });
    expect(refused.err).toContain("takes no parameter collection");
    expect(server.requests).toHaveLength(before);
  });

  it("downloads what may be, says why not for the rest, and fetches nothing twice", async () => {
    const out = join(folder, "store");
    const first = await run(
      "download",
      uid,
      blocked,
      "--out",
      out,
      "--accept-policy",
    );
    expect(first.status).toBe(1);
    expect(first.err).toContain("The licence does not allow this");
    expect(first.json).toMatchObject({
      series: [
        { seriesInstanceUID: uid, state: "stored", images: 12 },
        {
          seriesInstanceUID: blocked,
          state: "failed",
          failure: { kind: "licenceBlocked", reason: "noDerivatives" },
        },
      ],
    });
    expect(await readdir(join(out, uid))).toHaveLength(12);
    const before = server.requests.filter(({ path }) =>
      path.endsWith("/getImage"),
    ).length;
    expect((await run("download", uid, "--out", out)).status).toBe(0);
    expect(
      server.requests.filter(({ path }) => path.endsWith("/getImage")),
    ).toHaveLength(before);
  });

  it("does not call series missing while the trial's own server cannot be asked", async () => {
    const list = join(folder, "list.tcia");
    const lost = "1.2.3.4";
    await writeFile(list, `ListOfSeriesToDownload=\n${uid}\n${lost}\n`);
    const manifest = () => run("manifest", list);
    expect(await manifest()).toMatchObject({
      status: 0,
      err: "",
      json: { notFound: [lost], notAsked: [], unasked: null },
    });
    // The second request of each run goes to that server.
    const down = () => {
      server.setFaults({
        rules: [
          {
            endpoint: "getSeriesMetadata",
            nth: 2,
            fault: { kind: "status", status: 501 },
          },
        ],
      });
    };
    down();
    const told = await manifest();
    expect(told).toMatchObject({
      status: 1,
      json: {
        series: [{ seriesInstanceUID: uid }],
        notFound: [lost],
        notAsked: [lost],
        unasked: { kind: "archiveError", status: 501 },
      },
    });
    expect(told.err).toContain("National Lung Screening Trial");
    down();
    const fetched = await run(
      ...["download", lost, "--out", join(folder, "lost"), "--accept-policy"],
    );
    expect(fetched.json).toMatchObject({
      series: [{ failure: { kind: "archiveError", status: 501 } }],
    });
    server.setFaults({ rules: [] });
  });

  it("warns before a head comes, and tells derived series from the collection's own", async () => {
    const head = "1.3.6.1.4.1.99999.1.1.4";
    const derived = "1.3.6.1.4.1.99999.1.2.3";
    const fetched = await run(
      ...["download", head, derived, "--accept-policy"],
      ...["--out", join(folder, "heads")],
    );
    expect(fetched.status, fetched.err).toBe(0);
    await expectKnown(join(folder, "heads"), [head, derived]);
    expect(fetched.err).toBe(
      `${head}: A head by CT or MR. A likeness of the face could be made of its slices, which the archive's policy forbids. Casedrop shows slices only, never surfaces. Do not render a surface of it elsewhere either. Before it is sent, trim the slices of the face away or keep thick ones.\n`,
    );
    const { json } = await run(
      ...["series", "--collection", "SAMPLE-CHEST"],
      ...["--patient", "SAMPLE-CHEST-002", "--modality", "CT"],
    );
    expect(json).toMatchObject({
      series: [
        { isThirdParty: false, doi: "10.7937/sample.2020.chest" },
        {
          seriesInstanceUID: derived,
          isThirdParty: true,
          doi: "10.7937/sample.2025.derived",
        },
      ],
    });
  });

  it("says which licences contradict each other, and keeps which one holds once that was read", async () => {
    server.setFaults({
      rules: [{ endpoint: "getImage", fault: { kind: "otherLicence" } }],
    });
    const out = join(folder, "doubt");
    const byNc = "http://creativecommons.org/licenses/by-nc/3.0/";
    const by = "https://creativecommons.org/licenses/by/4.0/";
    const download = (...more: string[]) =>
      run("download", uid, "--out", out, "--accept-policy", ...more);
    const blocked = { kind: "blocked", reason: "disagree" };
    // Given before the file was there: nobody had read it.
    const first = await download("--licence", by);
    expect(first.json).toMatchObject({ series: [{ licence: blocked }] });
    expect(first.err).toContain(
      "The archive's list says Creative Commons Attribution 4.0",
    );
    expect(first.err).toContain("The LICENSE file of the download says");
    expect(first.err).toContain("Say which one holds with --licence");
    for (const third of [
      "https://creativecommons.org/licenses/by/3.0/",
      "https://example.org/terms",
    ]) {
      const invented = await download("--licence", third);
      expect(invented.status).toBe(1);
      expect(invented.json).toMatchObject({
        series: [{ failure: { kind: "licenceBlocked", reason: "disagree" } }],
      });
    }
    const unconfirmed = await download("--licence", byNc);
    expect(unconfirmed.status).toBe(1);
    expect(unconfirmed.json).toMatchObject({
      series: [{ failure: { kind: "nonCommercialUnconfirmed" } }],
    });
    const settled = await download("--licence", byNc, "--non-commercial");
    expect(settled).toMatchObject({ status: 0, err: "" });
    expect((await download()).json).toMatchObject({
      series: [
        {
          licence: { kind: "nonCommercial", licence: "CC BY-NC 3.0" },
          doubt: { settled: { because: "given with --licence" } },
        },
      ],
    });
    server.setFaults({ rules: [] });
  });

  it("finds a series in Imaging Data Commons and fetches it from open storage, on from where it broke off", async () => {
    expect((await run("collections", "--source", "idc")).json).toContainEqual({
      name: "sample_chest",
      subjects: 2,
    });
    const listed = await run(
      ...["series", "--source", "idc", "--collection", "SAMPLE-CHEST"],
      ...["--modality", "CT", "--body-part", "CHEST"],
    );
    expect(listed.json).toMatchObject({
      series: [{ source: "idc", seriesInstanceUID: uid }, { source: "idc" }],
    });
    server.requests.length = 0;
    server.setFaults({
      rules: [
        {
          endpoint: "s3/object",
          nth: 2,
          fault: { kind: "cut", afterBytes: 5_000 },
        },
      ],
    });
    const out = join(folder, "idc");
    const fetched = await run(
      "download",
      uid,
      "--source",
      "idc",
      "--out",
      out,
      "--accept-policy",
    );
    server.setFaults({ rules: [] });
    expect(fetched).toMatchObject({ status: 0 });
    expect(await readdir(join(out, uid))).toHaveLength(12);
    expect(fetched.json).toMatchObject({
      series: [
        {
          licence: { kind: "attribution", licence: "CC BY 4.0" },
          warnings: ["withoutHashes"],
        },
      ],
    });
    const ranges = server.requests.filter(({ range }) => range !== null);
    expect(ranges).toHaveLength(1);
    const refused = await run(
      "download",
      blocked,
      "--source",
      "idc",
      "--out",
      out,
    );
    expect(refused.json).toMatchObject({
      series: [
        { failure: { kind: "licenceBlocked", reason: "noDerivatives" } },
      ],
    });
  });

  it("lists every endpoint", async () => {
    const { json } = await run("endpoints");
    expect(json).toMatchObject({
      endpoints: expect.arrayContaining([
        expect.objectContaining({
          name: "getSeries",
          adapter: "tcia-v2",
          state: "retired",
        }),
      ]) as unknown,
    });
  });
});

it("asks for the acceptance of the policy once for a user, not for each folder", async () => {
  const home = join(folder, "ada");
  profile = { HOME: home, XDG_CONFIG_HOME: home, APPDATA: home };
  const into = (name: string, ...more: readonly string[]) =>
    run(
      ...["download", "1.3.6.1.4.1.99999.1.1.4"],
      ...["--out", join(folder, name), ...more],
    );
  try {
    expect((await into("first")).err).toContain(
      "The data usage policy has not been accepted",
    );
    expect((await into("second", "--accept-policy")).status).toBe(0);
    const third = await into("third");
    expect(third.status, third.err).toBe(0);
  } finally {
    profile = {};
  }
});

it("names nobody to the archive unless the user says so, once or for good", async () => {
  const told = async (...more: readonly string[]) => {
    await run("collections", ...more);
    return server.requests.at(-1)?.userAgent;
  };
  const before = contact;
  contact = {};
  // What a system knows of its user is not asked for.
  profile = { USER: "ada", EMAIL: "ada@example.org", LOGNAME: "ada" };
  try {
    expect(await told()).toBe("Casedrop/0.0.0");
    expect(await told("--contact", "ada@example.org")).toBe(
      "Casedrop/0.0.0 (+mailto:ada@example.org)",
    );
    contact = before;
    expect(await told()).toBe("Casedrop/0.0.0 (+https://example.org/teaching)");
  } finally {
    contact = before;
    profile = {};
  }
});
