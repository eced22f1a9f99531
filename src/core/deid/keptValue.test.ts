// Which values of kept attributes stay, in which bytes, and which go.
import { patientIdentifiers } from "../../testing/patientIdentifiers.ts";
import { describe, expect, it } from "vitest";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { dictionaryVR, keywordOf, tagOf } from "../dicom/dictionary.ts";
import { keptValue } from "./keptValue.ts";
import { codeTerms } from "./policy/codeTerms.ts";
import { keptTags } from "./policy/radiopaediaPolicy052.ts";
import { codeForms } from "./policy/stricterLayer.ts";
import { decimalString, integerString, shortDecimal } from "./numberStrings.ts";

const noIdentifiers = patientIdentifiers();

/** Outcome in one line: what is written, or why nothing is. */
function outcome(
  keyword: string,
  vr: string,
  value: string | Uint8Array,
  more: {
    isBigEndian?: boolean;
    hasSignedPixels?: boolean;
    hasPalette?: boolean;
    words?: PatientWords;
  } = {},
): string {
  const bytes =
    typeof value === "string" ? Buffer.from(value, "latin1") : value;
  const kept = keptValue(
    tagOf(keyword)!,
    { vr, bytes, isBigEndian: more.isBigEndian ?? false },
    {
      hasSignedPixels: more.hasSignedPixels ?? false,
      hasPalette: more.hasPalette ?? true,
      words:
        more.words === undefined
          ? noIdentifiers.words
          : patientIdentifiers(more.words).words,
    },
  );
  if (kept.kind === "dropped") return `dropped: ${kept.rule}`;
  const written = Buffer.from(kept.element.value as Uint8Array);
  return `${kept.kind} ${kept.element.vr} ${typeof value === "string" ? written.toString("latin1") : written.toString("hex")}`;
}

const hex = (digits: string) => Buffer.from(digits, "hex");

describe("text values", () => {
  it.each([
    ["a code", "BodyPartExamined", "CS", "CHEST ", "verbatim CS CHEST "],
    ["lower case", "BodyPartExamined", "CS", "Chest", "dropped: notACode"],
    ["a name", "BodyPartExamined", "CS", "DOE^JOHN", "dropped: notACode"],
    [
      "a code of more than 16 characters",
      "BodyPartExamined",
      "CS",
      "CHESTABDOMENPELVIS",
      "dropped: notACode",
    ],
    [
      "letters beyond the default repertoire",
      "ConvolutionKernel",
      "SH",
      "B\xf6ne",
      "dropped: notACode",
    ],
    [
      "a kernel",
      "ConvolutionKernel",
      "SH",
      "Br40d\\3 ",
      "verbatim SH Br40d\\3 ",
    ],
    [
      "a known character set",
      "SpecificCharacterSet",
      "CS",
      "\\ISO 2022 IR 87",
      "verbatim CS \\ISO 2022 IR 87",
    ],
    [
      "an unknown character set",
      "SpecificCharacterSet",
      "CS",
      "SMITH",
      "dropped: notACode",
    ],
    ["nothing but padding", "KVP", "DS", "  ", "dropped: noValue"],
    ["a number", "KVP", "DS", " 120", "verbatim DS  120"],
    ["text in a number", "KVP", "DS", "120 kV", "dropped: notACode"],
    ["zero-padded text", "KVP", "DS", "120\0", "rewritten DS 120"],
    [
      "a number of 20 characters",
      "SliceLocation",
      "DS",
      "-123.456789012345678",
      "rewritten DS -123.45678901235",
    ],
    [
      "one long number among short ones",
      "PixelSpacing",
      "DS",
      "0.48828125000000001\\0.5",
      "rewritten DS 0.48828125\\0.5",
    ],
    ["an integer", "SeriesNumber", "IS", "12", "verbatim IS 12"],
    [
      "an integer with a fraction",
      "SeriesNumber",
      "IS",
      "12.0",
      "rewritten IS 12",
    ],
    ["a fraction", "SeriesNumber", "IS", "1.5", "dropped: notACode"],
    [
      "the least integer",
      "SeriesNumber",
      "IS",
      "-2147483648",
      "verbatim IS -2147483648",
    ],
    [
      "more than an integer can be",
      "SeriesNumber",
      "IS",
      "196104230815",
      "dropped: notACode",
    ],
    [
      "a date in an integer",
      "SeriesNumber",
      "IS",
      "2024-01-31",
      "dropped: notACode",
    ],
  ])("%s", (...row) => {
    const [, keyword, vr, value, expected] = row;
    expect(outcome(keyword, vr, value)).toBe(expected);
  });
});

