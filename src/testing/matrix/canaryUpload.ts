// Sends planted files with the built command, and looks for their markers in every byte of the connection, on disk and in what was printed.
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
import { canaryFile } from "../canaryFiles.ts";
import { RunningSandbox } from "../runningSandbox.ts";
import { writeSandboxCredentials } from "../uploadByCommand.ts";
import { zipArchive } from "../zipFixtures.ts";
import { marksIn } from "./canaryMatrix.ts";

const command = resolve(import.meta.dirname, "../../../out/cli/casedrop.js");

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

/** How the upload of planted files ended. */
export interface CanaryUpload {
  readonly status: number | null;
  /** The end of what was printed, for a run that failed. */
  readonly lastWords: string;
  /** Files that were sent by PUT, again ones included. */
  readonly puts: number;
  readonly account: {
    readonly found: number;
    readonly sent: number;
    readonly leftOut: number;
    readonly leftOutByReason: readonly {
      readonly reason: { readonly kind: string };
    }[];
  };
  /** Where a marker was found: in what was printed or sent, or in a file below a folder. Empty is what it should be. */
  readonly findings: readonly string[];
}

/** Sends files 0 to `count` - 1 as one case, every other one from an archive in an archive. */
export async function runCanaryUpload(count: number): Promise<CanaryUpload> {
  const folder = await mkdtemp(join(tmpdir(), "casedrop-canaries-"));
  const sandbox = await RunningSandbox.start();
  try {
    await plant(folder, count);
    await writeCase(folder, sandbox);
    const { status, printed } = await upload(folder, sandbox.origin);
    const recording = await readFile(join(folder, "recording"));
    const account = /^\{\n[\s\S]*/m.exec(printed)?.[0] ?? "null";
    return {
      status,
      lastWords: printed.slice(-600),
      puts: countOfPuts(recording),
      account: JSON.parse(account) as CanaryUpload["account"],
      findings: [
        ...marksIn(Buffer.from(printed)).map((mark) => `printed: ${mark}`),
        ...marksIn(recording).map((mark) => `sent: ${mark}`),
        ...(await marksBelow(join(folder, "state"))),
        ...(await marksBelow(sandbox.dataDir)),
      ],
    };
  } finally {
    await sandbox.end();
    await rm(folder, { recursive: true });
  }
}

async function plant(folder: string, count: number): Promise<void> {
  const images = join(folder, "CNRYFOLDER01", "CNRYFOLDER02");
  await mkdir(images, { recursive: true });
  const members = [];
  for (let number = 0; number < count; number += 1) {
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
}

async function writeCase(
  folder: string,
  sandbox: RunningSandbox,
): Promise<void> {
  await writeFile(join(folder, "recorder.mjs"), recorder);
  await writeFile(
    join(folder, "case.yaml"),
    "title: Chest case\nsystem: Chest\ncertainty: Certain\nage: 55\ngender: Female\n",
  );
  await writeSandboxCredentials(sandbox, join(folder, "credentials"));
}

async function upload(
  folder: string,
  origin: string,
): Promise<{ status: number | null; printed: string }> {
  const child = spawn(
    process.execPath,
    [
      ...[command, "upload", join(folder, "CNRYFOLDER01")],
      ...["--case", join(folder, "case.yaml")],
      ...["--origin", origin, "--state", join(folder, "state")],
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

function countOfPuts(recording: Buffer): number {
  let count = 0;
  for (
    let at = recording.indexOf("PUT /");
    at >= 0;
    at = recording.indexOf("PUT /", at + 1)
  )
    count += 1;
  return count;
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
