// A computer in trouble, played inside the main process: slow, impatient, out of disk, without a network, with damaged files.
import { readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunningApp } from "./launchApp.ts";

/** Each message to a worker thread takes so much longer from now on; 0 for none. */
export function slowWorkers(app: RunningApp, byMs: number): Promise<void> {
  return app.inMain((_electron, delayMs) => {
    const { Worker } = process.getBuiltinModule("worker_threads");
    const slowed = Worker.prototype as unknown as {
      postMessage: (...message: unknown[]) => void;
      atOnce?: (...message: unknown[]) => void;
    };
    const atOnce = (slowed.atOnce ??= slowed.postMessage);
    slowed.postMessage = function later(...message: unknown[]) {
      setTimeout(() => {
        atOnce.apply(this, message);
      }, delayMs);
    };
  }, byMs);
}

/** What waits a minute or longer waits so many times shorter from now on. */
export function hurryLongWaits(app: RunningApp, times: number): Promise<void> {
  return app.inMain((_electron, factor) => {
    const kept = globalThis as typeof globalThis & {
      patient?: typeof setTimeout;
    };
    const patient = (kept.patient ??= globalThis.setTimeout);
    const hurried = (work: () => void, ms = 0, ...rest: unknown[]) =>
      patient(work, ms >= 60_000 ? ms / factor : ms, ...rest);
    globalThis.setTimeout = Object.assign(hurried, patient);
  }, times);
}

/** From now on the main process gets no byte onto the disk. */
export function fillDisk(app: RunningApp): Promise<void> {
  return app.inMain(() => {
    const fs = process.getBuiltinModule("fs");
    const { syncBuiltinESMExports } = process.getBuiltinModule("module");
    const full = () =>
      Promise.reject(
        Object.assign(new Error("ENOSPC"), { code: "ENOSPC" as const }),
      );
    const { open } = fs.promises;
    fs.promises.open = async (path, flags, mode) =>
      flags === undefined || flags === "r"
        ? open(path, flags, mode)
        : await full();
    fs.promises.writeFile = full;
    syncBuiltinESMExports();
  });
}

/** Whether a network interface has an address, as the main process is told. */
export function plugCable(app: RunningApp, isIn: boolean): Promise<void> {
  return app.inMain((_electron, hasAddress) => {
    const os = process.getBuiltinModule("os");
    const { syncBuiltinESMExports } = process.getBuiltinModule("module");
    const kept = os as typeof os & { plugged?: typeof os.networkInterfaces };
    kept.plugged ??= os.networkInterfaces;
    os.networkInterfaces = hasAddress ? kept.plugged : () => ({});
    syncBuiltinESMExports();
  }, isIn);
}

/** Cuts off the prepared copies of at least so many bytes; how many there were. */
export async function damageCopies(
  app: RunningApp,
  bytes: number,
): Promise<number> {
  let damaged = 0;
  for (const path of await copies(app)) {
    if ((await stat(path)).size < bytes) continue;
    await truncate(path, 100);
    damaged += 1;
  }
  return damaged;
}

/** Puts a file where the prepared copies of every case so far were kept. */
export async function blockCopies(app: RunningApp): Promise<void> {
  const folders = new Set(
    (await copies(app)).map((path) => path.slice(0, path.lastIndexOf("/"))),
  );
  for (const folder of folders) {
    await rm(folder, { recursive: true });
    await writeFile(folder, "");
  }
}

async function copies(app: RunningApp): Promise<readonly string[]> {
  const root = join(app.profilePath, "user-data");
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && file.parentPath.includes("spool"))
    .map(({ parentPath, name }) => join(parentPath, name));
}
