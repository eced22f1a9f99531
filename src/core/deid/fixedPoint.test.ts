// Properties that hold for any header: the output is a fixed point, its pixels are untouched, and cleaning it again changes only UIDs.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSliceAttributes,
  dicomFile,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { dictionaryLines } from "../dicom/generated/dictionary.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { policyWouldChange } from "./policyResidue.ts";

/** Attributes that an image is refused for when they are wrong; they have tests of their own. */
const fixed = new Set(["NumberOfFrames", ...Object.keys(ctSliceAttributes())]);
const attributeNames = dictionaryLines
  .split("\n")
  .filter(
    (line) =>
      /^(?!0002|7fe0|fffe)[0-9a-f]{8}/.test(line) && !fixed.has(line.slice(10)),
  )
  .map((line) => `${line.slice(0, 8)} ${line.slice(8, 10)}`);
const vrs = "CS DS IS LO SH UI US UL FD OB UN".split(" ");

/** Some attributes of the standard or private, with values that fit or do not, under VRs that are right or not. */
const anyAttributes: fc.Arbitrary<FixtureItem> = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(...attributeNames),
        fc
          .tuple(fc.constantFrom(...attributeNames), fc.constantFrom(...vrs))
          .map(([name, vr]) => `${name.slice(0, 8)} ${vr}`),
        fc
          .tuple(
            fc.integer({ min: 0x10, max: 0xffff }),
            fc.constantFrom(...vrs),
          )
          .map(
            ([element, vr]) =>
              `0029${element.toString(16).padStart(4, "0")} ${vr}`,
          ),
      ),
      fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        fc.double().map(String),
        fc.constantFrom("ORIGINAL\\PRIMARY", "1\\2\\3", "YES", "HU", "B30f"),
      ),
    ),
    { maxLength: 40 },
  )
  .map((entries) => ({
    ...Object.fromEntries(
      entries.map(([name, value]) => [name, name.endsWith("SQ") ? [] : value]),
    ),
    ...ctSliceAttributes(),
  }));

const anySyntax = fc.constantFrom(
  "1.2.840.10008.1.2",
  "1.2.840.10008.1.2.1",
  "1.2.840.10008.1.2.2",
);

describe("any header", () => {
  it("becomes a fixed point of the policy, or is refused as recognisable", async () => {
    await fc.assert(
      fc.asyncProperty(anyAttributes, anySyntax, async (attributes, syntax) => {
        const file = dicomFile({ attributes, transferSyntaxUID: syntax });
        const result = await deidentifyInMemory(file);
        if (!result.ok) {
          expect(result.failure.kind).toBe("recognizableVisualFeatures");
          return;
        }
        const output = await readDataSet(memoryByteSource(result.value.bytes));
        if (!output.ok) throw new Error(output.failure.kind);
        expect(policyWouldChange(output.value)).toEqual([]);
        const pixels = Buffer.from(result.value.bytes.subarray(-32));
        expect(pixels.readUInt16LE(0)).toBe(1016);
        expect(pixels.readUInt16LE(30)).toBe(1031);
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the same attributes and values when it is cleaned again", async () => {
    await fc.assert(
      fc.asyncProperty(anyAttributes, async (attributes) => {
        const once = await deidentifyInMemory(dicomFile({ attributes }));
        if (!once.ok) return;
        const twice = await deidentifyInMemory(once.value.bytes);
        if (!twice.ok) throw new Error(JSON.stringify(twice.failure));
        expect(twice.value.bytes.length).toBeLessThanOrEqual(
          once.value.bytes.length + 16,
        );
        expect(
          twice.value.plan.actions
            .filter(
              ({ action, rule }) => action !== "kept" && rule !== "policyAdds",
            )
            .map(({ rule }) => rule),
        ).toEqual([
          ...Array.from({ length: 7 }, () => "fileMetaRebuilt"),
          ...Array.from({ length: 4 }, () => "policyHashesUID"),
        ]);
      }),
      { numRuns: 50 },
    );
  });
});
