// Deciding with a memory says what deciding anew says, whatever came before.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSliceAttributes,
  dicomFile,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { ExplicitVRBigEndian } from "../dicom/transferSyntaxes.ts";
import type { Tag } from "../dicom/dataSet.ts";
import { tagOf } from "../dicom/dictionary.ts";
import * as tags from "../dicom/generated/tags.ts";
import type { RawValue } from "./elementText.ts";
import { keptValue, type ValueContext } from "./keptValue.ts";
import { patientWordSearch, PatientWordSearches } from "./patientWordSearch.ts";
import { RememberedValues } from "./rememberedValues.ts";

/** Few attributes and few values of each kind, so that the same ones come again in other company. */
const attributes: readonly Tag[] = [
  "BodyPartExamined",
  "ConvolutionKernel",
  "SliceThickness",
  "SeriesNumber",
  "PixelPaddingValue",
  "AcquisitionMatrix",
  "RedPaletteColorLookupTableDescriptor",
  "SpecificCharacterSet",
].map((keyword) => tagOf(keyword) ?? 0);
const texts =
  "CHEST |B30f|MILLER|MILLER\0|1.5|7654321|7654321 |12\\34|ISO_IR 100";
const values = fc.oneof(
  fc.constantFrom(...texts.split("|")).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 8 }),
);
const searches = ["MILLER", "7654321"].map((text) =>
  patientWordSearch([{ text, kind: text === "MILLER" ? "name" : "id" }]),
);
const question = fc.record({
  tag: fc.constantFrom(...attributes),
  raw: fc.record({
    vr: fc.constantFrom("CS", "SH", "DS", "IS", "US", "SS", "UN"),
    bytes: values,
    isBigEndian: fc.boolean(),
  }),
  context: fc.record({
    hasSignedPixels: fc.boolean(),
    hasPalette: fc.boolean(),
    words: fc.constantFrom(...searches),
  }),
});

/** Asks as the planner does: the bytes are gone when the next file is read. */
function ask(
  remembered: RememberedValues,
  tag: Tag,
  raw: RawValue,
  context: ValueContext,
) {
  const bytes = Uint8Array.from(raw.bytes);
  const kept = remembered.of(tag, { ...raw, bytes }, context);
  bytes.fill(0x41);
  return kept;
}

describe("values that were decided on before", () => {
  it("are decided on as if they were new", () => {
    fc.assert(
      fc.property(
        fc.array(question, { minLength: 2, maxLength: 60 }),
        (questions) => {
          const remembered = new RememberedValues();
          for (const { tag, raw, context } of questions)
            expect(ask(remembered, tag, raw, context)).toEqual(
              keptValue(
                tag,
                { ...raw, bytes: Uint8Array.from(raw.bytes) },
                context,
              ),
            );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("get the very answer that they got, without another look", () => {
    const [words] = searches;
    const context = {
      hasSignedPixels: false,
      hasPalette: false,
      words: words!,
    };
    const raw = { vr: "DS", bytes: Buffer.from("1.25"), isBigEndian: false };
    const remembered = new RememberedValues();
    const first = ask(remembered, tags.SliceThickness, raw, context);
    expect(ask(remembered, tags.SliceThickness, raw, context)).toBe(first);
    expect(first).toEqual({
      kind: "verbatim",
      element: {
        tag: tags.SliceThickness,
        vr: "DS",
        value: new Uint8Array([0x31, 0x2e, 0x32, 0x35]),
      },
    });
  });

  it("are looked at again for other words", () => {
    const raw = { vr: "CS", bytes: Buffer.from("MILLER "), isBigEndian: false };
    const context = { hasSignedPixels: false, hasPalette: false };
    const [doe, number] = searches;
    const tag = tags.ImageType;
    const remembered = new RememberedValues();
    const rules = [number!, doe!, number!].map((words) => {
      const kept = ask(remembered, tag, raw, { ...context, words });
      return kept.kind === "dropped" ? kept.rule : kept.kind;
    });
    expect(rules).toEqual(["notACode", "holdsIdentifier", "notACode"]);
  });
});

describe("images of one case, one after the other", () => {
  /** What one image may say otherwise than the others. */
  const differences: readonly FixtureItem[] = [
    {},
    { PatientName: "Chest^Standard" },
    { BodyPartExamined: "STANDARD" },
    { PixelRepresentation: 1, PixelPaddingValue: 0xfc18 },
    { PixelPaddingValue: 0xfc18 },
    { PatientID: "1234567", SeriesNumber: "1234567" },
    { SeriesNumber: "1234567" },
    { SpecificCharacterSet: "ISO_IR 192", SeriesDescription: "Sch\u00e4del" },
    { SpecificCharacterSet: "ISO_IR 100", SeriesDescription: "Sch\u00e4del" },
    { ImageType: "ORIGINAL\\PRIMARY\\CHEST" },
    { SOPClassUID: "1.2.840.10008.5.1.4.1.1.6.1" },
  ];
  const image = fc.record({
    differences: fc.uniqueArray(fc.constantFrom(...differences), {
      maxLength: 3,
    }),
    isBigEndian: fc.boolean(),
    keepsText: fc.boolean(),
  });

  it("become what each becomes alone", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(image, { minLength: 2, maxLength: 4 }),
        async (images) => {
          const remembered = new RememberedValues();
          const together = new PatientWordSearches([]);
          for (const { differences, isBigEndian, keepsText } of images) {
            const file = dicomFile({
              attributes: differences.reduce<FixtureItem>(
                (all, difference) => ({ ...all, ...difference }),
                ctSliceAttributes(),
              ),
              ...(isBigEndian && { transferSyntaxUID: ExplicitVRBigEndian }),
            });
            const options = {
              ...(keepsText && {
                keptFreeText: new Set([tags.SeriesDescription]),
              }),
            };
            const alone = await deidentifyInMemory(file, options);
            const inCase = await deidentifyInMemory(file, {
              ...options,
              remembered,
              searches: together,
            });
            expect(inCase).toEqual(alone);
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
