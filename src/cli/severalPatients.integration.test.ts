// What the commands say of files that name several patients. Uses the built workers (npm run build).
import { Command } from "commander";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ctSlice, testUID } from "../testing/dicomFixtures.ts";
import { registerDeidentifyCommand } from "./deidentifyCommand.ts";
import type { CliEnvironment } from "./environment.ts";
import { registerScanCommand } from "./scanCommand.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-cli-patients-"));
  await mkdir(join(folder, "export"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** One study for each name, all under one number and without birth dates. */
async function plant(...names: readonly string[]): Promise<void> {
  for (const [index, PatientName] of names.entries())
    await writeFile(
      join(folder, "export", String(index)),
      ctSlice({
        attributes: {
          PatientName,
          PatientID: "4711",
          PatientBirthDate: "",
          StudyInstanceUID: testUID(70, index),
          SeriesInstanceUID: testUID(71, index),
          SOPInstanceUID: testUID(72, index),
        },
      }),
    );
}

async function run(
  name: "scan" | "deidentify",
  ...more: readonly string[]
): Promise<string> {
  let stdout = "";
  const environment: CliEnvironment = {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
    variables: {},
    workersUrl: new URL("../../out/workers/", import.meta.url),
    scratchFolder: join(folder, "scratch"),
    appVersion: "0.0.0",
    signal: new AbortController().signal,
    exit: () => undefined,
  };
  const program = new Command();
  const out = name === "scan" ? [] : ["--out", join(folder, "out")];
  if (name === "scan") registerScanCommand(program, environment);
  else registerDeidentifyCommand(program, environment);
  const given = [name, join(folder, "export"), ...out, ...more];
  await program.parseAsync(given, { from: "user" });
  return stdout;
}

describe.each(["scan", "deidentify"] as const)("casedrop %s", (name) => {
  it("says that the files are perhaps of several patients, and names none", async () => {
    await plant("ONE^XAVIER", "TWO^YVES");
    const text = await run(name);
    expect(text).toContain("The files are perhaps of 2 patients.");
    expect(text).not.toMatch(/xavier|yves|4711/i);
  });

  it("counts them for scripts", async () => {
    await plant("ONE^XAVIER", "TWO^YVES");
    expect(JSON.parse(await run(name, "--json"))).toMatchObject({
      patients: 2,
    });
  });

  it("says nothing of one patient in two spellings", async () => {
    await plant("Müller^Jörg", "MUELLER^JOERG^M");
    expect(await run(name)).not.toContain("patients");
  });
});
