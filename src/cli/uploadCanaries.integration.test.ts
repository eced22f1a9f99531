// Planted files sent by the built command: no marker in any byte it writes to a connection, keeps on disk or prints. Uses the build (npm run build).
import { spawn } from "node:child_process";
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
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { canaryFile } from "../testing/canaryFiles.ts";
import { marksIn } from "../testing/matrix/canaryMatrix.ts";
import { RunningSandbox } from "../testing/runningSandbox.ts";
import { zipArchive } from "../testing/zipFixtures.ts";

const command = resolve(import.meta.dirname, "../../out/cli/casedrop.js");
const fileCount = 230;

/** Runs before the command: writes down all that goes to any socket or pipe. */
const recorder = `
import { appendFileSync } from "node:fs";
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";
if (isMainThread)
  for (const method of ["write", "end"]) {
    const original = Socket.prototype[method];
    Socket.prototype[method] = function (chunk, ...rest) {
      if (typeof chunk === "string" || chunk instanceof Uint8Array)
        appendFileSync(process.env.RECORDING, chunk);
      return original.call(this, chunk, ...rest);
    };
  }
`;

let folder = "";
let sandbox: RunningSandbox;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-canaries-"));
  sandbox = await RunningSandbox.start();
  const images = join(folder, "CNRYFOLDER01", "CNRYFOLDER02");
  await mkdir(images, { recursive: true });
  const members = [];
  for (let number = 0; number < fileCount; number += 1) {
    const { bytes } = canaryFile({ number, thinning: 80 });
    const name = `CNRYFILE${number}.dcm`;
    if (number % 2 === 0) await writeFile(join(images, name), bytes);
    else members.push({ name: `CNRYINNER/${name}`, bytes });
  }
  await writeFile(
    join(images, "CNRYARCHIVE.zip"),
    zipArchive([{ name: "CNRYNESTED.zip", bytes: zipArchive(members) }]),
  );
  await writeFile(join(images, "CNRYNOTES.txt"), "CNRY no image");
  await writeFile(join(folder, "recorder.mjs"), recorder);
  await writeFile(
    join(folder, "case.yaml"),
    "title: Chest case\nsystem: Chest\ncertainty: Certain\nage: 55\ngender: Female\n",
  );
  const pair = await sandbox.admin("POST", "/sandbox/tokens", {});
  const tokens = pair.json as { access_token: string; refresh_token: string };
  await writeFile(
    join(folder, "credentials"),
    JSON.stringify({
      clientId: "casedrop-sandbox",
      clientSecret: "public-sandbox-secret",
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
    }),
    { mode: 0o600 },
  );
});
afterEach(async () => {
  await sandbox.end();
  await rm(folder, { recursive: true });
});

async function upload(): Promise<{ status: number | null; printed: string }> {
  const child = spawn(
    process.execPath,
    [
      ...[command, "upload", join(folder, "CNRYFOLDER01")],
      ...["--case", join(folder, "case.yaml")],
      ...["--origin", sandbox.origin, "--state", join(folder, "state")],
      ...["--credentials", join(folder, "credentials"), "--json"],
      ...["--accept-several-patients", "--accept-refused"],
      ...["--accept-text", "There is none."],
    ],
    {
      env: {
        ...process.env,
        NODE_OPTIONS: `--import ${pathToFileURL(join(folder, "recorder.mjs")).href}`,
        RECORDING: join(folder, "recording"),
      },
    },
  );
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (printed += data.toString()));
  return new Promise((done) => {
    child.once("close", (status) => {
      done({ status, printed });
    });
  });
}

/** Files below a folder whose name or content holds a marker. */
async function marksBelow(path: string): Promise<readonly string[]> {
  const found: string[] = [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const marks = [
      ...marksIn(Buffer.from(entry.name)),
      ...(entry.isFile()
        ? marksIn(await readFile(join(entry.parentPath, entry.name)))
        : []),
    ];
    if (marks.length > 0) found.push(`${entry.name}: ${marks.join(" ")}`);
  }
  return found;
}

it("sends, keeps and prints no marker of hundreds of planted files", async () => {
  const { status, printed } = await upload();
  expect({ status, printed: printed.slice(-600) }).toMatchObject({ status: 0 });
  expect(marksIn(Buffer.from(printed))).toEqual([]);
  const recording = await readFile(join(folder, "recording"));
  const puts = recording.toString("latin1").match(/PUT \S+ HTTP\/1\.1/g) ?? [];
  const account = JSON.parse(printed.slice(printed.indexOf("{\n"))) as {
    found: number;
    sent: number;
    leftOut: number;
    leftOutByReason: { reason: { kind: string } }[];
  };
  // All planted files, and the notes beside them; what stays at home is held back by kind, none was refused.
  expect(account.found).toBe(fileCount + 1);
  expect(account.sent + account.leftOut).toBe(account.found);
  expect(account.leftOutByReason.map(({ reason }) => reason.kind)).toEqual([
    "heldBack",
    "heldBack",
    "heldBack",
    "skipped",
  ]);
  expect(puts.length).toBeGreaterThanOrEqual(account.sent);
  expect(marksIn(recording)).toEqual([]);
  expect(await marksBelow(join(folder, "state"))).toEqual([]);
  expect(await marksBelow(sandbox.dataDir)).toEqual([]);
}, 180_000);
