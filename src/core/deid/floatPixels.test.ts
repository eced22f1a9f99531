// Pixels of floating point: the policy keeps no attribute that holds them, so such images are refused, masked or not.
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { ctSliceAttributes, dicomFile } from "../../testing/dicomFixtures.ts";
import { refusalWords } from "../../shared/messages/refusalWords.ts";
import * as tags from "../dicom/generated/tags.ts";
import { policyAction } from "./policy/radiopaediaPolicy052.ts";

const kinds = [
  ["FloatPixelData", tags.FloatPixelData, 32, new Float32Array(16).fill(1.5)],
  [
    "DoubleFloatPixelData",
    tags.DoubleFloatPixelData,
    64,
    new Float64Array(16).fill(1.5),
  ],
] as const;

describe.each(kinds)("%s", (keyword, tag, bits, samples) => {
  const slice = Object.fromEntries(
    Object.entries(ctSliceAttributes()).filter(
      ([name]) => name !== "PixelData",
    ),
  );
  const file = dicomFile({
    attributes: {
      ...slice,
      BitsAllocated: bits,
      [keyword]: new Uint8Array(samples.buffer),
    },
  });

  it("is removed by the policy, so that no image would be left", () => {
    expect(policyAction(tag, "1.2.840.10008.5.1.4.1.1.30").kind).toBe("remove");
  });

  it("is refused, and in words that say what helps", async () => {
    const shape = { kind: "rectangle", left: 0, top: 0, width: 2, height: 2 };
    for (const masks of [[], [shape as never]]) {
      const result = await deidentifyInMemory(file, { masks });
      if (result.ok) throw new Error("Was written");
      expect(result.failure).toEqual({
        kind: "unsupportedPixelLayout",
        keyword,
      });
      expect(refusalWords(result.failure)).toMatchObject({
        title: "Pixels of floating point",
      });
    }
  });
});
