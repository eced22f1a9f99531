// Between stored texts and the editor's documents, and between places in their words and places in the document.
import type { Node } from "prosemirror-model";
import {
  richMarks,
  type RichBlock,
  type RichInline,
} from "../../../shared/richText.ts";
import { richTextSchema } from "./schema.ts";

const { nodes, marks } = richTextSchema;

/** The document of a text's blocks. */
export function documentOf(blocks: readonly RichBlock[]): Node {
  const content = blocks.map((block) => {
    if (block.kind === "paragraph") return paragraph(block.content);
    const list = block.isOrdered ? nodes.orderedList : nodes.bulletList;
    return list.create(
      null,
      block.items.map((item) => nodes.listItem.create(null, paragraph(item))),
    );
  });
  return nodes.doc.create(
    null,
    content.length === 0 ? [nodes.paragraph.create()] : content,
  );
}

function paragraph(content: readonly RichInline[]): Node {
  return nodes.paragraph.create(
    null,
    content.map((inline) =>
      inline.kind === "break"
        ? nodes.hardBreak.create()
        : richTextSchema.text(
            inline.text,
            inline.marks.map((mark) => marks[mark].create()),
          ),
    ),
  );
}

/** The blocks of a document. */
export function blocksOf(document: Node): readonly RichBlock[] {
  return document.children.map((block): RichBlock => {
    if (block.type === nodes.paragraph)
      return { kind: "paragraph", content: inlinesOf(block) };
    return {
      kind: "list",
      isOrdered: block.type === nodes.orderedList,
      items: block.children.map((item) =>
        item.firstChild === null ? [] : inlinesOf(item.firstChild),
      ),
    };
  });
}

function inlinesOf(node: Node): readonly RichInline[] {
  return node.children.map((inline): RichInline => {
    if (inline.type === nodes.hardBreak) return { kind: "break" };
    return {
      kind: "text",
      text: inline.text ?? "",
      marks: richMarks.filter((mark) => marks[mark].isInSet([...inline.marks])),
    };
  });
}

/** A run of a document's words: `start` in its text as `blocksText` writes it, `position` in the document. */
interface Run {
  readonly start: number;
  readonly length: number;
  readonly position: number;
}

/** Parts of the document that show the words from `start` to `end` (not included); several where they cross blocks. */
export function placesOfWords(
  document: Node,
  start: number,
  end: number,
): readonly { readonly from: number; readonly to: number }[] {
  return runsOf(document)
    .map((run) => {
      const first = Math.max(start, run.start);
      const last = Math.min(end, run.start + run.length);
      return {
        from: run.position + first - run.start,
        to: run.position + last - run.start,
      };
    })
    .filter(({ from, to }) => to > from);
}

function runsOf(document: Node): readonly Run[] {
  const runs: Run[] = [];
  let length = 0;
  document.descendants((node, position, parent, place) => {
    if (place > 0 && parent === document) length += 2;
    if (place > 0 && node.type === nodes.listItem) length += 1;
    if (node.type === nodes.hardBreak) length += 1;
    if (node.isText) {
      runs.push({ start: length, length: node.nodeSize, position });
      length += node.nodeSize;
    }
    return true;
  });
  return runs;
}
