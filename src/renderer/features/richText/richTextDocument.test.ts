// Documents of the editor hold what was stored, and found words are met where they stand.
import { describe, expect, it } from "vitest";
import { blocksText, richBlocks } from "../../../shared/richText.ts";
import { blocksOf, documentOf, placesOfWords } from "./richTextDocument.ts";

const stored =
  "<p>The <strong>gall</strong>bladder</p><ul><li>one</li><li>two<br>more</li></ul><p>H<sub>2</sub>O</p>";

describe("documents of formatted texts", () => {
  it("hold exactly the stored blocks", () => {
    const blocks = richBlocks(stored);
    expect(blocksOf(documentOf(blocks))).toEqual(blocks);
    expect(blocksOf(documentOf([]))).toEqual([
      { kind: "paragraph", content: [] },
    ]);
  });

  it("find words across marks, lists and line breaks", () => {
    const document = documentOf(richBlocks(stored));
    const text = blocksText(richBlocks(stored));
    expect(text).toBe("The gallbladder\n\none\ntwo\nmore\n\nH2O");
    for (const word of ["gallbladder", "one", "two", "more", "H2O"]) {
      const start = text.indexOf(word);
      const shown = placesOfWords(document, start, start + word.length)
        .map(({ from, to }) => document.textBetween(from, to))
        .join("");
      expect(shown).toBe(word);
    }
  });
});
