// The built command on a disc: it reads each file once, needs the disc no more then, and leaves no copy behind. Uses the build (npm run build).
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ctSlice } from "../testing/dicomFixtures.ts";
import { RecordedMedium } from "../testing/recordedMedium.ts";
import { UploadByCommand } from "../testing/uploadByCommand.ts";

const command = resolve(import.meta.dirname, "../../out/cli/casedrop.js");
const workers = new URL("../../out/workers/", import.meta.url);
let base: string;
let medium: RecordedMedium;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "casedrop-cli-slow-"));
  medium = await RecordedMedium.make(base, workers);
  await mkdir(medium.folder);
  await mkdir(join(base, "tmp"));
  for (const number of [1, 2, 3])
    await writeFile(
      join(medium.folder, `IM${number}`),
      ctSlice({ instanceNumber: number }),
    );
});
afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

/** Runs a command to its end. */
async function casedrop(...parameters: readonly string[]) {
  const child = spawn(
    process.execPath,
    [...medium.nodeOptions, command, ...parameters],
    { env: { ...process.env, TMPDIR: join(base, "tmp") } },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, said: said.join("") };
}

/** Those that hold something, with their bytes; none if there is no such folder. */
async function filesBelow(folder: string) {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map(async (path) => ({ path, bytes: await readFile(path) })),
  );
  return files.filter(({ bytes }) => bytes.byteLength > 0);
}

// The hook speaks for Linux's file systems only.
describe.skipIf(process.platform !== "linux")("a disc", () => {
  it("is read once by casedrop deidentify, and no copy of it is left", async () => {
    const output = join(base, "output");
    const { status, said } = await casedrop(
      "deidentify",
      medium.folder,
      "--out",
      output,
    );
    expect({ status, said }).toMatchObject({ status: 0 });
    const reads = await medium.reads();
    expect(reads.map(({ file, offset }) => [file, offset])).toEqual([
      ["IM1", 0],
      ["IM2", 0],
      ["IM3", 0],
    ]);
    expect(await readdir(join(base, "tmp"))).toEqual([]);
  });

  it("has to stay where there is no room for copies, which casedrop deidentify says", async () => {
    await medium.breakWith({ freeBytes: 1024 });
    const { status, said } = await casedrop(
      "deidentify",
      medium.folder,
      "--out",
      join(base, "output"),
    );
    expect(status).toBe(0);
    expect(said).toContain(
      "3 files are still only on the disc, stick or share. This computer's disk has too little room for a copy, or the medium did not give the whole file. Leave it connected until the images are prepared: these files are read again then, from the start.",
    );
  });

  it("leaves nothing readable of what was copied when the command is killed", async () => {
    const temporary = join(base, "tmp");
    for (const number of [1, 2, 3])
      await writeFile(
        join(medium.folder, `IM${number}`),
        ctSlice({
          instanceNumber: number,
          attributes: { PatientName: "PLANTED^MARKER", PatientID: "PLANTED-1" },
        }),
      );
    await medium.breakWith({ stuckAt: "IM3" });
    const child = spawn(
      process.execPath,
      [
        ...medium.nodeOptions,
        ...[command, "deidentify", medium.folder],
        ...["--out", join(base, "output")],
      ],
      { env: { ...process.env, TMPDIR: temporary }, stdio: "ignore" },
    );
    // Two copies are there, and are what a crash would leave.
    await expect.poll(async () => (await filesBelow(temporary)).length).toBe(2);
    child.kill("SIGKILL");
    await once(child, "close");
    const left = await filesBelow(temporary);
    expect(left.map(({ bytes }) => bytes.byteLength > 500)).toEqual([
      true,
      true,
    ]);
    for (const { path, bytes } of [
      ...left,
      ...(await filesBelow(join(base, "output"))),
    ])
      for (const trace of ["PLANTED", "IM1", "DICM"]) {
        expect(path).not.toContain(trace);
        expect(bytes.includes(trace)).toBe(false);
        expect(bytes.includes(Buffer.from(trace, "utf16le"))).toBe(false);
      }
  });

  it("is scanned by the same rules", async () => {
    const { status } = await casedrop("scan", medium.folder);
    expect(status).toBe(0);
    expect(await medium.reads()).toHaveLength(3);
    expect(await readdir(join(base, "tmp"))).toEqual([]);
  });

  it("is not copied by a mere listing, which nothing reads after", async () => {
    // Room for not one byte of a copy.
    await medium.breakWith({ freeBytes: 1024, scratchBytes: 0 });
    const { status, said } = await casedrop("scan", medium.folder);
    expect({ status, said }).toMatchObject({ status: 0 });
    expect(said).not.toContain("still only");
    expect(await medium.reads()).toHaveLength(3);
  });

  it("is read once by casedrop upload, and no copy of it is left", async () => {
    const service = await UploadByCommand.start();
    try {
      const { status, said } = await casedrop(
        "upload",
        medium.folder,
        ...service.options,
      );
      expect({ status, said }).toMatchObject({ status: 0 });
      const { cases } = await service.sandbox.state();
      expect(
        cases.flatMap(({ studies }) =>
          studies.flatMap(({ stacks }) =>
            stacks.map(({ uploads }) => uploads.length),
          ),
        ),
      ).toEqual([3]);
    } finally {
      await service.end();
    }
    const reads = await medium.reads();
    expect(reads.map(({ file, offset }) => [file, offset])).toEqual([
      ["IM1", 0],
      ["IM2", 0],
      ["IM3", 0],
    ]);
    expect(await readdir(join(base, "tmp"))).toEqual([]);
  });
});
