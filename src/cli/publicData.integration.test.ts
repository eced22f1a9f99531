// Series of public archives on the command line: known by the record beside them, held back or sent with their credit. Uses the build (npm run build).
import { spawn } from "node:child_process";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LicenceVerdict } from "../shared/archive.ts";
import { testUID } from "../testing/dicomFixtures.ts";
import { fetchedRecord } from "../testing/fetchedRecord.ts";
import {
  UploadByCommand,
  type EndedCommand,
} from "../testing/uploadByCommand.ts";

const command = resolve(import.meta.dirname, "../../out/cli/casedrop.js");
const uid = testUID(3);
const noDerivatives: LicenceVerdict = {
  kind: "blocked",
  reason: "noDerivatives",
  licence: "CC BY-ND 4.0",
};
const credit = "SAMPLE-CT. The Cancer Imaging Archive.";

let upload: UploadByCommand;
beforeEach(async () => {
  upload = await UploadByCommand.start();
});
afterEach(async () => {
  await upload.end();
});

/** A store with one series and its record. The folder of the series. */
async function fetched(verdict?: LicenceVerdict): Promise<string> {
  const folder = await upload.images(uid, [1, 2, 3]);
  await upload.write(`${uid}.json`, fetchedRecord(uid, verdict));
  return folder;
}

async function requestCount(): Promise<number> {
  return (await upload.sandbox.state()).requests.filter(({ route }) =>
    ["createCase", "storagePut"].includes(route ?? ""),
  ).length;
}

function deidentify(from: string): Promise<EndedCommand> {
  const out = join(upload.folder, "copies");
  const child = spawn(process.execPath, [
    ...[command, "deidentify", from, "--out", out, "--json"],
  ]);
  const ended = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (ended.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (ended.stderr += data.toString()));
  return new Promise((done) => {
    child.once("close", (status) => {
      done({ status, ...ended });
    });
  });
}

describe("casedrop upload of public data", () => {
  it("asks first, then sends it with its credit in the discussion", async () => {
    const series = await fetched();
    const asked = await upload.run(series);
    expect(asked.status).toBe(1);
    expect(asked.stderr).toContain(`  ${credit}`);
    expect(asked.stderr).toContain("give --public-data");
    expect(await requestCount()).toBe(0);
    const sent = await upload.run(series, ["--public-data"]);
    expect(sent.status, sent.stderr).toBe(0);
    expect(sent.stderr).toContain(
      "Credit for SAMPLE-CT was added to the discussion.",
    );
    const [only] = (await upload.sandbox.state()).cases;
    const body = (only as unknown as { body: string }).body;
    expect(body).toContain(credit);
    expect(body).toContain("https://doi.org/10.7937/sample.2020.ct");
    expect(body).toContain("creativecommons.org/licenses/by/4.0");
    expect(body).toContain("Changes made");
    expect(body).not.toContain("SAMPLE-CT-001");
  });

  it("adds nothing where the author gives the credit already", async () => {
    const series = await fetched();
    await upload.write(
      "case.yaml",
      "title: Chest case\nsystem: Chest\nbody: From SAMPLE-CT (10.7937/sample.2020.ct, CC BY 4.0), windowed and changed.\n",
    );
    const sent = await upload.run(series, ["--public-data"]);
    expect(sent.status, sent.stderr).toBe(0);
    expect(sent.stderr).not.toContain("was added");
  });

  it("sends nothing whose licence forbids it, whatever is said, also out of a renamed folder", async () => {
    const series = await fetched(noDerivatives);
    const renamed = join(upload.folder, "renamed");
    await rename(series, renamed);
    for (const path of [renamed, join(renamed, "image-1.dcm")]) {
      const ended = await upload.run(path, ["--public-data"]);
      expect(ended.status).toBe(1);
      expect(ended.stderr).toContain("forbids changed copies (ND)");
    }
    expect(await requestCount()).toBe(0);
  });

  it("knows a series in the middle of a folder of others, and only that one", async () => {
    const store = join(upload.folder, "export", "store");
    await mkdir(store, { recursive: true });
    const series = await fetched(noDerivatives);
    await rename(series, join(store, uid));
    await writeFile(
      join(store, `${uid}.json`),
      fetchedRecord(uid, noDerivatives),
    );
    const ended = await upload.run(join(upload.folder, "export"));
    expect(ended.status).toBe(1);
    await writeFile(join(store, `${uid}.json`), fetchedRecord("1.2.3"));
    await upload.write(`${uid}.json`, "{}");
    const other = await upload.run(join(upload.folder, "export"));
    expect(other.status, other.stderr).toBe(0);
  });
});

describe("casedrop deidentify of public data", () => {
  it("names the credit that copies need", async () => {
    const ended = await deidentify(await fetched());
    expect(ended.status, ended.stderr).toBe(0);
    const { credit: named } = JSON.parse(ended.stdout) as {
      credit: { collection: string; text: string }[];
    };
    expect(named.map(({ collection }) => collection)).toEqual(["SAMPLE-CT"]);
    expect(named[0]?.text).toContain(credit);
  });

  it("makes no copies of what may not become part of a case", async () => {
    const ended = await deidentify(await fetched(noDerivatives));
    expect(ended).toMatchObject({ status: 1, stdout: "" });
    expect(ended.stderr).toContain("Nothing was written.");
  });
});