describe("code strings", () => {
  it.each([
    ["a name in capitals", "BodyPartExamined", "SMITH", "dropped: notACode"],
    ["a number of a patient", "ScanOptions", "A4711081", "dropped: notACode"],
    ["a name among terms", "ScanOptions", "FS\\SMITH", "dropped: notACode"],
    ["a modality", "Modality", "CT", "verbatim CS CT"],
    ["an orientation", "PatientOrientation", "L\\FP", "verbatim CS L\\FP"],
    ["no orientation", "PatientOrientation", "SM\\ITH", "dropped: notACode"],
    [
      "what a maker adds to an image type",
      "ImageType",
      "ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI",
      "verbatim CS ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI",
    ],
    [
      "what nobody knows at the end of an image type",
      "ImageType",
      "ORIGINAL\\PRIMARY\\AXIAL\\SMITH\\JOHN",
      "rewritten CS ORIGINAL\\PRIMARY\\AXIAL",
    ],
    ["a name in front", "ImageType", "SMITH\\PRIMARY", "dropped: notACode"],
  ])("%s", (...row) => {
    const [, keyword, value, expected] = row;
    expect(outcome(keyword, "CS", value)).toBe(expected);
  });

  it("are all known by their terms, or have a form of their own", () => {
    const formless = [...keptTags].filter(
      (tag) =>
        dictionaryVR(tag) === "CS" &&
        !codeTerms.has(tag) &&
        !codeForms.has(tag),
    );
    expect(formless.map(keywordOf)).toEqual(["SpecificCharacterSet"]);
    const terms = [...codeTerms.values()].flatMap((each) => [...each]);
    for (const term of terms) expect(term).toMatch(/^[A-Z0-9_ ]{1,16}$/);
  });
});

describe("binary values", () => {
  it.each([
    ["its own VR", "Rows", "US", "0002", "verbatim US 0002"],
    ["UN", "Rows", "UN", "0002", "verbatim US 0002"],
    ["SS for US", "Rows", "SS", "0002", "verbatim US 0002"],
    ["text for US", "Rows", "IS", "3634", "dropped: contradictedVR"],
    ["UL for US", "Rows", "UL", "00020000", "dropped: contradictedVR"],
    [
      "an uneven length",
      "TableSpeed",
      "UN",
      "000000",
      "dropped: contradictedVR",
    ],
    [
      "US for OW",
      "RedPaletteColorLookupTableData",
      "US",
      "0102",
      "verbatim OW 0102",
    ],
    [
      "OB for OW",
      "RedPaletteColorLookupTableData",
      "OB",
      "0102",
      "verbatim OW 0102",
    ],
    ["FL for FD", "TableSpeed", "FL", "00000000", "dropped: contradictedVR"],
    ["no value", "Rows", "US", "", "dropped: noValue"],
    ["more than one value", "Rows", "UN", "4d415254", "dropped: notACode"],
    [
      "text in a quantity",
      "TableSpeed",
      "UN",
      "534d495448202020",
      "dropped: notACode",
    ],
    ["frames", "SliceVector", "US", "01000200", "verbatim US 01000200"],
    ["text in frames", "SliceVector", "US", "4d415254", "dropped: notACode"],
    [
      "a pointer",
      "FrameIncrementPointer",
      "AT",
      "54008000",
      "verbatim AT 54008000",
    ],
    [
      "a pointer to nothing that stays",
      "FrameIncrementPointer",
      "AT",
      "10001000",
      "dropped: notACode",
    ],
    ["spectra", "SpectroscopyData", "OF", "00000000", "dropped: notACode"],
  ])("%s", (...row) => {
    const [, keyword, vr, value, expected] = row;
    expect(outcome(keyword, vr, hex(value))).toBe(expected);
  });

  it("turns big endian values round by the VR of the file", () => {
    const isBigEndian = true;
    expect(outcome("Rows", "US", hex("0200"), { isBigEndian })).toBe(
      "verbatim US 0002",
    );
    expect(
      outcome("TableSpeed", "FD", hex("4042030405060708"), { isBigEndian }),
    ).toBe("verbatim FD 0807060504034240");
    expect(
      outcome("FrameIncrementPointer", "AT", hex("00181065"), { isBigEndian }),
    ).toBe("verbatim AT 18006510");
    expect(
      outcome("RedPaletteColorLookupTableData", "OB", hex("0102"), {
        isBigEndian,
      }),
    ).toBe("verbatim OW 0102");
  });

  it("lets Pixel Representation choose between US and SS", () => {
    const padding = "PixelPaddingValue";
    expect(outcome(padding, "UN", hex("00f8"), { hasSignedPixels: true })).toBe(
      "verbatim SS 00f8",
    );
    expect(outcome(padding, "US", hex("00f8"), { hasSignedPixels: true })).toBe(
      "verbatim US 00f8",
    );
    expect(outcome(padding, "UN", hex("00f8"))).toBe("verbatim US 00f8");
  });
});

