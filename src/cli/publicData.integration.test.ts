// Series of public archives on the command line: known by the record beside them, held back or sent with their credit. Uses the build (npm run build).
import { spawn } from "node:child_process";
import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LicenceVerdict } from "../shared/archive.ts";
import { testUID } from "../testing/dicomFixtures.ts";
import { fetchedRecord } from "../testing/fetchedRecord.ts";
import { zipArchive } from "../testing/zipFixtures.ts";
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
const credit = "Sample, Ada (2020). Sample CT. The Cancer Imaging Archive.";

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

function deidentify(
  from: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<EndedCommand> {
  const out = join(upload.folder, "copies");
  const child = spawn(
    process.execPath,
    [...[command, "deidentify", from, "--out", out, "--json"]],
    { env: { ...process.env, ...variables } },
  );
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
  it("knows it in a zip and in a copied folder, as long as the store has its record", async () => {
    const home = join(upload.folder, "home");
    const store = join(home, ".casedrop-archive");
    await mkdir(store, { recursive: true });
    await writeFile(
      join(store, `${uid}.json`),
      fetchedRecord(uid, noDerivatives),
    );
    const folder = await upload.images(uid, [1, 2, 3]);
    const copied = join(upload.folder, "copied-elsewhere");
    await rename(folder, copied);
    const slices = await Promise.all(
      (await readdir(copied)).map(async (name) => ({
        name,
        bytes: await readFile(join(copied, name)),
      })),
    );
    const zip = join(upload.folder, "series.zip");
    await writeFile(zip, zipArchive(slices));
    for (const from of [copied, zip]) {
      const ended = await deidentify(from, { HOME: home, USERPROFILE: home });
      expect(ended.status).not.toBe(0);
      expect(`${ended.stdout}${ended.stderr}`).toContain(
        "forbids changed copies",
      );
    }
  });

  it("knows it in a zip that has its record with it", async () => {
    const home = join(upload.folder, "home");
    await mkdir(home);
    const folder = await upload.images(uid, [1, 2, 3]);
    const slices = await Promise.all(
      (await readdir(folder)).map(async (name) => ({
        name: `store/${uid}/${name}`,
        bytes: await readFile(join(folder, name)),
      })),
    );
    const record = {
      name: `store/${uid}.json`,
      bytes: Buffer.from(fetchedRecord(uid, noDerivatives)),
    };
    const zip = join(upload.folder, "packed.zip");
    await writeFile(zip, zipArchive([...slices, record]));
    const ended = await deidentify(zip, { HOME: home, USERPROFILE: home });
    expect(ended.status).not.toBe(0);
    expect(`${ended.stdout}${ended.stderr}`).toContain(
      "forbids changed copies",
    );
  });

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

  it("sends nothing while its citation is not known, and takes one that was written by hand", async () => {
    const series = await fetched();
    const record = JSON.parse(fetchedRecord(uid)) as object;
    const uncited = JSON.stringify({ ...record, citation: null });
    await upload.write(`${uid}.json`, uncited);
    const held = await upload.run(series, ["--public-data"]);
    expect(held.status).toBe(1);
    expect(held.stderr).toContain("The citation of SAMPLE-CT is missing.");
    expect(held.stderr).toContain("casedrop archive download");
    expect(await requestCount()).toBe(0);
    await upload.write(
      "case.yaml",
      "title: Chest case\nsystem: Chest\nbody: Sample A. (2020) Sample CT. https://doi.org/10.7937/sample.2020.ct, CC BY 4.0; changes were made.\n",
    );
    const sent = await upload.run(series, ["--public-data"]);
    expect(sent.status, sent.stderr).toBe(0);
  });

  it("holds a stand-in for the citation that was written by hand", async () => {
    const series = await fetched();
    const record = JSON.parse(fetchedRecord(uid)) as object;
    await upload.write(
      `${uid}.json`,
      JSON.stringify({ ...record, citation: null }),
    );
    await upload.write(
      "case.yaml",
      "title: Chest case\nsystem: Chest\nbody: SAMPLE-CT. The Cancer Imaging Archive. https://doi.org/10.7937/sample.2020.ct Licence CC BY 4.0. Changes made.\n",
    );
    const held = await upload.run(series, ["--public-data"]);
    expect(held.status).toBe(1);
    expect(held.stderr).toContain("The citation of SAMPLE-CT is missing.");
    expect(await requestCount()).toBe(0);
  });

  it("sends nothing into a study that exists, where no credit can stand, and takes a new study of the same draft", async () => {
    const series = await fetched();
    const draft = await upload.sandbox.createCase("Begun by hand");
    const study = await upload.sandbox.createStudy(draft);
    const append = ["--append", String(draft), "--public-data"];
    const held = await upload.run(series, [
      ...append,
      "--study",
      String(study),
    ]);
    expect(held.status).toBe(1);
    expect(held.stderr).toContain("Credit for SAMPLE-CT has no place.");
    expect(held.stderr).toContain("Send public data into a new study");
    expect(await requestCount()).toBe(1);
    const sent = await upload.run(series, append);
    expect(sent.status, sent.stderr).toBe(0);
    expect(sent.stderr).toContain(
      "Credit for SAMPLE-CT was added to the findings.",
    );
    const { cases } = await upload.sandbox.state();
    expect(JSON.stringify(cases)).toContain(
      "https://doi.org/10.7937/sample.2020.ct",
    );
  });

  it("adds nothing where the author gives the credit already", async () => {
    const series = await fetched();
    await upload.write(
      "case.yaml",
      "title: Chest case\nsystem: Chest\nbody: From SAMPLE-CT (10.7937/sample.2020.ct, CC BY 4.0), windowed; changes were made. Archive 10.1007/s10278-013-9622-7; cancerimagingarchive.net/data-usage-policies-and-restrictions\n",
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
    await rm(join(upload.folder, `${uid}.json`));
    await rm(join(store, `${uid}.json`));
    await writeFile(join(store, "1.2.3.json"), fetchedRecord("1.2.3"));
    const other = await upload.run(join(upload.folder, "export"));
    expect(other.status, other.stderr).toBe(0);
  });
});

describe("a record that cannot be read", () => {
  it("keeps its series here, until it was fetched again", async () => {
    const series = await fetched();
    const damaged = fetchedRecord(uid, noDerivatives).slice(0, -3);
    for (const text of [damaged, "{}"]) {
      await upload.write(`${uid}.json`, text);
      const held = await upload.run(series, ["--public-data"]);
      expect(held.status).toBe(1);
      expect(held.stderr).toContain("is damaged: fetch the series again");
      const copied = await deidentify(series);
      expect(copied.status).toBe(1);
    }
    expect(await requestCount()).toBe(0);
    await upload.write(`${uid}.json`, fetchedRecord(uid));
    const sent = await upload.run(series, ["--public-data"]);
    expect(sent.status, sent.stderr).toBe(0);
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
    expect(ended.status).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: {
        message: expect.stringContaining("Nothing was written.") as unknown,
      },
    });
  });
});
