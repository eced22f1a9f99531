// The words of real files against what radiologists write: none of them is met by chance.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { corpusPath, describeWithCorpus } from "../../testing/corpus.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { radiologyProse } from "../../testing/radiologyProse.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { PatientWordCollector } from "./collectPatientWords.ts";
import { WordMatcher } from "./wordMatcher.ts";

describeWithCorpus("the words of the corpus", () => {
  it("are not found in ordinary prose, but for a physician who is called like a syndrome", async () => {
    const rows = readFileSync(corpusPath("truth.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly path: string });
    const collector = new PatientWordCollector();
    const alarms: string[] = [];
    for (const { path } of rows) {
      const bytes = readFileSync(corpusPath(path));
      const read = await readDataSet(memoryByteSource(bytes));
      const words = read.ok ? collector.collectNew(read.value) : null;
      if (words === null) continue;
      const matcher = new WordMatcher(words);
      for (const sentence of radiologyProse)
        for (const { start, end, kind } of matcher.find(sentence, "prose"))
          alarms.push(`${kind} ${sentence.slice(start, end)}`);
    }
    // "Swyer-James-MacLeod syndrome": only the user can tell.
    expect(alarms).toEqual(["physician James"]);
  }, 60_000);
});
