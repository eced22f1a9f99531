// Commands whose output is cut off, as real processes with real pipes. Uses the built command (npm run build).
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync, closeSync, existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ctSlice } from "../testing/dicomFixtures.ts";

const command = resolve("out/cli/casedrop.js");

let folder = "";
let images = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-cli-pipe-"));
  images = join(folder, "images");
  await mkdir(images);
  for (const slice of [1, 2, 3])
    await writeFile(
      join(images, `IM${String(slice)}`),
      ctSlice({ instanceNumber: slice }),
    );
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function statusOf(child: ChildProcess): Promise<unknown> {
  const exit: readonly unknown[] = await once(child, "exit");
  return exit[0];
}

/** Runs a command whose standard output nobody reads; what it ends with, and what it says of it. */
async function runUnread(args: readonly string[]) {
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  const [said, status] = await Promise.all([
    text(child.stderr),
    statusOf(child),
  ]);
  return { said, status };
}

describe("a command whose reader has gone", () => {
  it.each([
    ["scan", () => ["scan", images]],
    ["scan --json", () => ["scan", images, "--json"]],
    ["deidentify", () => ["deidentify", images, "--out", join(folder, "out")]],
    [
      "sandbox, which would go on for ever",
      () => ["sandbox", "--data", join(folder, "data")],
    ],
    ["--help", () => ["--help"]],
  ])("ends quietly: %s", async (_name, args) => {
    const { said, status } = await runUnread(args());

    expect(status).toBe(141);
    expect(said).not.toMatch(/EPIPE|Error|^ {4}at /m);
  });

  it("leaves what reads a part of the output alone", async () => {
    const child = spawn(
      "sh",
      [
        "-c",
        `"$0" "$1" scan "$2" --json | head -1`,
        process.execPath,
        command,
        images,
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const [line, said] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
    ]);
    expect(line).toBe("{\n");
    expect(said).not.toMatch(/EPIPE|Error|^ {4}at /m);
  });

  it("still does what was asked when only nobody reads its progress", async () => {
    const child = spawn(process.execPath, [command, "scan", images, "--json"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr.destroy();
    const [document, status] = await Promise.all([
      text(child.stdout),
      statusOf(child),
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(document)).toMatchObject({ files: { dicom: 3 } });
  });
});

describe.runIf(existsSync("/dev/full"))("a command on a full disk", () => {
  it("says that its output could not be written", async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [command, "scan", images, "--json"], {
      stdio: ["ignore", full, "pipe"],
    });
    const [said, status] = await Promise.all([
      text(child.stderr!),
      statusOf(child),
    ]);
    closeSync(full);
    expect(status).toBe(1);
    expect(said).toContain("the output could not be written (ENOSPC)");
    expect(said).not.toMatch(/^ {4}at /m);
  });
});
