// Large series and large tables: memory stays flat while half a gigabyte is fetched, unpacked and checked.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { largeSeriesUID, startLargeSeries } from "../testing/largeSeries.ts";

const command = resolve(import.meta.dirname, "../../out/cli/casedrop.js");
/** Tells the largest resident memory of the whole run, in kilobytes; the usage that Node tells begins with that of the starter. */
const tellMemory =
  'data:text/javascript,import{readFileSync}from"node:fs";process.on("exit",()=>process.stderr.write("peak="+/VmHWM:[^0-9]*([0-9]+)/.exec(readFileSync("/proc/self/status","latin1"))[1]+";"))';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-archive-memory-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Fetches a series of so many images of half a megabyte; answers the peak in megabytes. */
async function peakOf(images: number): Promise<number> {
  const server = await startLargeSeries({ images });
  const out = join(folder, String(images));
  try {
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [
        ...["--import", tellMemory, command, "archive", "download"],
        ...[largeSeriesUID, "--out", out, "--accept-policy"],
        ...["--base-url", server.origin, "--json"],
      ],
      // The policy is accepted for a user of this test only.
      {
        env: {
          ...process.env,
          HOME: folder,
          APPDATA: folder,
          XDG_CONFIG_HOME: folder,
        },
      },
    );
    expect(await readdir(join(out, largeSeriesUID))).toHaveLength(images);
    return Number(/peak=(\d+)/.exec(stderr)?.[1]) / 1024;
  } finally {
    await server.close();
  }
}

describe("casedrop archive", () => {
  it.skipIf(process.platform !== "linux")(
    "needs no more memory for a series of 512 MB than for one of 5 MB",
    { timeout: 600_000 },
    async () => {
      const small = await peakOf(10);
      const large = await peakOf(1_024);
      expect(large - small).toBeLessThan(100);
    },
  );

  it("reads the table of a large collection to its end", async () => {
    const server = await startLargeSeries({ images: 1, rows: 20_000 });
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          ...[command, "archive", "series", "--collection", "LARGE"],
          ...["--base-url", server.origin, "--json"],
        ],
        { maxBuffer: 1024 ** 3 },
      );
      const { series } = JSON.parse(stdout) as { series: readonly unknown[] };
      expect(series).toHaveLength(20_000);
    } finally {
      await server.close();
    }
  });
});
