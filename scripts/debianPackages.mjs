// What the app and its tests need from a Debian or Ubuntu system, and how to get it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Shared libraries Electron is linked to, by Debian package; each brings the others it needs along. */
const electronLibraries = {
  "libgtk-3.so.0": "libgtk-3-0",
  "libnss3.so": "libnss3",
  "libnssutil3.so": "libnss3",
  "libsmime3.so": "libnss3",
  "libnspr4.so": "libnspr4",
  "libasound.so.2": "libasound2",
  "libgbm.so.1": "libgbm1",
  "libdrm.so.2": "libdrm2",
  "libatk-1.0.so.0": "libatk1.0-0",
  "libatk-bridge-2.0.so.0": "libatk-bridge2.0-0",
  "libatspi.so.0": "libatspi2.0-0",
  "libcups.so.2": "libcups2",
  "libxkbcommon.so.0": "libxkbcommon0",
  "libdbus-1.so.3": "libdbus-1-3",
  "libX11.so.6": "libx11-6",
  "libxcb.so.1": "libxcb1",
  "libXcomposite.so.1": "libxcomposite1",
  "libXdamage.so.1": "libxdamage1",
  "libXext.so.6": "libxext6",
  "libXfixes.so.3": "libxfixes3",
  "libXrandr.so.2": "libxrandr2",
  "libglib-2.0.so.0": "libglib2.0-0",
  "libgobject-2.0.so.0": "libglib2.0-0",
  "libgio-2.0.so.0": "libglib2.0-0",
  "libpango-1.0.so.0": "libpango-1.0-0",
  "libcairo.so.2": "libcairo2",
  "libexpat.so.1": "libexpat1",
  "libudev.so.1": "libudev1",
};

/** What the end-to-end tests need: Electron's libraries, a display, a keychain, a browser to sign in with, a font. */
export const endToEndPackages = [
  "libgtk-3-0",
  "libnss3",
  "libasound2",
  "libgbm1",
  "xvfb",
  "xauth",
  "dbus",
  "gnome-keyring",
  "libsecret-1-0",
  "chromium",
  "fonts-dejavu-core",
  "libnss3-tools",
  "openssl",
  "squid",
];

/** What the integration tests read their results with, and the proxies they send through. */
export const integrationPackages = [
  "dcmtk",
  "dicom3tools",
  "libgdcm-tools",
  "openssl",
  // Only recommended by pydicom, which reads no pixels without it.
  "python3-numpy",
  "python3-pydicom",
  "squid",
  "tinyproxy",
];

/** Where a Chromium to sign in with may be; any of them will do. */
export const browserPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

export const isDebian =
  process.platform === "linux" && existsSync("/etc/debian_version");

/** Ubuntu 24.04 and Debian 13 renamed libraries whose time type changed. */
function nameInThisRelease(name) {
  const renamed = `${name}t64`;
  return name.startsWith("lib") && isKnown(renamed) ? renamed : name;
}

function isKnown(name) {
  const { status, stdout } = spawnSync("apt-cache", ["show", name], {
    encoding: "utf8",
  });
  return status === 0 && stdout.includes(`Package: ${name}\n`);
}

function isInstalled(name) {
  const { stdout } = spawnSync(
    "dpkg-query",
    ["-W", "-f=${db:Status-Abbrev}", name],
    { encoding: "utf8" },
  );
  return stdout.startsWith("ii");
}

/** The command a person would type to install packages. */
export function installCommand(packages) {
  return `sudo apt-get update && sudo apt-get install --no-install-recommends ${packages.join(" ")}`;
}

/**
 * Sees to it that packages are installed: as root it installs what is missing, as anybody else it names the command.
 * Never throws: without them some tests fail or are skipped, and say so.
 * @param {readonly string[]} packages
 * @param {{ log: (line: string) => void }} options
 */
export function ensurePackages(packages, { log }) {
  if (!isDebian) return;
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    log(
      `This system lacks packages the tests need. Install them with:\n  ${installCommand(missing)}`,
    );
    return;
  }
  log(`Installing system packages: ${missing.join(" ")} ...`);
  runApt(["update", "-qq"], log);
  // Only now the package lists are there to look names up in.
  const names = missingPackages(packages).filter(isKnown);
  runApt(["install", "-y", "-qq", "--no-install-recommends", ...names], log);
}

function runApt(args, log) {
  const { status } = spawnSync(
    "apt-get",
    ["-o", "DPkg::Lock::Timeout=300", ...args],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    },
  );
  if (status !== 0) log(`apt-get ${args[0]} failed (status ${status}).`);
}

function missingPackages(packages) {
  return packages
    .filter((name) => name !== "chromium" || !hasBrowser())
    .map(nameInThisRelease)
    .filter((name) => !isInstalled(name));
}

function hasBrowser() {
  return browserPaths.some((path) => existsSync(path));
}

/**
 * Shared libraries an executable needs and this system lacks, with the package of each where we know it.
 * @param {string} executablePath
 * @returns {{ libraries: string[], packages: string[] }}
 */
export function missingLibraries(executablePath) {
  const { stdout } = spawnSync("ldd", [executablePath], { encoding: "utf8" });
  const libraries = parseMissingLibraries(stdout ?? "");
  const packages = libraries
    .map((library) => electronLibraries[library])
    .filter((name) => name !== undefined)
    .map(nameInThisRelease);
  return { libraries, packages: [...new Set(packages)] };
}

/** Names of the libraries that `ldd` could not find. */
export function parseMissingLibraries(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map(
    ([, library]) => library,
  );
}
