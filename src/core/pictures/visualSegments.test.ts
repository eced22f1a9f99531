// Tests that samples of MPEG-4 films keep their pictures and the encoder's signature, and no other words.
import { describe, expect, it } from "vitest";
import { areVisualHeaders, cleanVisualSample } from "./visualSegments.ts";

const name = "NOVAKOVA^BOZENA";

function segment(code: number, content = ""): Buffer {
  return Buffer.concat([Buffer.of(0, 0, 1, code), Buffer.from(content)]);
}

/** What stays of a sample; null if the film is refused. */
function kept(...segments: readonly Buffer[]) {
  const sample = Buffer.concat(segments);
  const parts = cleanVisualSample(sample)?.flatMap((part) =>
    part.kind === "copied"
      ? [sample.subarray(part.offset, part.offset + part.length)]
      : [],
  );
  return parts === undefined ? null : Buffer.concat(parts);
}

const picture = segment(0xb6, "picture");

describe("a sample of MPEG-4 video", () => {
  it.each([
    ["user data", segment(0xb2, name)],
    ["a name behind a signature", segment(0xb2, `XviD0064${name}`)],
    ["reserved segments", segment(0x30, name)],
    ["system segments", segment(0xc6, name)],
  ])("loses %s", (_, beside) => {
    expect(kept(beside, picture, beside)).toEqual(picture);
  });

  it.each(["Lavc58.134.100", "XviD0064", "DivX503b1393p", "XviD0050C\0"])(
    "keeps the encoder's signature %s, which decoders go by",
    (signature) => {
      const signed = [segment(0xb2, signature), picture] as const;
      expect(kept(...signed)).toEqual(Buffer.concat(signed));
    },
  );

  it("keeps headers, pictures and an end", () => {
    const segments = [0xb0, 0xb5, 0, 0x20, 0xb3, 0xb6, 0xb1].map((code) =>
      segment(code, code === 0xb1 ? "" : "content"),
    );
    expect(kept(...segments)).toEqual(Buffer.concat(segments));
  });

  it.each([
    ["words before its first segment", [Buffer.from(name), picture]],
    ["words behind its end", [picture, segment(0xb1, name)]],
    ["words only", [Buffer.from(name)]],
  ])("is refused with %s", (_, segments) => {
    expect(kept(...segments)).toBeNull();
  });
});

it("takes headers for what they are only if nothing would be left out of them", () => {
  const header = segment(0x20, "layer");
  const headers = (...segments: readonly Buffer[]) =>
    areVisualHeaders(Buffer.concat(segments));
  expect(headers()).toBe(true);
  expect(headers(header, segment(0xb2, "XviD0064"))).toBe(true);
  expect(headers(header, segment(0xb2, name))).toBe(false);
  expect(headers(Buffer.from(name))).toBe(false);
});
