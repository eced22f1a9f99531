// The question before each sending: who gets what, shown as it goes, with declining as the easy answer.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { Sha256Hex } from "../../../shared/identifiers.ts";
import type { LookReader } from "../../../shared/secondLook.ts";
import { Consent, type ToConsent } from "./Consent.tsx";

const drawn = (what: ToConsent) =>
  renderToStaticMarkup(
    <Consent
      what={what}
      onDecline={() => undefined}
      onConsent={() => undefined}
    />,
  );

const report = (reader: LookReader): ToConsent => ({
  kind: "report",
  report: { text: "No effusion.\nClear.", findings: [], words: 3, reader },
});
const film: ToConsent & { readonly kind: "film" } = {
  kind: "film",
  film: {
    sha256Hex: "ab".repeat(32) as Sha256Hex,
    sizeBytes: 31_000_000,
    preview: {
      width: 1,
      height: 1,
      pixels: new Uint8ClampedArray(4),
      window: null,
    },
    warnings: [
      { kind: "forProcessing" },
      { kind: "large", sizeBytes: 31_000_000 },
    ],
    reader: "xraydar",
  },
};

it.each([["film"], ["report"]] as const)(
  "names the recipient, the purpose and what is not known before a %s goes to X-Raydar",
  (kind) => {
    const html = drawn(kind === "film" ? film : report("xraydar"));
    expect(html).toContain(
      "<strong>Recipient:</strong> X-Raydar (University of Warwick), University of Warwick, United Kingdom.",
    );
    expect(html).toContain("no clinical and no commercial use.");
    expect(html).toContain(
      "How long the recipient keeps it, and what for, is not known.",
    );
  },
);

it("names the practice reader as such, where nothing leaves the computer", () => {
  const html = drawn(report("sandbox"));
  expect(html).toContain(
    "<strong>Recipient:</strong> the practice reader of the sandbox (made-up numbers), this computer: nothing leaves it.",
  );
  expect(html).not.toContain("University of Warwick");
});

it("offers sending once, and only to who has said that they looked", () => {
  const html = drawn(film);
  expect(html).toMatch(/<button[^>]* disabled=""[^>]*>.*?Send this once/);
  expect(html).toContain("I have looked at this very image");
  expect(drawn(report("xraydar"))).toContain("I have read this very text");
  expect(html).not.toMatch(/always|remember/i);
});

it("shows a report word by word, and a film with all that is to be known of it", () => {
  expect(drawn(report("xraydar"))).toMatch(
    /<pre[^>]*>No effusion\.\nClear\.<\/pre>/,
  );
  const html = drawn(film);
  expect(html).toContain('aria-label="The film as it would be sent"');
  expect(html).toContain("abababababababab…");
  expect(html).toContain("raw data of the detector (For Processing)");
  expect(html).toContain("This film is large (");
});

it("warns above the picture where a plain window stands for a lookup table", () => {
  const html = drawn({
    ...film,
    film: { ...film.film, warnings: [{ kind: "lookupTable" }] },
  });
  expect(html).toMatch(
    /Before you send this film.*has a lookup table.*a plain window stands in its place.*The film as it would be sent/,
  );
  const plain = { ...film, film: { ...film.film, warnings: [] } };
  expect(drawn(plain)).not.toContain("Before you send this film");
});
