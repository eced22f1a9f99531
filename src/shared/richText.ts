// Discussion and findings as they are stored: plain text with blank lines between paragraphs, or the contract's HTML once something in them is formatted.

/** Formatting of a run of text. */
export type RichMark = "strong" | "em" | "sub" | "sup";

export type RichInline =
  | {
      readonly kind: "text";
      readonly text: string;
      /** Without repetition, in the order of `richMarks`. */
      readonly marks: readonly RichMark[];
    }
  | { readonly kind: "break" };

export type RichBlock =
  | { readonly kind: "paragraph"; readonly content: readonly RichInline[] }
  | {
      readonly kind: "list";
      readonly isOrdered: boolean;
      readonly items: readonly (readonly RichInline[])[];
    };

/** All marks, outermost first. */
export const richMarks: readonly RichMark[] = ["strong", "em", "sub", "sup"];

/** Blocks of a stored text, plain or formatted. */
export function richBlocks(stored: string): readonly RichBlock[] {
  return parseHtml(stored) ?? plainBlocks(stored);
}

/**
 * The HTML that is sent for a stored text (contract section 4): paragraphs, lists, line breaks, strong, em, sub and sup, with
 * `&`, `<` and `>` escaped. Empty paragraphs go; empty text gives an empty string. What is not exactly this subset is plain
 * text, so that nothing typed or pasted can act.
 */
export function contractHtml(stored: string): string {
  return richBlocks(stored).map(sentBlock).join("");
}

/** What to store for blocks: plain text as long as nothing is formatted, else HTML. */
export function storedText(blocks: readonly RichBlock[]): string {
  const plain = blocksText(blocks);
  return isPlain(blocks) && parseHtml(plain) === null
    ? plain
    : blocks.map(blockHtml).join("");
}

/**
 * The words of a stored text without formatting; findings of typed words count in its UTF-16 units. Blank lines between
 * blocks, single line breaks in them and between items of a list. Plain text is itself.
 */
export function textOfStored(stored: string): string {
  const blocks = parseHtml(stored);
  return blocks === null ? stored : blocksText(blocks);
}

/** The words of blocks, as `textOfStored` counts them. */
export function blocksText(blocks: readonly RichBlock[]): string {
  return blocks
    .map((block) =>
      block.kind === "paragraph"
        ? inlineText(block.content)
        : block.items.map(inlineText).join("\n"),
    )
    .join("\n\n");
}

function inlineText(content: readonly RichInline[]): string {
  return content
    .map((inline) => (inline.kind === "break" ? "\n" : inline.text))
    .join("");
}

function isPlain(blocks: readonly RichBlock[]): boolean {
  return blocks.every(
    (block) =>
      block.kind === "paragraph" &&
      block.content.every(
        (inline) => inline.kind === "break" || inline.marks.length === 0,
      ),
  );
}

function plainBlocks(text: string): readonly RichBlock[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) => ({
      kind: "paragraph" as const,
      content: linesOf(paragraph),
    }))
    .filter((block, _, all) => all.length === 1 || hasText(block.content));
}

function linesOf(paragraph: string): readonly RichInline[] {
  return paragraph
    .split("\n")
    .flatMap((line, place): RichInline[] => [
      ...(place > 0 ? [{ kind: "break" as const }] : []),
      ...(line === ""
        ? []
        : [{ kind: "text" as const, text: line, marks: [] }]),
    ]);
}

function hasText(content: readonly RichInline[]): boolean {
  return inlineText(content).trim() !== "";
}

function blockHtml(block: RichBlock): string {
  if (block.kind === "paragraph") return `<p>${inlineHtml(block.content)}</p>`;
  const tag = block.isOrdered ? "ol" : "ul";
  const items = block.items.map((item) => `<li>${inlineHtml(item)}</li>`);
  return `<${tag}>${items.join("")}</${tag}>`;
}

/** As stored, without what is empty and without white space at the ends of lines. */
function sentBlock(block: RichBlock): string {
  if (block.kind === "paragraph")
    return hasText(block.content)
      ? blockHtml({ ...block, content: trimmedLines(block.content) })
      : "";
  const items = block.items.filter(hasText).map(trimmedLines);
  return items.length === 0 ? "" : blockHtml({ ...block, items });
}

function trimmedLines(content: readonly RichInline[]): readonly RichInline[] {
  const kept = content.flatMap((inline, place): RichInline[] => {
    if (inline.kind === "break") return [inline];
    const isFirst = content[place - 1]?.kind !== "text";
    const isLast = content[place + 1]?.kind !== "text";
    let { text } = inline;
    if (isFirst) text = text.trimStart();
    if (isLast) text = text.trimEnd();
    return text === "" ? [] : [{ ...inline, text }];
  });
  const isText = (inline: RichInline) => inline.kind === "text";
  return kept.slice(kept.findIndex(isText), kept.findLastIndex(isText) + 1);
}

function inlineHtml(content: readonly RichInline[]): string {
  return content
    .map((inline) => {
      if (inline.kind === "break") return "<br>";
      const open = inline.marks.map((mark) => `<${mark}>`).join("");
      const close = inline.marks.map((mark) => `</${mark}>`).reverse();
      return `${open}${escapeHtml(inline.text)}${close.join("")}`;
    })
    .join("");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

const inlinePattern =
  "(?:<br>|</?(?:strong|em|sub|sup)>|&(?:amp|lt|gt);|[^<>&])*";
const blockPattern = new RegExp(
  `<p>(${inlinePattern})</p>|<(ul|ol)>((?:<li>${inlinePattern}</li>)+)</\\2>`,
  "y",
);

/** Blocks of text that is exactly what `storedText` writes; null for anything else. */
function parseHtml(html: string): readonly RichBlock[] | null {
  if (!/^<(?:p|ul|ol)>/.test(html)) return null;
  const blocks: RichBlock[] = [];
  blockPattern.lastIndex = 0;
  while (blockPattern.lastIndex < html.length) {
    const match = blockPattern.exec(html);
    if (match === null) return null;
    const [, paragraph, list, items = ""] = match;
    const contents =
      list === undefined
        ? [paragraph ?? ""]
        : items.slice("<li>".length, -"</li>".length).split("</li><li>");
    const parsed = contents.map(parseInline);
    if (parsed.some((content) => content === null)) return null;
    const known = parsed.filter((content) => content !== null);
    blocks.push(
      list === undefined
        ? { kind: "paragraph", content: known[0] ?? [] }
        : { kind: "list", isOrdered: list === "ol", items: known },
    );
  }
  return blocks;
}

/** Null if tags are not properly nested and closed. */
function parseInline(html: string): readonly RichInline[] | null {
  const open: RichMark[] = [];
  const content: RichInline[] = [];
  for (const [token] of html.matchAll(/<[^>]+>|[^<]+/g)) {
    if (token === "<br>") content.push({ kind: "break" });
    else if (token.startsWith("</")) {
      if (open.pop() !== token.slice(2, -1)) return null;
    } else if (token.startsWith("<")) {
      const mark = richMarks.find((known) => token === `<${known}>`);
      if (mark === undefined || open.includes(mark)) return null;
      open.push(mark);
    } else
      content.push({
        kind: "text",
        text: unescapeHtml(token),
        marks: richMarks.filter((mark) => open.includes(mark)),
      });
  }
  return open.length === 0 ? content : null;
}
