// Tables as XML and HTML, and plain text from the HTML that archives put into their values. No entity but the usual ones is known, so nothing can be made to grow.

/** An element with what is in it. */
export interface MarkupElement {
  /** Lower case, without prefix of a name space. */
  readonly name: string;
  /** As written. */
  readonly label: string;
  readonly children: readonly MarkupElement[];
  /** Text of the element itself and of all below it. */
  readonly text: string;
}

interface OpenElement {
  readonly label: string;
  readonly children: MarkupElement[];
  text: string;
}

const maxDepth = 64;
const emptyElements = new Set(["br", "hr", "img", "meta", "link", "input"]);

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      const code =
        decimal === undefined
          ? Number.parseInt(hex ?? "", 16)
          : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** The elements of a text. Tolerant: what is not closed is closed by what is around it. */
export function parseMarkup(text: string): readonly MarkupElement[] {
  const root: OpenElement = { label: "", children: [], text: "" };
  const open: OpenElement[] = [root];
  const close = () => {
    const ended = open.pop();
    const parent = open.at(-1);
    if (ended === undefined || parent === undefined) return;
    parent.text += ended.text;
    parent.children.push({
      name: nameOf(ended.label),
      label: ended.label,
      children: ended.children,
      text: ended.text.trim(),
    });
  };
  const pieces = text
    .replaceAll(/<!--.*?-->|<\?.*?\?>|<!doctype[^>]*>/gis, "")
    .matchAll(/<!\[CDATA\[(.*?)\]\]>|<(\/?)([\w:.-]+)([^>]*)>|([^<]+|<)/gs);
  for (const [, cdata, slash, label, rest = "", plain] of pieces) {
    const top = open.at(-1) ?? root;
    if (label === undefined) top.text += cdata ?? decoded(plain ?? "");
    else if (slash === "/") {
      const at = open.findLastIndex(
        (each) => nameOf(each.label) === nameOf(label),
      );
      if (at > 0) while (open.length > at) close();
    } else {
      if (open.length >= maxDepth) continue;
      open.push({ label, children: [], text: "" });
      if (rest.endsWith("/") || emptyElements.has(nameOf(label))) close();
    }
  }
  while (open.length > 1) close();
  return root.children;
}

function nameOf(label: string): string {
  return label.slice(label.indexOf(":") + 1).toLowerCase();
}

/** All elements of a name, wherever they are. */
export function elementsNamed(
  elements: readonly MarkupElement[],
  name: string,
): readonly MarkupElement[] {
  return elements.flatMap((element) => [
    ...(element.name === name ? [element] : []),
    ...elementsNamed(element.children, name),
  ]);
}

type Row = Readonly<Record<string, unknown>>;

/** Rows of an HTML table: names from its first row. */
export function htmlRows(text: string): readonly Row[] | null {
  const table = elementsNamed(parseMarkup(text), "table")[0];
  if (table === undefined) return null;
  const [header, ...rows] = elementsNamed([table], "tr").map(({ children }) =>
    children.filter(({ name }) => name === "td" || name === "th"),
  );
  return rows.map((cells) =>
    Object.fromEntries(
      cells.flatMap(({ text: value }, index) => {
        const name = header?.[index]?.text ?? "";
        return name === "" || value === "" ? [] : [[name, value]];
      }),
    ),
  );
}

/** Rows of an XML document: each element that holds nothing but elements with text. */
export function xmlRows(text: string): readonly Row[] {
  const rows: Row[] = [];
  const visit = (element: MarkupElement) => {
    const { children } = element;
    const isRow =
      children.length > 0 &&
      children.every((each) => each.children.length === 0);
    if (!isRow) children.forEach(visit);
    else
      rows.push(
        Object.fromEntries(
          children.flatMap(({ label, text: value }) =>
            value === "" ? [] : [[label, value]],
          ),
        ),
      );
  };
  parseMarkup(text).forEach(visit);
  return rows;
}

/** HTML as plain text in one line. */
export function plainText(html: string): string {
  return parseMarkup(`<x>${html.replaceAll(/<(br|p|li|div)\b/gi, " <$1")}</x>`)
    .map(({ text }) => text)
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
