// Makes the built command kill itself, by SIGKILL, at one change that it makes below a folder; no part of the product knows of it.

/** Before the nth change of the disk; if torn, after half of the nth write. 0: nobody is killed, and the last line on standard error is how many there were. */
export interface DiskKill {
  readonly folder: string;
  readonly nth: number;
  readonly isTorn: boolean;
}

/** What `node --import` takes. Changes: everything of fs/promises that makes, moves, removes or fills a file below the folder. */
const hook = `
import { writeSync } from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";
const { folder, nth, isTorn } = JSON.parse(process.env.CASEDROP_TEST_DISK_KILL);
let seen = 0;
const isDue = (isWrite) => (isWrite || !isTorn) && ++seen === nth;
if (isMainThread && nth === 0) process.on("exit", () => writeSync(2, "\\ndisk changes: " + seen + "\\n"));
const die = () => { process.kill(process.pid, "SIGKILL"); return new Promise(() => {}); };
if (isMainThread) {
  const opened = new WeakSet();
  const probe = await fs.open(process.execPath);
  const file = Object.getPrototypeOf(probe);
  await probe.close();
  const isBelow = (path) => typeof path === "string" && path.startsWith(folder);
  for (const name of ["mkdir", "rename", "rm"]) {
    const before = fs[name];
    fs[name] = async (path, ...rest) => (isBelow(path) && isDue(false) ? die() : before(path, ...rest));
  }
  const { open } = fs;
  fs.open = async (path, flags, ...rest) => {
    const isWritten = isBelow(path) && flags !== "r";
    if (isWritten && isDue(false)) return die();
    const handle = await open(path, flags, ...rest);
    if (isWritten) opened.add(handle);
    return handle;
  };
  for (const name of ["write", "writeFile", "sync", "truncate"]) {
    const before = file[name];
    file[name] = async function (data, ...rest) {
      const isWrite = name.startsWith("write");
      if (!opened.has(this) || !isDue(isWrite)) return before.call(this, data, ...rest);
      if (isTorn) {
        const [offset = 0, length = data.length, position = null] = rest;
        // Half of it, and where the whole would have gone.
        if (name === "write" && typeof data !== "string")
          await before.call(this, data, offset, Math.ceil(length / 2), position);
        else await before.call(this, data.slice(0, Math.ceil(data.length / 2)), ...rest);
      }
      return die();
    };
  }
  syncBuiltinESMExports();
}
`;

/** What a command that was killed at no change said; 0 if it said nothing. */
export function changesTold(stderr: string): number {
  return Number(/\ndisk changes: (\d+)\n$/.exec(stderr)?.[1] ?? 0);
}

/** Options of node and environment under which a command kills itself there. */
export function killingAtDisk(kill: DiskKill): {
  readonly nodeOptions: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
} {
  const url = `data:text/javascript;base64,${Buffer.from(hook).toString("base64")}`;
  return {
    nodeOptions: ["--import", url],
    environment: { CASEDROP_TEST_DISK_KILL: JSON.stringify(kill) },
  };
}
