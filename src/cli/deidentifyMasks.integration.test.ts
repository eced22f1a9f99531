// `casedrop deidentify --mask` from a mask file to painted files and a report. Needs the built workers.
import { Command } from "commander";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ctSlice } from "../testing/dicomFixtures.ts";
import { registerDeidentifyCommand } from "./deidentifyCommand.ts";
import type { CliEnvironment } from "./environment.ts";

let base: string;
let source: string;
let out: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "casedrop-masks-"));
  source = join(base, "source");
  out = join(base, "out");
  await mkdir(source);
  for (const number of [1, 2, 3])
    await writeFile(
      join(source, `IM${number}`),
      ctSlice({
        instanceNumber: number,
        attributes: { PixelData: Array.from({ length: 16 }, () => 2000) },
      }),
    );
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function runWith(masks: unknown, ...more: string[]) {
  let stdout = "";
  let stderr = "";
  let status: number | null = null;
  const environment: CliEnvironment = {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    variables: {},
    workersUrl: new URL("../../out/workers/", import.meta.url),
    scratchFolder: join(base, "scratch"),
    appVersion: "1.2.3",
    signal: new AbortController().signal,
    exit: (code) => {
      status = code;
    },
  };
  const file = join(base, "masks.json");
  await writeFile(file, JSON.stringify(masks));
  const program = new Command();
  registerDeidentifyCommand(program, environment);
  await program.parseAsync(
    ["deidentify", source, "--out", out, "--mask", file, ...more],
    { from: "user" },
  );
  return { stdout, stderr, status };
}

async function pixelsOf(path: string): Promise<readonly number[]> {
  const bytes = await readFile(join(out, path));
  return [...new Uint16Array(Uint8Array.from(bytes.subarray(-32)).buffer)];
}

const plain = Array.from({ length: 16 }, () => 2000);
/** The window begins at -160 HU, which is stored as 864. */
const painted = plain.map((value, index) =>
  index === 5 || index === 6 ? 864 : value,
);
const shape = { kind: "rectangle", left: 1, top: 1, width: 2, height: 1 };

describe("masks from a file", () => {
  it("are painted on the images they name and recorded with each output", async () => {
    const { stdout, status } = await runWith(
      [{ match: { series: 2 }, shape, images: { first: 2, last: 3 } }],
      "--json",
    );

    expect(status).toBe(0);
    const report = JSON.parse(stdout) as {
      readonly outputs: readonly {
        readonly path: string;
        readonly pixels: string;
        readonly masks?: readonly unknown[];
      }[];
    };
    expect(report.outputs.map(({ pixels, masks }) => [pixels, masks])).toEqual([
      ["copied", undefined],
      ["masked", [shape]],
      ["masked", [shape]],
    ]);
    const [first = "", second = ""] = report.outputs.map(({ path }) => path);
    expect(await pixelsOf(first)).toEqual(plain);
    expect(await pixelsOf(second)).toEqual(painted);
  });

  it("are told in words", async () => {
    const { stdout, status } = await runWith([{ match: "all", shape }]);

    expect(status).toBe(0);
    expect(stdout).toContain("Painted masks over 3 images");
  });

  it("that match nothing are told, and the rest is done", async () => {
    const { stderr, status } = await runWith([
      { match: { modality: "US" }, shape },
    ]);

    expect(stderr).toBe(
      "Mask 1 of the mask file matches no image that is taken.\n",
    );
    expect(status).toBe(0);
  });

  it.each([
    ["a stack that is not there", [{ match: { stack: "x" }, shape }]],
    ["an unknown shape", [{ match: "all", shape: { kind: "star" } }]],
  ])(
    "with %s end with status 2 before anything is written",
    async (_, masks) => {
      const { stdout, stderr, status } = await runWith(masks);

      expect(status).toBe(2);
      expect(stdout).toBe("");
      expect(stderr).toContain("mask file");
      await expect(readFile(out)).rejects.toMatchObject({ code: "ENOENT" });
    },
  );
});