describe("number strings", () => {
  it.each([
    [0.1 + 0.2, "0.3"],
    [-1.2345678901234567e-7, "-1.2345678901e-7"],
    // No form of it has at most 16 characters without changing its size.
    [123456789012345680, null],
    [1e21, "1e+21"],
    [Number.NaN, null],
  ])("%d fits into 16 characters", (number, expected) => {
    expect(shortDecimal(number)).toBe(expected);
  });

  it("keeps empty values, which hold a place", () => {
    expect(decimalString("")).toBe("");
    expect(integerString(" ")).toBe("");
  });
});

describe("values behind the last one that an attribute may have", () => {
  it.each([
    ["NumberOfFrames", "IS", "1\\19610423", "rewritten IS 1"],
    ["KVP", "DS", "120\\196\\104\\23", "rewritten DS 120"],
    ["ImagePositionPatient", "DS", "1\\2\\3\\7712345", "rewritten DS 1\\2\\3"],
    ["FilterType", "SH", "WEDGE\\19\\61", "rewritten SH WEDGE"],
    ["KVP", "DS", "\\19610423", "dropped: noValue"],
  ])("are cut off: %s %s %s", (...row) => {
    const [keyword, vr, value, expected] = row;
    expect(outcome(keyword, vr, value)).toBe(expected);
  });

  it("are why it is rewritten", () => {
    const value = { vr: "IS", bytes: Buffer.from("1\\2 "), isBigEndian: false };
    const context = { hasSignedPixels: false, hasPalette: false };
    expect(
      keptValue(tagOf("NumberOfFrames")!, value, {
        ...context,
        words: noIdentifiers.words,
      }),
    ).toMatchObject({ kind: "rewritten", rule: "tooManyValues" });
  });

  it.each([
    ["WindowCenter", "DS", "40\\400\\1500"],
    ["EchoNumbers", "IS", "1\\2"],
    ["ImageOrientationPatient", "DS", "1\\0\\0\\0\\1\\0"],
  ])("are none where it may have more: %s %s %s", (keyword, vr, value) => {
    expect(outcome(keyword, vr, value)).toMatch(/^verbatim/);
  });
});

describe("a birth date in numbers", () => {
  const words = [{ kind: "birthDate", text: "19610423" }] as const;
  const words16 = (...numbers: readonly number[]) =>
    Buffer.from(Uint16Array.from(numbers).buffer);

  it.each([
    ["ImagePositionPatient", "DS", "1961\\04\\23"],
    ["PixelSpacing", "DS", "1961\\0423"],
    ["TableHeight", "DS", "19610423"],
    ["AcquisitionMatrix", "US", words16(1961, 4, 23, 0)],
    ["DetectorVector", "US", words16(1, 1961, 4, 23)],
    ["DataPointRows", "UL", Buffer.from(Uint32Array.of(19610423).buffer)],
    ["TableSpeed", "FD", Buffer.from(Float64Array.of(19610423).buffer)],
    ["TableSpeed", "FD", Buffer.from(Float64Array.of(1961.0423).buffer)],
  ] as const)("is seen: %s %s %s", (keyword, vr, value) => {
    expect(outcome(keyword, vr, value, { words })).toBe(
      "dropped: holdsIdentifier",
    );
    expect(outcome(keyword, vr, value)).toMatch(/^verbatim/);
  });

  it("is no mass factor either, where floats round it", () => {
    const value = Buffer.from(Float32Array.of(19610423).buffer);
    expect(outcome("CalciumScoringMassFactorDevice", "FL", value)).toBe(
      "dropped: notACode",
    );
  });

  it.each([
    ["ImagePositionPatient", "DS", "-196.1\\04\\23"],
    ["PixelSpacing", "DS", "0.4\\0.4"],
    ["AcquisitionMatrix", "US", words16(0, 256, 192, 0)],
    ["DetectorVector", "US", words16(1961, 5, 23)],
  ] as const)("is none of other numbers: %s %s %s", (keyword, vr, value) => {
    expect(outcome(keyword, vr, value, { words })).toMatch(/^verbatim/);
  });
});
