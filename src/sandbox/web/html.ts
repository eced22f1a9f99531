// Markup as a type: text put into it is escaped, and only markup made here goes in unescaped.
import type { Answer } from "../server/answer.ts";

/** Markup that is safe to send. Only `html` makes it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Html | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup;
  if (typeof part === "object") return part.map((item) => item.markup).join("");
  return escapeHtml(String(part));
}

/** Template tag: every inserted text is escaped, markup and lists of markup are not. */
export function html(
  strings: TemplateStringsArray,
  ...parts: readonly Part[]
): Html {
  const pieces = strings.map((text, index) => {
    const part = parts[index];
    return part === undefined ? text : text + markupOf(part);
  });
  return new Html(pieces.join(""));
}

/** Nothing. */
export const noHtml: Html = html``;

/** A page of the sandbox. `formTargets` are origins a form may lead to by redirect, beside the sandbox itself. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  readonly formTargets?: readonly string[];
}

/** Wraps a page in the common frame. Nothing but the sandbox's own style, script and images can load. */
export function pageAnswer(page: Page): Answer {
  const formTargets = ["'self'", ...(page.formTargets ?? [])].join(" ");
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} - Sandbox</title>
        <link rel="stylesheet" href="/assets/sandbox.css" />
        <script src="/assets/sandbox.js" defer></script>
      </head>
      <body>
        <header class="banner">
          <a class="brand" href="/">Casedrop Sandbox</a>
          <span class="tagline"
            >Practice service on this computer: nothing here has left it.</span
          >
        </header>
        <main>${page.body}</main>
      </body>
    </html>`;
  return {
    status: page.status ?? 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action ${formTargets}; base-uri 'none'; frame-ancestors 'none'`,
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
    body: document.markup,
  };
}
