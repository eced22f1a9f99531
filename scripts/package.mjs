// `npm run package`: packs the app; arguments go to electron-builder.
//
// Without arguments: an unpacked app in dist/ for this machine, with the Electron that `npm start` runs, no network needed.
// With `--win`, `--mac` or `--linux`: installers. electron-builder fetches the pinned Electron of each architecture and
// its own tools from GitHub for them.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { resolveElectron } from "./electronRuntime.mjs";

const root = resolve(import.meta.dirname, "..");
const log = (line) => process.stderr.write(`${line}\n`);

/** Arguments for an unpacked app with an Electron that is already here. */
async function unpackedApp() {
  const { distFolder, version } = await resolveElectron({ log });
  return [
    "--dir",
    `-c.electronDist=${distFolder}`,
    `-c.electronVersion=${version}`,
  ];
}

const args = process.argv.slice(2);
await ensureBuilt({ log });
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/electron-builder/cli.js",
    ...(args.length > 0 ? args : await unpackedApp()),
    "--publish",
    "never",
  ],
  { cwd: root, stdio: "inherit" },
);
process.exitCode = status ?? 1;
