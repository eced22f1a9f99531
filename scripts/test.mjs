// `npm test`: everything that must hold, from layout to the real app; the last line says how many tests passed.
//
//   npm test                                   all parts
//   npm test -- --only unit                    some parts: checks, unit, integration, e2e (may be repeated)
//   npm run test:e2e -- launch.spec.ts         further arguments choose test files of the part
import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import {
  endToEndPackages,
  ensurePackages,
  integrationPackages,
} from "./debianPackages.mjs";
import {
  countExit,
  countPlaywright,
  countVitest,
  failedInPlaywright,
  failedInVitest,
  heedExit,
  repeatedInPlaywright,
  sumCounts,
  summaryLine,
} from "./testCounts.mjs";

const root = resolve(import.meta.dirname, "..");
const reportFolder = join(root, ".cache", "test");
/** Through npm's own path, since Windows starts no `npm` without a shell. */
const npm = process.env.npm_execpath
  ? [process.execPath, process.env.npm_execpath]
  : ["npm"];
const vitest = "node_modules/vitest/vitest.mjs";
const playwright = "node_modules/@playwright/test/cli.js";

/**
 * A command with its arguments; `report` names the file its runner writes, `count`, `failed` and `repeated` read it.
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} command
 * @property {string} [report]
 * @property {(report: any) => import("./testCounts.mjs").Counts} [count]
 * @property {(report: any) => readonly string[]} [failed]
 * @property {(report: any) => readonly string[]} [repeated] passed only when repeated
 */

/** @returns {Step} */
function nodeStep(name, ...args) {
  return { name, command: [process.execPath, ...args] };
}

/** @returns {Step} */
function npmStep(name, script) {
  return { name, command: [...npm, "run", "--silent", script] };
}

/** @returns {Step} */
function vitestStep(name, projects, filters) {
  const report = join(reportFolder, `${name}.json`);
  return {
    ...nodeStep(
      name,
      vitest,
      "run",
      ...projects.flatMap((project) => ["--project", project]),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...filters,
    ),
    report,
    count: countVitest,
    failed: failedInVitest,
  };
}

/** @returns {Step} */
function playwrightStep(filters) {
  const { command } = nodeStep("e2e", playwright, "test", ...filters);
  const session =
    process.platform === "linux" ? ["sh", "scripts/endToEndSession.sh"] : [];
  return {
    name: "e2e",
    command: [...session, ...command],
    report: join(reportFolder, "e2e.json"),
    count: countPlaywright,
    failed: failedInPlaywright,
    repeated: repeatedInPlaywright,
  };
}

const build = nodeStep("build", "scripts/build.mjs");

/** What each part needs from a Debian system, and what it runs. */
const parts = {
  checks: {
    packages: [],
    steps: () => [
      npmStep("format", "format:check"),
      npmStep("notices", "notices:check"),
      npmStep("lint", "lint"),
      npmStep("types", "typecheck"),
    ],
  },
  unit: {
    packages: [],
    steps: (filters) => [vitestStep("unit", ["unit", "contract"], filters)],
  },
  integration: {
    packages: integrationPackages,
    steps: (filters) => [
      build,
      vitestStep("integration", ["integration"], filters),
    ],
  },
  e2e: {
    packages: endToEndPackages,
    steps: (filters) => [build, playwrightStep(filters)],
  },
};

/** Resolves to the exit code; the command's output is ours. */
function run([program, ...args]) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", () => done(1));
    child.on("close", (code) => done(code ?? 1));
  });
}

async function readReport(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    // Missing or cut short: the runner crashed.
    return null;
  }
}

/** Runs one step and says how it went. */
async function runStep({ name, command, report, count, failed, repeated }) {
  process.stdout.write(`\n== ${name}\n`);
  if (report !== undefined) await rm(report, { force: true });
  const startedAtMs = performance.now();
  const exitCode = await run(command);
  const seconds = (performance.now() - startedAtMs) / 1000;
  if (report === undefined)
    return {
      name,
      seconds,
      counts: countExit(exitCode),
      failures: [],
      repeats: [],
    };
  const content = await readReport(report);
  const counts = content === null ? null : count(content);
  return {
    name,
    seconds,
    counts: heedExit(counts, exitCode),
    failures: content === null ? [] : failed(content),
    repeats: content === null ? [] : (repeated?.(content) ?? []),
  };
}

function parseCommandLine() {
  const { values, positionals } = parseArgs({
    options: { only: { type: "string", multiple: true } },
    allowPositionals: true,
  });
  const names = values.only ?? Object.keys(parts);
  const unknown = names.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0)
    throw new Error(
      `Unknown part: ${unknown.join(", ")}. There are: ${Object.keys(parts).join(", ")}.`,
    );
  return { chosen: names.map((name) => parts[name]), filters: positionals };
}

async function test() {
  const { chosen, filters } = parseCommandLine();
  await mkdir(reportFolder, { recursive: true });
  ensurePackages(
    chosen.flatMap(({ packages }) => packages),
    { log: (line) => process.stderr.write(`${line}\n`) },
  );

  const steps = new Map(
    chosen
      .flatMap((part) => part.steps(filters))
      .map((step) => [step.name, step]),
  );
  const results = [];
  for (const step of steps.values()) results.push(await runStep(step));

  process.stdout.write("\n");
  // Once more at the end, where they are found.
  for (const failure of results.flatMap(({ failures }) => failures))
    process.stdout.write(`FAILED ${failure.replace(`${root}${sep}`, "")}\n`);
  for (const repeat of results.flatMap(({ repeats }) => repeats))
    process.stdout.write(`PASSED ONLY WHEN REPEATED ${repeat}\n`);
  for (const { name, seconds, counts } of results)
    process.stdout.write(
      `${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s   ${summaryLine(counts)}\n`,
    );
  const total = sumCounts(results.map(({ counts }) => counts));
  process.stdout.write(`${summaryLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await test();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
