// The window in a real Electron: time until it can be used, and how smoothly it goes on while many files are read.
//
//   CASEDROP_BENCH_FILES       files to drop in a folder; 100000 by default
//   CASEDROP_BENCH_ZIP_FILES   slices of 512 KiB to drop in one zip archive; 8400 (4.4 GB) by default
//
// Needs a display (`xvfb-run -a npm run bench -- window`).
import { _electron } from "@playwright/test";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { ensureBuilt } from "../scripts/build.mjs";
import { resolveElectron } from "../scripts/electronRuntime.mjs";
import { writeCtSlices } from "./ctSlices.mjs";
import { writeZipOfSlices } from "./zipFile.mjs";

const root = resolve(import.meta.dirname, "..");

export const title = "Window: start, and smoothness while files are read";

/** Starts the app with a fresh profile; answers it and the milliseconds until the page could be used. */
async function launch(scratch, executablePath, number) {
  const isRoot = process.getuid?.() === 0;
  const startedAt = performance.now();
  const app = await _electron.launch({
    executablePath,
    cwd: root,
    chromiumSandbox: !isRoot,
    args: [root, `--user-data-dir=${join(scratch, `profile-${number}`)}`],
  });
  const page = await app.firstWindow();
  await page.getByRole("button", { name: "Choose a folder" }).waitFor();
  return { app, page, usableAfterMs: performance.now() - startedAt };
}

/** Begins to note the longest gap between two frames of the window and the longest block of the main process. */
async function beginMeasuring({ app, page }) {
  await app.evaluate(async () => {
    const { monitorEventLoopDelay } =
      await globalThis.process.getBuiltinModule("node:perf_hooks");
    // What it tells holds the wait for its own next look, of this many milliseconds.
    globalThis.benchDelay = monitorEventLoopDelay({ resolution: 1 });
    globalThis.benchDelay.enable();
  });
  await page.evaluate(() => {
    globalThis.benchGap = 0;
    let last = performance.now();
    const frame = (now) => {
      globalThis.benchGap = Math.max(globalThis.benchGap, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** Drops a file or folder on the window as a hand would. */
async function drop(page, path) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"])
    await session.send("Input.dispatchDragEvent", {
      type,
      x: 600,
      y: 400,
      data,
    });
}

/** @param {import("./run.mjs").BenchContext} context */
export async function run({ scratch, log }) {
  const files = Number(process.env["CASEDROP_BENCH_FILES"] ?? 100_000);
  await ensureBuilt({ log });
  const { executablePath, version } = await resolveElectron({ log });
  log(`Electron ${version}; writing ${files} files`);
  const folder = join(scratch, "export");
  mkdirSync(folder);
  writeCtSlices(folder, { files, rows: 16, slicesPerSeries: 400 });

  const starts = [];
  for (let number = 1; number <= 3; number += 1) {
    const { app, usableAfterMs } = await launch(
      scratch,
      executablePath,
      number,
    );
    starts.push(usableAfterMs);
    await app.close();
  }

  const fromFolder = await readWhileMeasuring(
    await launch(scratch, executablePath, 0),
    folder,
  );
  const zip = await measureZip({ scratch, executablePath, log });
  return [
    {
      what: "window usable from process start, best of 3",
      value: Math.min(...starts),
      unit: "ms",
      bar: "1500 ms",
      timeBelow: 1500,
    },
    {
      what: "first images seen after the drop",
      value: fromFolder.seenMs,
      unit: "ms",
    },
    {
      what: `${files} small files read and shown`,
      value: (files / fromFolder.readMs) * 1000,
      unit: "files/s",
    },
    ...smoothnessOf(fromFolder),
    ...zip,
  ];
}

/** Drops a zip archive of slices on an app of its own. */
async function measureZip({ scratch, executablePath, log }) {
  const files = Number(process.env["CASEDROP_BENCH_ZIP_FILES"] ?? 8_400);
  const path = join(scratch, "export.zip");
  log(`writing ${files} slices of 512 KiB, stored, in one zip archive`);
  const sizeBytes = writeZipOfSlices(path, {
    files,
    rows: 512,
    isDeflated: false,
  });
  const running = await launch(scratch, executablePath, "zip");
  const measured = await readWhileMeasuring(running, path);
  rmSync(path);
  const gigabytes = (sizeBytes / 1e9).toFixed(1);
  return [
    {
      what: `${files} files of a zip archive of ${gigabytes} GB read and shown`,
      value: (files / measured.readMs) * 1000,
      unit: "files/s",
    },
    ...smoothnessOf(measured),
  ];
}

/** Drops a path, waits until everything in it was read, and closes the app. */
async function readWhileMeasuring(running, path) {
  await beginMeasuring(running);
  const droppedAt = performance.now();
  await drop(running.page, path);
  // By attribute: looking for roles and names would itself hold up the window.
  await running.page
    .locator("[role=checkbox]")
    .first()
    .waitFor({ timeout: 300_000 });
  const seenMs = performance.now() - droppedAt;
  await running.page
    .locator("[aria-label='Reading files']")
    .first()
    .waitFor({ state: "detached", timeout: 300_000 });
  const readMs = performance.now() - droppedAt;
  const blockedMs = await running.app.evaluate(
    () => globalThis.benchDelay.max / 1e6,
  );
  const gapMs = await running.page.evaluate(() => globalThis.benchGap);
  await running.app.close();
  return { seenMs, readMs, blockedMs, gapMs };
}

function smoothnessOf({ gapMs, blockedMs }) {
  return [
    {
      what: "  longest gap between two frames of the window",
      value: gapMs,
      unit: "ms",
      bar: "100 ms",
      timeBelow: 100,
    },
    {
      what: "  longest block of the main process",
      value: blockedMs,
      unit: "ms",
      bar: "50 ms",
      timeBelow: 50,
    },
  ];
}
