// Rates of reading the heads of all files below a folder, as one JSON line: our reader and dicom-parser.
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { parseDicom } from "dicom-parser";
import { readDataSet } from "../src/core/dicom/readDataSet.ts";
import { toInstanceHeader } from "../src/core/dicom/toInstanceHeader.ts";
import type { ByteSource } from "../src/core/ports/byteSource.ts";
import { success } from "../src/shared/result.ts";

const headBytes = 65_536;
const rounds = 40;
const sizeBytes = 1_000_000;

const folder = process.argv[2] ?? ".";
const heads = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => headOf(join(entry.parentPath, entry.name)));

function headOf(path: string): Uint8Array {
  const bytes = new Uint8Array(headBytes);
  const descriptor = openSync(path, "r");
  const length = readSync(descriptor, bytes, 0, headBytes, 0);
  closeSync(descriptor);
  return bytes.subarray(0, length);
}

/** A file of which the head is in memory and the rest is never asked for. */
function sourceOf(head: Uint8Array): ByteSource {
  return {
    sizeBytes,
    read: () => Promise.resolve(success(head)),
    close: () => Promise.resolve(),
  };
}

async function readOurs(head: Uint8Array): Promise<void> {
  const result = await readDataSet(sourceOf(head));
  if (!result.ok) throw new Error(result.failure.kind);
}

async function readHeader(head: Uint8Array): Promise<void> {
  const result = await readDataSet(sourceOf(head));
  if (!result.ok) throw new Error(result.failure.kind);
  if (toInstanceHeader(result.value).modality === "") throw new Error("empty");
}

function readTheirs(head: Uint8Array): Promise<void> {
  parseDicom(head, { untilTag: "x7fe00010" });
  return Promise.resolve();
}

/** Files per second of processor time, which other programs on the machine do not change, after a warm-up. */
async function rateOf(
  read: (head: Uint8Array) => Promise<void>,
): Promise<number> {
  let before = process.cpuUsage();
  for (let round = -5; round < rounds; round += 1) {
    if (round === 0) before = process.cpuUsage();
    for (const head of heads) await read(head);
  }
  const { user, system } = process.cpuUsage(before);
  return (1e6 * rounds * heads.length) / (user + system);
}

process.stdout.write(
  `${JSON.stringify({
    dataSet: await rateOf(readOurs),
    header: await rateOf(readHeader),
    dicomParser: await rateOf(readTheirs),
  })}\n`,
);
