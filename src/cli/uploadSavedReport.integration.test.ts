// `casedrop upload --report`: what was done, as JSON and as a page. Uses the build (npm run build).
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { deidReportSchema } from "../core/upload/deidReportSchema.ts";
import { ctSlice } from "../testing/dicomFixtures.ts";
import { RunningSandbox } from "../testing/runningSandbox.ts";
import { writeSandboxCredentials } from "../testing/uploadByCommand.ts";

const command = resolve(import.meta.dirname, "../../out/cli/casedrop.js");
const imageCount = 3;

let folder = "";
let sandbox: RunningSandbox;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-cli-report-"));
  sandbox = await RunningSandbox.start();
  await mkdir(join(folder, "images"));
  for (let number = 1; number <= imageCount; number += 1)
    await writeFile(
      join(folder, "images", `image-${number}.dcm`),
      ctSlice({
        instanceNumber: number,
        attributes: { PatientName: "QUIBBLEWORTH^ZEBEDEE" },
      }),
    );
  await writeFile(
    join(folder, "case.yaml"),
    "title: Chest of Quibbleworth\nsystem: Chest\n",
  );
  await writeSandboxCredentials(sandbox, join(folder, "credentials"));
});
afterEach(async () => {
  await sandbox.end();
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly status: number;
  readonly stderr: string;
}

function upload(...more: readonly string[]): Promise<Ended> {
  const given = [
    ["--case", join(folder, "case.yaml")],
    ["--origin", sandbox.origin],
    ["--state", join(folder, "state")],
    ["--credentials", join(folder, "credentials")],
  ];
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [command, "upload", join(folder, "images"), ...given.flat(), ...more],
      (_error, _stdout, stderr) => {
        done({ status: child.exitCode ?? -1, stderr });
      },
    );
  });
}

const headerValues = ["QUIBBLEWORTH", "ZEBEDEE", "FIX-1", "19700101", "054Y"];

it("tells of words that were let through with their reason, and never the words; the same command writes the page later", async () => {
  const json = join(folder, "report.json");
  const refused = await upload("--report", json);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("title: a word of it stands in the headers");
  await expect(readFile(json)).rejects.toThrow();

  const accepted = ["--accept-words", "The disease bears this name"];
  const sent = await upload(...accepted, "--report", json);
  expect(sent.status).toBe(0);
  const text = await readFile(json, "utf8");
  expect(deidReportSchema.parse(JSON.parse(text))).toMatchObject({
    casedropReport: 1,
    account: { found: 3, uploaded: 3, leftOut: 0, uploadedImages: 3 },
    stacks: [{ preparedImages: 3, refused: [], masks: [] }],
    confirmations: { permission: true, imagesChecked: true, licence: true },
    typedWords: [
      {
        field: "title",
        kind: "patientWord",
        reason: "The disease bears this name",
      },
    ],
  });

  const page = join(folder, "report.html");
  const again = await upload(...accepted, "--report", page);
  expect(again.status).toBe(0);
  const html = await readFile(page, "utf8");
  expect(html).toContain("Typed words that were questioned and accepted");
  expect(html).toContain("The disease bears this name");
  for (const value of headerValues) {
    expect(text.toUpperCase()).not.toContain(value);
    expect(html.toUpperCase()).not.toContain(value);
  }
  expect((await sandbox.state()).cases).toHaveLength(1);
});

it("does not repeat a reason that says the word itself", async () => {
  const json = join(folder, "report.json");
  const sent = await upload(
    ...["--accept-words", "Mr Quibbleworth agrees"],
    ...["--report", json],
  );
  expect(sent.status).toBe(0);
  const text = await readFile(json, "utf8");
  expect(deidReportSchema.parse(JSON.parse(text)).typedWords).toEqual([
    { field: "title", kind: "patientWord", reason: "(a reason was given)" },
  ]);
  expect(text.toUpperCase()).not.toContain("QUIBBLEWORTH");
});
