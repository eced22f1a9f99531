// Builds the app into out/. As a module: builds only if what is built from has changed since.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { withFileLock } from "./fileLock.mjs";

const root = resolve(import.meta.dirname, "..");
const builtFrom = [
  "src",
  "assets",
  "electron.vite.config.ts",
  "package-lock.json",
];
/** Lies in out/, so that it goes when out/ goes. */
const record = join(root, "out", ".built-from");

/**
 * Builds if needed; one process at a time. Throws if the build fails.
 * @param {{ log: (line: string) => void }} options
 */
export async function ensureBuilt({ log }) {
  await withFileLock(join(root, ".cache", "build.lock"), async () => {
    const state = sourceState();
    if (existsSync(record) && readFileSync(record, "utf8") === state) return;
    log("Building ...");
    await build(state);
  });
}

async function build(state) {
  await rm(record, { force: true });
  const code = await runElectronVite();
  if (code !== 0) throw new Error(`The build failed (status ${code}).`);
  await mkdir(join(root, "out"), { recursive: true });
  // Taken before the build: what changed during it is built again next time.
  await writeFile(record, state);
}

function runElectronVite() {
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [
        "node_modules/electron-vite/bin/electron-vite.js",
        "build",
        "--logLevel",
        "warn",
      ],
      { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
    );
    child.on("error", fail);
    child.on("close", done);
  });
}

/** A digest of names, sizes and times; a checkout of older files changes it too, which "newer than" would miss. */
function sourceState() {
  const hash = createHash("sha256");
  for (const path of builtFrom.flatMap(filesUnder).sort()) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/** Files under a path relative to the project, tests left out. */
function filesUnder(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  await withFileLock(join(root, ".cache", "build.lock"), () =>
    build(sourceState()),
  );
