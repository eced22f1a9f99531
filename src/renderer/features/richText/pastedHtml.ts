// Pasted HTML cut down to bare tags before the editor reads it: no attributes, no scripts, nothing to load.

const keptTags = new Set([
  "b",
  "br",
  "em",
  "i",
  "li",
  "ol",
  "p",
  "strong",
  "sub",
  "sup",
  "ul",
]);
/** Each becomes a paragraph of its own. */
const paragraphTags = new Set([
  ...["h1", "h2", "h3", "h4", "h5", "h6"],
  ...["blockquote", "dd", "dt", "figcaption", "pre", "td", "th"],
]);
const droppedTags = new Set(["head", "noscript", "script", "style", "title"]);

/** The same words in the tags that `richTextSchema` reads. */
export function bareHtml(pasted: string): string {
  // A document of its own: its handlers do not run, its images are not fetched.
  const parsed = new DOMParser().parseFromString(
    withoutActive(pasted),
    "text/html",
  );
  return bareChildren(parsed.body);
}

/** What the content security policy would refuse even there, and complain of in the console: styles and handlers. */
function withoutActive(html: string): string {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)/gi, "");
}

function bareChildren(parent: Node): string {
  return [...parent.childNodes].map(bareNode).join("");
}

function bareNode(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) {
    const holder = document.createElement("p");
    holder.textContent = node.textContent;
    return holder.innerHTML;
  }
  const tag = node.nodeName.toLowerCase();
  if (node.nodeType !== Node.ELEMENT_NODE || droppedTags.has(tag)) return "";
  if (tag === "br") return "<br>";
  const content = bareChildren(node);
  if (keptTags.has(tag)) return `<${tag}>${content}</${tag}>`;
  return paragraphTags.has(tag) ? `<p>${content}</p>` : content;
}
