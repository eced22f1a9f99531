// Settings of the second look: off at first, a key only after a word on its use, and links that nobody made up.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { SecondLookChoice } from "../../../shared/secondLook.ts";
import { SecondLookSection } from "./SecondLookSection.tsx";

const drawn = (changes: Partial<SecondLookChoice>) =>
  renderToStaticMarkup(
    <SecondLookSection
      choice={{
        use: null,
        hasKey: false,
        reader: "xraydar",
        closed: [],
        ...changes,
      }}
    />,
  );

it("asks for no key before research or teaching use is confirmed", () => {
  const off = drawn({});
  expect(off).toContain("I use it for academic research only.");
  expect(off).toContain("I use it for teaching only.");
  expect(off).not.toContain('type="password"');
  expect(drawn({ use: "teaching" })).toContain('type="password"');
});

it("tells that a key is stored, without the key", () => {
  const html = drawn({ use: "research", hasKey: true });
  expect(html).toContain('placeholder="A key is stored"');
  expect(html).toContain('value=""');
  expect(html).toContain("Forget key");
  expect(drawn({ use: "research" })).not.toContain("Forget key");
});

it("says what the licence asks, where it is to be read, and that nobody knows whether the service is still there", () => {
  const html = drawn({});
  expect(html).toContain("neither clinical nor commercial");
  expect(html).toContain("answers to the university for damages");
  expect(html).toContain("Whether the service is still offered is not known.");
  for (const title of [
    "Open the project page",
    "Open the paper",
    "Open the code with its licence",
  ])
    expect(html).toContain(title);
  // Addresses are the main process's; none stands here as a fact.
  expect(html).not.toMatch(/https?:/);
});
