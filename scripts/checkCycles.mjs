// Fails when modules of src import one another in a circle; type-only imports count, since they couple readers too.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const files = readdirSync("src", { recursive: true })
  .map((file) => join("src", file))
  .filter((file) => /\.tsx?$/.test(file));
const known = new Set(files);
const importsOf = new Map(
  files.map((file) => {
    const text = readFileSync(file, "utf8");
    const targets = [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(
      (match) => normalize(join(dirname(file), match[1])),
    );
    return [file, targets.filter((target) => known.has(target))];
  }),
);

const finished = new Set();
const path = [];
const cycles = [];

/** Depth-first walk; a file met again on the current path closes a circle. */
function visit(file) {
  if (finished.has(file)) return;
  const at = path.indexOf(file);
  if (at >= 0) {
    cycles.push([...path.slice(at), file].join(" -> "));
    return;
  }
  path.push(file);
  for (const target of importsOf.get(file) ?? []) visit(target);
  path.pop();
  finished.add(file);
}

for (const file of files) visit(file);
for (const cycle of cycles) process.stderr.write(`import cycle: ${cycle}\n`);
process.exitCode = cycles.length === 0 ? 0 : 1;
