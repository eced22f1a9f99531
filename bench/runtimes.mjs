// Whose V8 runs what is measured: Electron's, which users of the app have, and Node's. They differ in how soon code is fast.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { resolveElectron } from "../scripts/electronRuntime.mjs";

const names = (process.env.CASEDROP_BENCH_RUNTIMES ?? "electron,node").split(
  ",",
);

/** @typedef {{ name: string, program: string, env: NodeJS.ProcessEnv }} Runtime */

/** @type {Runtime} */
export const node = {
  name: `Node ${process.versions.node}`,
  program: process.execPath,
  env: process.env,
};

/**
 * Those of CASEDROP_BENCH_RUNTIMES, "electron,node" by default.
 * @param {(line: string) => void} log
 * @returns {Promise<readonly Runtime[]>}
 */
export async function chosenRuntimes(log) {
  const runtimes = [];
  for (const name of names) {
    if (name === "node") runtimes.push(node);
    else if (name === "electron") runtimes.push(await electron(log));
    else throw new Error(`CASEDROP_BENCH_RUNTIMES: no runtime "${name}"`);
  }
  return runtimes;
}

async function electron(log) {
  const { executablePath, version } = await resolveElectron({ log });
  return {
    name: `Electron ${version}`,
    program: executablePath,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  };
}

/**
 * Runs a script to its end; the JSON that it printed.
 * @param {Runtime} runtime @param {readonly string[]} args @param {NodeJS.ProcessEnv} [more]
 */
export async function printedBy({ program, env }, args, more = {}) {
  const { stdout } = await promisify(execFile)(program, args, {
    env: { ...env, ...more },
  });
  return JSON.parse(stdout);
}
