// Header reading in memory: our reader and dicom-parser on the same 64 KiB heads, one thread, no disk.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeCtSlices } from "./ctSlices.mjs";

export const title = "Read headers in memory, one thread";

/** @param {import("./run.mjs").BenchContext} context */
export async function run({ scratch, bundle, log }) {
  const script = await bundle("headersOnce.ts");
  const folder = join(scratch, "slices");
  writeCtSlices(folder, { files: 200, rows: 128 });
  log("reading 200 heads many times over");
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    folder,
  ]);
  const rates = JSON.parse(stdout);
  return [
    {
      what: "readDataSet",
      value: rates.dataSet,
      unit: "files/s",
      ratio: rates.dataSet / rates.dicomParser,
      comparedWith: "dicom-parser",
      bar: "20,000 files/s",
    },
    {
      what: "readDataSet and toInstanceHeader",
      value: rates.header,
      unit: "files/s",
    },
    { what: "dicom-parser", value: rates.dicomParser, unit: "files/s" },
  ];
}
