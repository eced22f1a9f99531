// The archive commands in this process, against the sample archive.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startArchive,
  type RunningArchive,
} from "../sandbox/nbia/archiveServer.ts";
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

async function run(...args: readonly string[]) {
  const said = { out: "", err: "", status: -1 };
  const program = new Command("casedrop").exitOverride();
  registerArchiveCommand(program, {
    stdout: { write: (text) => (said.out += text) },
    stderr: { write: (text) => (said.err += text) },
    variables: { CASEDROP_CONTACT: "https://example.org/teaching" },
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
