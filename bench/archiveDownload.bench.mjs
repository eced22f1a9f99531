// One series of a public archive fetched, unpacked, hashed and stored by the command: rate and memory.
//
// CASEDROP_BENCH_FILES    images of half a megabyte, default 10000 (5.2 GB; the disk holds it about twice)
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const title = "Fetch a series from an archive";

const files = Number(process.env.CASEDROP_BENCH_FILES ?? 10_000);
const seriesUID = "1.3.6.1.4.1.99999.77.1.1";
const tellMemory =
  'data:text/javascript,import{readFileSync}from"node:fs";process.on("exit",()=>process.stderr.write("peak="+/VmHWM:[^0-9]*([0-9]+)/.exec(readFileSync("/proc/self/status","latin1"))[1]+";"))';

/** @param {import("./run.mjs").BenchContext} context */
export async function run({ bundle, log }) {
  const server = await bundle("largeSeriesServer.ts");
  const command = await bundle("../src/cli/casedrop.ts");
  const small = await fetchOnce(server, command, 10);
  log(`fetching ${files} images`);
  const large = await fetchOnce(server, command, files);
  return [
    {
      what: `${files} images, ${(files * 0.00053).toFixed(1)} GB unpacked`,
      value: (files * 0.53) / (large.tookMs / 1000),
      unit: "MB/s",
    },
    {
      what: "  peak memory beyond that of 10 images",
      value: large.peakMB - small.peakMB,
      unit: "MB",
      bar: "under 100 MB",
      below: 100,
    },
  ];
}

/** @param {string} server @param {string} command @param {number} images */
async function fetchOnce(server, command, images) {
  // Not on the RAM disk: the disk is part of what is measured.
  const out = await mkdtemp(join(tmpdir(), "casedrop-bench-archive-"));
  const child = spawn(process.execPath, [server, String(images)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [origin] = await once(child.stdout, "data");
    const startedAtMs = performance.now();
    // The policy is accepted for nobody but this run.
    const profile = { HOME: out, APPDATA: out, XDG_CONFIG_HOME: out };
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [
        ...["--import", tellMemory, command, "archive", "download", seriesUID],
        ...["--out", out, "--accept-policy", "--json"],
        ...["--base-url", String(origin).trim()],
      ],
      { env: { ...process.env, ...profile } },
    );
    return {
      tookMs: performance.now() - startedAtMs,
      peakMB: Number(/peak=(\d+)/.exec(stderr)?.[1]) / 1024,
    };
  } finally {
    child.kill();
    await rm(out, { recursive: true, force: true });
  }
}
