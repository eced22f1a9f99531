// Formatted texts survive storing, and nothing but the contract's HTML is ever sent.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contractHtml,
  richBlocks,
  richMarks,
  storedText,
  textOfStored,
  type RichBlock,
} from "./richText.ts";

const text = (words: string, ...marks: ("strong" | "em" | "sub" | "sup")[]) =>
  ({ kind: "text", text: words, marks }) as const;

describe("formatted text", () => {
  it("stays plain while nothing in it is formatted", () => {
    const blocks: RichBlock[] = [
      { kind: "paragraph", content: [text("a"), { kind: "break" }, text("b")] },
      { kind: "paragraph", content: [text("c & d")] },
    ];
    expect(storedText(blocks)).toBe("a\nb\n\nc & d");
    expect(richBlocks("a\nb\n\nc & d")).toEqual(blocks);
  });

  it("becomes HTML with the first mark or list", () => {
    const blocks: RichBlock[] = [
      { kind: "paragraph", content: [text("a < "), text("b", "strong", "em")] },
      { kind: "list", isOrdered: true, items: [[text("x")], [text("y")]] },
    ];
    const html =
      "<p>a &lt; <strong><em>b</em></strong></p><ol><li>x</li><li>y</li></ol>";
    expect(storedText(blocks)).toBe(html);
    expect(richBlocks(html)).toEqual(blocks);
    expect(contractHtml(html)).toBe(html);
    expect(textOfStored(html)).toBe("a < b\n\nx\ny");
  });

  it("sends what only looks like HTML as the text it is", () => {
    for (const typed of [
      "<p>unclosed",
      '<p onclick="x">a</p>',
      "<p><script>a</script></p>",
      "<p><strong>a</p>",
      "<p>a</p>b",
      "<p>a & b</p>",
    ])
      expect(contractHtml(typed)).toBe(
        `<p>${typed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</p>`,
      );
  });

  it("keeps typed text that happens to be HTML from being taken for formatting", () => {
    const typed: RichBlock[] = [
      { kind: "paragraph", content: [text("<p>a</p>")] },
    ];
    expect(storedText(typed)).toBe("<p>&lt;p&gt;a&lt;/p&gt;</p>");
    expect(richBlocks(storedText(typed))).toEqual(typed);
  });

  it("sends no empty paragraphs, items or ends of lines", () => {
    expect(contractHtml("  a  \n\n \n\n b \n")).toBe("<p>a</p><p>b</p>");
    expect(contractHtml("<p> <strong>a </strong></p><p></p>")).toBe(
      "<p><strong>a</strong></p>",
    );
    expect(contractHtml("<ul><li></li></ul>")).toBe("");
    expect(contractHtml("  \n ")).toBe("");
  });

  it("comes back from storage as it was", () => {
    const inline = fc.oneof(
      fc.constant({ kind: "break" as const }),
      fc.record({
        kind: fc.constant("text" as const),
        text: fc.string({ minLength: 1 }).filter((word) => !/\s/.test(word)),
        marks: fc.subarray([...richMarks], { minLength: 1 }),
      }),
    );
    const content = fc.array(inline, { minLength: 1, maxLength: 4 });
    const block: fc.Arbitrary<RichBlock> = fc.oneof(
      fc.record({ kind: fc.constant("paragraph" as const), content }),
      fc.record({
        kind: fc.constant("list" as const),
        isOrdered: fc.boolean(),
        items: fc.array(content, { minLength: 1, maxLength: 3 }),
      }),
    );
    const formatted = fc
      .array(block, { minLength: 1, maxLength: 4 })
      .filter((blocks) => JSON.stringify(blocks).includes("strong"));
    fc.assert(
      fc.property(formatted, (blocks) => {
        const stored = storedText(blocks);
        expect(storedText(richBlocks(stored))).toBe(stored);
        expect(textOfStored(stored)).toBe(
          textOfStored(storedText(richBlocks(stored))),
        );
        expect(contractHtml(contractHtml(stored))).toBe(contractHtml(stored));
      }),
    );
  });

  it("takes time in proportion to the length, whatever was pasted", () => {
    const hostile = `<p>${"<strong>".repeat(5_000)}`;
    expect(contractHtml(hostile).length).toBeGreaterThan(5_000);
  });
});
