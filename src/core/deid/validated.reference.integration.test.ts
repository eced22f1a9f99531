// Outputs as other programs judge them: readable by DCMTK, and by dicom3tools with no error that the original had not, beyond what docs/deidentification.md lists.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canaryFile } from "../../testing/canaryFiles.ts";
import { canaryClasses } from "../../testing/canaryKinds.ts";
import { corpusPath, hasCorpus } from "../../testing/corpus.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";

const programs = ["dcmdump", "dcmftest", "dciodvfy"];
const missing = programs.filter(
  (program) => spawnSync(program, ["--version"]).error !== undefined,
);
const guide = readFileSync(
  resolve(import.meta.dirname, "../../../docs/deidentification.md"),
  "utf8",
);
const documented = new Set(
  [...guide.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, keyword]) => keyword),
);

/** Files of one class and transfer syntax that are looked at. */
const mostOfAKind = 2;

interface TruthRow {
  readonly path: string;
  readonly SOPClassUID?: string;
  readonly TransferSyntaxUID?: string;
  readonly NumberOfFrames?: number;
}

function* originals(): Generator<{
  name: string;
  bytes: Uint8Array;
  frame: 1 | null;
}> {
  for (const number of Object.keys(canaryClasses).keys())
    yield {
      name: `class ${number}`,
      bytes: canaryFile({ number, thinning: 200 }).bytes,
      frame: null,
    };
  if (!hasCorpus) return;
  const seen = new Map<string, number>();
  for (const line of readFileSync(corpusPath("truth.jsonl"), "utf8")
    .trim()
    .split("\n")) {
    const row = JSON.parse(line) as TruthRow;
    const kind = `${row.SOPClassUID} ${row.TransferSyntaxUID}`;
    const count = seen.get(kind) ?? 0;
    if (count >= mostOfAKind) continue;
    seen.set(kind, count + 1);
    yield {
      name: row.path,
      bytes: readFileSync(corpusPath(row.path)),
      frame: (row.NumberOfFrames ?? 1) > 1 ? 1 : null,
    };
  }
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "casedrop-validated-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function judged(path: string): ReadonlySet<string> {
  const { stderr } = spawnSync("dciodvfy", [path], { encoding: "latin1" });
  return new Set(stderr.split("\n").filter((line) => line.startsWith("Error")));
}

/** True if the guide has a word for the error: the attribute that is missing, or the one that has another value now. */
function isDocumented(error: string): boolean {
  const named = [...error.matchAll(/(?:Element=|attribute )<([^>]+)>/g)].map(
    ([, name = ""]) => name.replaceAll(" ", ""),
  );
  return named.length > 0 && named.every((name) => documented.has(name));
}

describe.skipIf(missing.length > 0)(
  `outputs, as DCMTK and dicom3tools read them${missing.length === 0 ? "" : ` (not installed: ${missing.join(", ")})`}`,
  () => {
    it("are read without error, and lack only what the guide lists", async () => {
      const complaints: string[] = [];
      let outputs = 0;
      for (const { name, bytes, frame } of originals()) {
        const result = await deidentifyInMemory(bytes, { frame });
        if (!result.ok) continue;
        outputs += 1;
        const [original, output] = ["original.dcm", "output.dcm"].map((file) =>
          join(folder, file),
        ) as [string, string];
        writeFileSync(original, bytes);
        writeFileSync(output, result.value.bytes);
        const dumped = spawnSync("dcmdump", ["-q", output], {
          encoding: "latin1",
        });
        if (dumped.status !== 0 || /^[EW]:/m.test(dumped.stderr))
          complaints.push(`${name}: dcmdump ${dumped.stderr}`);
        if (spawnSync("dcmftest", [output]).status !== 0)
          complaints.push(`${name}: dcmftest`);
        const before = judged(original);
        for (const error of judged(output))
          if (!before.has(error) && !isDocumented(error))
            complaints.push(`${name}: ${error}`);
      }
      expect(complaints).toEqual([]);
      expect(outputs).toBeGreaterThan(hasCorpus ? 100 : 20);
    }, 180_000);
  },
);
