// The text detector on generated images: how much of the patient's words and of any text it finds, how often it is wrong, what an image costs.
//
// CASEDROP_BENCH_IMAGES   default 600; half of them hold text
// CASEDROP_BENCH_SEED     default 2 (the detector was tuned on 1)
// CASEDROP_BENCH_SLICES   default 1000: prepared with and without a search beside
// CASEDROP_BENCH_VERBOSE  1: list every miss and false alarm
import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { writeCtSlices } from "./ctSlices.mjs";

export const title = "Find text in pixels";

const count = Number(process.env.CASEDROP_BENCH_IMAGES ?? 600);
const seed = process.env.CASEDROP_BENCH_SEED ?? "2";
const slices = Number(process.env.CASEDROP_BENCH_SLICES ?? 1000);
const detail = process.env.CASEDROP_BENCH_VERBOSE === "1" ? "verbose" : "";

/** @param {import("./run.mjs").BenchContext} context */
export async function run({ scratch, bundle, log }) {
  const script = await bundle("detectorOnce.ts");
  log(`drawing and searching ${count} images of seed ${seed}`);
  const { lines, images } = await search(script, log);
  const patients = images.filter(({ hasPatientText }) => hasPatientText);
  const withText = images.filter(({ hasText }) => hasText);
  const free = images.filter(({ hasText }) => !hasText);
  const patientLines = lines.filter(({ isOfPatient }) => isOfPatient);
  return [
    share(
      "images with the patient's words: recognised as such, in place",
      patients,
      "isMatched",
      "at least 98 %",
    ),
    share(
      "images with text: found, in place",
      withText,
      "isFound",
      "at least 95 %",
    ),
    share(
      "images without text: false alarms",
      free,
      (image) => image.findings > 0,
      "at most 3 %",
    ),
    share(
      "  called the patient's words",
      free,
      (image) => image.wrongMatches > 0,
    ),
    share(
      "lines with the patient's words: recognised",
      patientLines,
      "isMatched",
    ),
    share("lines of text: found", lines, "isFound"),
    share(
      "lines of other text: called the patient's",
      lines.filter(({ isOfPatient }) => !isOfPatient),
      "isMatched",
    ),
    ...coverRows(lines),
    await ordinaryRow(bundle),
    ...groups(lines, "line, size", ({ sizePx }) =>
      sizePx < 12
        ? "8 to 11 px"
        : sizePx < 18
          ? "12 to 17 px"
          : sizePx < 27
            ? "18 to 26 px"
            : "27 to 40 px",
    ),
    ...groups(lines, "line, contrast", ({ contrast }) =>
      contrast < 0.45
        ? "below 0.45"
        : contrast < 0.75
          ? "0.45 to 0.75"
          : "above 0.75",
    ),
    ...groups(lines, "line, kind", ({ modality }) => modality),
    ...groups(lines, "line, font", ({ font }) => font),
    ...costs(images),
    ...(await hardRows({ bundle, log })),
    ...(await speedRows({ scratch, bundle, log })),
  ];
}

/** Whether the mask that a finding proposes hides the whole line: what is left beside it could still be read. */
function coverRows(lines) {
  const isHidden = ({ hidden }) => hidden >= 0.995;
  const found = lines.filter(({ isFound }) => isFound);
  const matched = lines.filter(
    ({ isOfPatient, isMatched }) => isOfPatient && isMatched,
  );
  const ink = found.reduce((sum, { hidden }) => sum + hidden, 0);
  return [
    share(
      "recognised lines of the patient: hidden by one click",
      matched,
      isHidden,
    ),
    share("found lines: hidden by one click", found, isHidden),
    share(
      "found lines: hidden once every finding is masked",
      found,
      ({ hiddenByAll }) => hiddenByAll >= 0.995,
    ),
    {
      what: "ink of found lines that one click hides",
      value: (100 * ink) / Math.max(1, found.length),
      unit: "%",
    },
  ];
}

/** Runs a bundled script and parses the line that it prints. */
async function once(script, ...args) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, ...args],
    { cwd: resolve(import.meta.dirname, ".."), maxBuffer: 1 << 28 },
  );
  return JSON.parse(stdout);
}

