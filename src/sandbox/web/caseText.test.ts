// Words on the pages: nothing a case carries acts in the browser.
import { expect, test } from "vitest";
import { prose } from "./caseText.ts";
import { html } from "./html.ts";

const markup = (body: string) => prose(body).markup;

test("the contract's formatting is shown as formatting", () => {
  expect(
    markup(
      "<p>One &amp; <strong>two</strong><br>H<sub>2</sub>O</p><ul><li>a</li></ul>",
    ),
  ).toBe(
    '<p class="prose">One &amp; <strong>two</strong><br>H<sub>2</sub>O</p><ul><li>a</li></ul>',
  );
});

test("any other tag, and any attribute, stays visible and dead", () => {
  expect(markup("<p><img src=x onerror=alert(1)></p>")).toBe(
    '<p class="prose">&lt;img src=x onerror=alert(1)&gt;</p>',
  );
  expect(markup("<p>&lt;script&gt;</p>")).toBe(
    '<p class="prose">&lt;script&gt;</p>',
  );
  expect(markup("<strong onclick=x>a")).toBe("&lt;strong onclick=x&gt;a");
  expect(markup("<<script>script>")).toBe("&lt;&lt;script&gt;script&gt;");
});

test("tags are closed as they were opened", () => {
  expect(markup("<ul><li><em>a</li>")).toBe(
    "<ul><li><em>a&lt;/li&gt;</em></li></ul>",
  );
});

test("inserted text is escaped in tags and attributes, inserted markup is not", () => {
  expect(html`<a title="${`"'<&`}">${html`<b>${"<"}</b>`}</a>`.markup).toBe(
    '<a title="&quot;&#39;&lt;&amp;"><b>&lt;</b></a>',
  );
});
