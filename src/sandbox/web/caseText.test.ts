// Words on the pages: nothing a case carries acts in the browser.
import { expect, test } from "vitest";
import { paragraphs } from "./caseText.ts";
import { html } from "./html.ts";

const markup = (body: string) =>
  paragraphs(body).map((paragraph) => paragraph.markup);

test("paragraphs of a case are shown as text", () => {
  expect(markup("<p>One &amp; two<br>lines</p><p>Three</p>")).toEqual([
    '<p class="prose">One &amp; two\nlines</p>',
    '<p class="prose">Three</p>',
  ]);
});

test("any other tag stays visible and dead", () => {
  expect(markup("<p><img src=x onerror=alert(1)></p>")).toEqual([
    '<p class="prose">&lt;img src=x onerror=alert(1)&gt;</p>',
  ]);
  expect(markup("<p>&lt;script&gt;</p>")).toEqual([
    '<p class="prose">&lt;script&gt;</p>',
  ]);
});

test("inserted text is escaped in tags and attributes, inserted markup is not", () => {
  expect(html`<a title="${`"'<&`}">${html`<b>${"<"}</b>`}</a>`.markup).toBe(
    '<a title="&quot;&#39;&lt;&amp;"><b>&lt;</b></a>',
  );
});