async function ordinaryRow(bundle) {
  const script = await bundle("detectorLinesOnce.ts");
  const { wrong, compared } = await once(script);
  return {
    what: `ordinary lines against made-up patients: called the patient's (${wrong} of ${compared})`,
    value: (100 * wrong) / compared,
    unit: "%",
  };
}

/** Text where a search is likely to miss it. */
async function hardRows({ bundle, log }) {
  const script = await bundle("detectorHardOnce.ts");
  log("searching hard places");
  const places = await once(script, seed);
  const names = [...new Set(places.map(({ what }) => what))];
  return names.flatMap((name) => {
    const group = places.filter(({ what }) => what === name);
    return [
      share(`  ${name}: found`, group, "isFound"),
      share(`  ${name}: the patient's recognised`, group, "isMatched"),
    ];
  });
}

/** What it costs, and that it holds nothing up: it runs in one thread that steps back. */
async function speedRows({ scratch, bundle, log }) {
  const script = await bundle("detectorSpeedOnce.ts");
  const folder = join(scratch, "slices");
  log(`preparing and searching ${slices} slices`);
  writeCtSlices(folder, { files: slices, rows: 512 });
  const { aloneMs, besideMs, searchMs, cine } = await once(
    script,
    folder,
    join(scratch, "spool"),
  );
  return [
    {
      what: `${slices} slices of 512 x 512 of noise, from the files: searched`,
      value: (1000 * slices) / searchMs,
      unit: "images/s",
    },
    { what: "  an image", value: searchMs / slices, unit: "ms" },
    {
      what: "cine of 800 x 600 in colour, decoded: quick pass",
      value: cine.quickMs,
      unit: "ms an image",
    },
    {
      what: "  with reading",
      value: 1000 / cine.totalMs,
      unit: "images/s",
    },
    {
      what: `the slices prepared on two threads, searched beside`,
      value: (1000 * slices) / besideMs,
      unit: "files/s",
      ratio: besideMs / aloneMs,
      comparedWith: "times as long as without a search",
    },
  ];
}

/** In two processes, as there are two cores on the smallest machine meant. */
async function search(script, log) {
  const half = Math.ceil(count / 2);
  const shares = await Promise.all(
    [
      [0, half],
      [half, count - half],
    ].map(async ([first, size]) => {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [script, String(first), String(size), seed, detail],
        { cwd: resolve(import.meta.dirname, ".."), maxBuffer: 1 << 28 },
      );
      if (stderr !== "") log(stderr.trimEnd().replaceAll("\n", "\n  "));
      return JSON.parse(stdout);
    }),
  );
  return {
    lines: shares.flatMap(({ lines }) => lines),
    images: shares.flatMap(({ images }) => images),
  };
}

function share(what, all, isOne, bar) {
  const test = typeof isOne === "string" ? (item) => item[isOne] : isOne;
  const hits = all.filter(test).length;
  return {
    what: `${what} (${hits} of ${all.length})`,
    value: (100 * hits) / Math.max(1, all.length),
    unit: "%",
    ...(bar === undefined ? {} : { bar }),
  };
}

/** Part found in each group; for lines of the patient, the part recognised. */
function groups(lines, label, nameOf) {
  const names = [...new Set(lines.map(nameOf))].sort();
  return names.flatMap((name) => {
    const group = lines.filter((line) => nameOf(line) === name);
    return [
      share(`  ${label} ${name}: found`, group, "isFound"),
      share(
        `  ${label} ${name}: the patient's recognised`,
        group.filter(({ isOfPatient }) => isOfPatient),
        "isMatched",
      ),
    ];
  });
}

function costs(images) {
  const median = (values) =>
    values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const names = [...new Set(images.map(({ modality }) => modality))].sort();
  return names.flatMap((name) => {
    const group = images.filter(({ modality }) => modality === name);
    const mean = (values) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    return [
      {
        what: `  ${name}: quick pass, median`,
        value: median(group.map(({ quickMs }) => quickMs)),
        unit: "ms an image",
      },
      {
        what: `  ${name}: quick pass, mean`,
        value: mean(
          group.map(({ quickMs, megapixels }) => quickMs / megapixels),
        ),
        unit: "ms a megapixel",
      },
      {
        what: `  ${name}: reading, mean`,
        value: mean(group.map(({ readMs }) => readMs)),
        unit: "ms an image",
      },
    ];
  });
}
