// `npm start`: builds what changed and opens the window. Arguments after `--` go to the app.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ensureBuilt } from "./build.mjs";
import {
  installCommand,
  isDebian,
  missingLibraries,
} from "./debianPackages.mjs";
import { resolveElectron } from "./electronRuntime.mjs";

const root = resolve(import.meta.dirname, "..");
const isLinux = process.platform === "linux";
const log = (line) => process.stderr.write(`${line}\n`);

/** What stands between this machine and a window, in words that say what to do; null if nothing does. */
function obstacleTo(executablePath) {
  if (!isLinux) return null;
  return (
    missingLibrariesNotice(executablePath) ?? sandboxNotice(executablePath)
  );
}

function missingDisplayNotice() {
  const hasDisplay = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!isLinux || hasDisplay) return null;
  return `There is no display here (DISPLAY and WAYLAND_DISPLAY are not set), so no window can open.
Two ways on:
  xvfb-run -a npm start              opens the window on a virtual display
  node out/cli/casedrop.js --help    does the job without a window (after: npm run build)`;
}

function missingLibrariesNotice(executablePath) {
  const { libraries, packages } = missingLibraries(executablePath);
  if (libraries.length === 0) return null;
  const advice =
    isDebian && packages.length > 0
      ? `Install them with:\n  ${installCommand(packages)}`
      : "Install them with your system's package manager.";
  return `Electron needs shared libraries that this system lacks: ${libraries.join(", ")}.\n${advice}`;
}

/** Some systems forbid the user namespaces the sandbox is made of; then it needs a helper owned by root. */
function sandboxNotice(executablePath) {
  if (isRoot() || !areUserNamespacesForbidden()) return null;
  const helper = join(dirname(executablePath), "chrome-sandbox");
  if (!existsSync(helper)) return null;
  const { uid, mode } = statSync(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return null;
  return `This system lets only root set up the sandbox that the window runs in. Allow it once for this Electron:
  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
}

function areUserNamespacesForbidden() {
  const reads = (path, value) =>
    existsSync(path) && readFileSync(path, "utf8").trim() === value;
  return (
    reads("/proc/sys/kernel/unprivileged_userns_clone", "0") ||
    reads("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")
  );
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** Switches that this machine needs. */
function platformSwitches() {
  const switches = [];
  if (isLinux && isRoot()) {
    log("Running as root, so Chromium's sandbox is off (--no-sandbox).");
    switches.push("--no-sandbox");
  }
  if (isLinux && !process.env.DISPLAY)
    switches.push("--ozone-platform-hint=auto");
  return switches;
}

/** Resolves to the app's exit status. Interrupts reach the app by themselves: it is in the same process group. */
function runApp(executablePath, switches) {
  // Editors built on Electron set this in their terminals; it would start plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(executablePath, [root, ...switches], {
    stdio: "inherit",
    env,
  });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGINT", () => {});
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done(code ?? 1));
  });
}

async function start() {
  const noDisplay = missingDisplayNotice();
  if (noDisplay !== null) throw new Error(noDisplay);
  await ensureBuilt({ log });
  const { executablePath } = await resolveElectron({ log });
  const obstacle = obstacleTo(executablePath);
  if (obstacle !== null) throw new Error(obstacle);
  return runApp(executablePath, [
    ...platformSwitches(),
    ...process.argv.slice(2),
  ]);
}

try {
  process.exitCode = await start();
} catch (error) {
  log(error.message);
  process.exitCode = 1;
}
