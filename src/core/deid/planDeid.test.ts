// De-identification of fixtures, rule by rule: planned, applied and verified in memory, and read back with another parser.
import dicomParser from "dicom-parser";
import { describe, expect, it } from "vitest";
import {
  deidentifyInMemory,
  type InMemoryOptions,
} from "../../testing/deidentifyInMemory.ts";
import {
  ctSlice,
  ctSliceAttributes,
  dicomFile,
  testUID,
  type CtSliceOptions,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { keywordOf, tagText } from "../dicom/dictionary.ts";
import { valueEncodings } from "../dicom/transferSyntaxes.ts";

const explicitLittleEndian = "1.2.840.10008.1.2.1";
const implicitLittleEndian = "1.2.840.10008.1.2";
const explicitBigEndian = "1.2.840.10008.1.2.2";
const deflated = "1.2.840.10008.1.2.1.99";
const prefix = "1.2.826.0.1.3680043.10.341.512.";

/** The output, read by dicom-parser: values as latin-1 text by keyword. */
async function deidentified(file: Uint8Array, options: InMemoryOptions = {}) {
  const result = await deidentifyInMemory(file, options);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  const { bytes, plan } = result.value;
  const parsed = dicomParser.parseDicom(bytes);
  const value = (keyword: string): string | undefined => {
    const element = Object.values(parsed.elements).find(
      ({ tag }) => keywordOf(parseInt(tag.slice(1), 16)) === keyword,
    );
    return element === undefined
      ? undefined
      : Buffer.from(bytes)
          .toString(
            "latin1",
            element.dataOffset,
            element.dataOffset + element.length,
          )
          .replace(/[\0 ]+$/, "");
  };
  const { dataOffset = 0, length = 0 } = parsed.elements["x7fe00010"] ?? {};
  return {
    bytes,
    plan,
    value,
    words: (keyword: string) => {
      const raw = Buffer.from(value(keyword) ?? "", "latin1");
      return raw.length === 1 ? raw.readUInt8(0) : raw.readUInt16LE(0);
    },
    metaKeywords: keywordsOf(parsed, (group) => group === "0002"),
    keywords: keywordsOf(parsed, (group) => group !== "0002"),
    pixels: Buffer.from(bytes.subarray(dataOffset, dataOffset + length)),
    action: (keyword: string) => {
      const found = plan.actions.filter(
        ({ tag }) => keywordOf(tag) === keyword || tagText(tag) === keyword,
      );
      return found.map(({ action, rule }) => `${action}: ${rule}`).join(", ");
    },
  };
}

/** In the order of the file. */
function keywordsOf(
  parsed: dicomParser.DataSet,
  isWanted: (group: string) => boolean,
) {
  return Object.values(parsed.elements)
    .filter(({ tag }) => isWanted(tag.slice(1, 5)))
    .sort((a, b) => a.dataOffset - b.dataOffset)
    .map(({ tag }) => keywordOf(parseInt(tag.slice(1), 16)));
}

function slice(attributes: FixtureItem, more: CtSliceOptions = {}) {
  return deidentified(ctSlice({ ...more, attributes }));
}

async function refusal(file: Uint8Array, options: InMemoryOptions = {}) {
  const result = await deidentifyInMemory(file, options);
  return result.ok ? null : result.failure;
}

describe("what stays", () => {
  it("writes exactly these attributes of a CT slice, in order", async () => {
    const { keywords } = await slice({});
    expect(keywords).toEqual([
      "SpecificCharacterSet",
      "ImageType",
      "SOPClassUID",
      "SOPInstanceUID",
      "Modality",
      "PatientSex",
      "PatientIdentityRemoved",
      "DeidentificationMethod",
      "SliceThickness",
      "StudyInstanceUID",
      "SeriesInstanceUID",
      "SeriesNumber",
      "AcquisitionNumber",
      "InstanceNumber",
      "ImagePositionPatient",
      "ImageOrientationPatient",
      "FrameOfReferenceUID",
      "SamplesPerPixel",
      "PhotometricInterpretation",
      "Rows",
      "Columns",
      "PixelSpacing",
      "BitsAllocated",
      "BitsStored",
      "HighBit",
      "PixelRepresentation",
      "WindowCenter",
      "WindowWidth",
      "RescaleIntercept",
      "RescaleSlope",
      "PixelData",
    ]);
  });

  it("copies kept values byte for byte, padding included", async () => {
    const { value, action } = await slice({
      KVP: " 120",
      SliceLocation: "4.70",
    });
    expect(value("KVP")).toBe(" 120");
    expect(value("SliceLocation")).toBe("4.70");
    expect(action("KVP")).toBe("kept: policyKeeps");
  });

  it("rebuilds file meta information from scratch", async () => {
    const { metaKeywords, value, plan, action } = await slice({});
    expect(metaKeywords).toEqual([
      "FileMetaInformationGroupLength",
      "FileMetaInformationVersion",
      "MediaStorageSOPClassUID",
      "MediaStorageSOPInstanceUID",
      "TransferSyntaxUID",
      "ImplementationClassUID",
      "ImplementationVersionName",
    ]);
    expect(value("MediaStorageSOPInstanceUID")).toBe(plan.uids.sopInstanceUID);
    expect(value("SOPInstanceUID")).toBe(plan.uids.sopInstanceUID);
    expect(value("ImplementationVersionName")).toBe("CASEDROP");
    expect(action("MediaStorageSOPInstanceUID")).toBe(
      "replaced: fileMetaRebuilt",
    );
  });

  it("leaves the SOP Instance UID out of the data set when asked", async () => {
    const { value, plan } = await deidentified(ctSlice(), {
      sopInstanceUID: "omitted",
    });
    expect(value("SOPInstanceUID")).toBe(undefined);
    expect(value("MediaStorageSOPInstanceUID")).toBe(plan.uids.sopInstanceUID);
  });

  it("takes class and instance from file meta where the data set lacks them", async () => {
    const whole = Buffer.from(ctSlice());
    const bare = ctSlice({ without: ["SOPClassUID", "SOPInstanceUID"] });
    const metaEnd = 144 + whole.readUInt32LE(140);
    const bareMetaEnd = 144 + Buffer.from(bare).readUInt32LE(140);
    const { value } = await deidentified(
      Buffer.concat([whole.subarray(0, metaEnd), bare.subarray(bareMetaEnd)]),
    );
    expect(value("SOPClassUID")).toBe("1.2.840.10008.5.1.4.1.1.2");
    expect(value("SOPInstanceUID")).toContain(prefix);
  });
});

describe("what goes", () => {
  it.each([
    ["PatientName", "removed: policyRemoves"],
    ["PatientBirthDate", "removed: policyRemoves"],
    ["PatientID", "removed: policyBlanks"],
    ["PatientAge", "removed: policyBlanks"],
    ["StudyDate", "removed: policyBlanks"],
    ["Manufacturer", "removed: policyBlanks"],
    ["StudyDescription", "removed: policyRemoves"],
    ["SeriesDescription", "removed: freeText"],
  ])("%s: %s", async (keyword, action) => {
    const output = await slice({});
    expect(output.value(keyword)).toBe(undefined);
    expect(output.action(keyword)).toBe(action);
  });

  it("removes private attributes, group lengths, overlays, curves and sequences, each counted", async () => {
    const { action, keywords } = await slice({
      "00080000 UL": [100],
      "00090010 LO": "ACME 1.1",
      "00091001 LO": "secret",
      "50000010 US": [2],
      "60003000 OW": new Uint8Array(8),
      ReferencedImageSequence: [{ ReferencedSOPInstanceUID: testUID(9) }],
    });
    expect(action("00080000")).toBe("removed: groupLength");
    expect(action("00090010")).toBe("removed: privateAttribute");
    expect(action("00091001")).toBe("removed: privateAttribute");
    expect(action("50000010")).toBe("removed: policyRemoves");
    expect(action("60003000")).toBe("removed: policyRemoves");
    expect(action("ReferencedImageSequence")).toBe("removed: sequence");
    expect(keywords).not.toContain("ReferencedImageSequence");
  });

  it("removes attributes without a value", async () => {
    const { action } = await slice({ KVP: "", BodyPartExamined: "  " });
    expect(action("KVP")).toBe("removed: noValue");
    expect(action("BodyPartExamined")).toBe("removed: noValue");
  });

  it("empties nothing and sets no constant: it leaves such attributes out", async () => {
    const { keywords } = await slice({
      SeriesDate: "20240131",
      ContentTime: "101500",
      ManufacturerModelName: "Scanner",
      AccessionNumber: "ACC-1",
    });
    for (const keyword of [
      "SeriesDate",
      "ContentTime",
      "ManufacturerModelName",
      "AccessionNumber",
    ])
      expect(keywords).not.toContain(keyword);
  });

  it("removes Image Type from ultrasound, where the policy empties it", async () => {
    const { value } = await slice({
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.6.1",
    });
    expect(value("ImageType")).toBe(undefined);
  });

  it("removes a value that holds a word of the patient's name or number", async () => {
    const { action, value } = await slice({
      PatientName: "Miller^Anna",
      PatientID: "K123456",
      BodyPartExamined: "CHEST MILLER",
      ScanOptions: "HELICAL\\K123456",
      ConvolutionKernel: "Miller",
    });
    expect(action("BodyPartExamined")).toBe("removed: holdsIdentifier");
    expect(action("ScanOptions")).toBe("removed: holdsIdentifier");
    expect(action("ConvolutionKernel")).toBe("removed: holdsIdentifier");
    expect(value("ImageType")).toBe("ORIGINAL\\PRIMARY\\AXIAL");
  });

  it("is not misled by a patient named like the words that every output has", async () => {
    const names = ["YES^Casedrop", "CASEDROP", "Casedrop, Radiopaedia"];
    for (const PatientName of names)
      expect(
        (await slice({ PatientName })).value("PatientIdentityRemoved"),
      ).toBe("YES");
  });

  it("removes a second element of the same tag", async () => {
    const twice = Buffer.from(ctSlice({ attributes: { KVP: "120 " } }));
    const at = twice.indexOf(Buffer.from([0x18, 0x00, 0x60, 0x00]));
    const kvp = twice.subarray(at, at + 12);
    const { action, value } = await deidentified(
      Buffer.concat([twice.subarray(0, at), kvp, twice.subarray(at)]),
    );
    expect(value("KVP")).toBe("120");
    expect(action("KVP")).toBe("kept: policyKeeps, removed: malformedElement");
  });

  it("copies nothing from behind Pixel Data", async () => {
    const { bytes, pixels } = await deidentified(
      ctSlice({
        file: {
          trailing: Buffer.from("FCFF\xfe\xffsecret trailing", "latin1"),
        },
      }),
    );
    expect(Buffer.from(bytes).includes("secret")).toBe(false);
    expect(bytes.subarray(-32)).toEqual(new Uint8Array(pixels.subarray(-32)));
  });
});

describe("what is refused", () => {
  it("refuses recognisable visual features, as the policy does", async () => {
    expect(
      await refusal(
        ctSlice({ attributes: { RecognizableVisualFeatures: "YES" } }),
      ),
    ).toEqual({ kind: "recognizableVisualFeatures" });
  });

  it("makes 'patient identity removed: NO' untrue and writes YES", async () => {
    const { value, action } = await slice({ PatientIdentityRemoved: "NO" });
    expect(value("PatientIdentityRemoved")).toBe("YES");
    expect(action("PatientIdentityRemoved")).toBe("replaced: policyAdds");
  });

  it.each([
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SOPClassUID",
    "SOPInstanceUID",
    "Rows",
    "Columns",
    "BitsAllocated",
    "SamplesPerPixel",
    "PhotometricInterpretation",
  ])("refuses an image without %s", async (keyword) => {
    expect(await refusal(ctSlice({ without: [keyword] }))).toEqual({
      kind: "missingAttribute",
      keyword,
    });
  });

  it("refuses pixel data that is too short, and says by how much", async () => {
    expect(
      await refusal(ctSlice({ attributes: { PixelData: new Uint8Array(30) } })),
    ).toEqual({
      kind: "pixelDataTruncated",
      expectedBytes: 32,
      foundBytes: 30,
    });
    expect(await refusal(ctSlice().subarray(0, -1))).toEqual({
      kind: "pixelDataTruncated",
      expectedBytes: 32,
      foundBytes: 31,
    });
  });

  it("refuses an object without pixels", async () => {
    expect(await refusal(ctSlice({ without: ["PixelData"] }))).toEqual({
      kind: "noPixelData",
    });
  });

  it.each([
    "1.2.7712345.3",
    "1.2.840.10008.5.1.4.1.1.7712345",
    "1.3.12.2.1107.5.9.7712345",
  ])(
    "refuses a class that nobody has published: its UID would leave (%s)",
    async (SOPClassUID) => {
      const refused = await refusal(ctSlice({ attributes: { SOPClassUID } }));
      expect(refused).toEqual({ kind: "unknownClass" });
    },
  );

  it.each([
    ["a birth date", "1.2.840.10008.5.1.4.1.1.196.104.23"],
    ["a record number", "1.2.840.10008.5.1.4.1.1.771.234.5"],
  ])(
    "refuses a class made up of %s below the standard's root",
    async (_, SOPClassUID) => {
      const file = ctSlice({
        attributes: {
          SOPClassUID,
          PatientBirthDate: "19610423",
          PatientID: "7712345",
        },
      });
      expect(await refusal(file)).toEqual({ kind: "unknownClass" });
    },
  );

  it.each([
    "1.2.840.10008.5.1.1.29",
    "1.2.840.113619.4.30",
    "1.3.46.670589.5.0.9",
    "1.3.46.670589.5.0.10",
    "1.3.12.2.1107.5.99.3.11",
  ])(
    "takes retired classes and those of manufacturers (%s)",
    async (SOPClassUID) => {
      const file = ctSlice({ attributes: { SOPClassUID } });
      expect((await deidentifyInMemory(file)).ok).toBe(true);
    },
  );

  it("refuses transfer syntaxes that can be neither sent nor decoded", async () => {
    const jpegXL = "1.2.840.10008.1.2.4.110";
    const file = ctSlice({
      without: ["PixelData"],
      file: { transferSyntaxUID: jpegXL, fragments: [new Uint8Array(0)] },
    });
    expect(await refusal(file)).toEqual({
      kind: "unsupportedTransferSyntax",
      transferSyntaxUID: jpegXL,
    });
  });
});

describe("encodings", () => {
  it("turns every uncompressed syntax into the same explicit little endian file", async () => {
    const attributes = {
      ...ctSliceAttributes(),
      SmallestImagePixelValue: 258,
      AcquisitionMatrix: [0, 256, 192, 0],
      TableSpeed: 12.5,
      CalciumScoringMassFactorDevice: [1, 2, 3.5],
    };
    const outputs = await Promise.all(
      [explicitLittleEndian, implicitLittleEndian, explicitBigEndian, deflated]
        .map((transferSyntaxUID) =>
          dicomFile({ attributes, transferSyntaxUID }),
        )
        .map((file) => deidentified(file)),
    );
    const [first, ...others] = outputs.map(({ bytes }) => Buffer.from(bytes));
    for (const other of others) expect(other.equals(first!)).toBe(true);
    expect(outputs[0]?.value("TransferSyntaxUID")).toBe(explicitLittleEndian);
    expect(outputs[0]?.words("SmallestImagePixelValue")).toBe(258);
    expect(outputs[0]?.pixels.readUInt16LE(0)).toBe(1016);
  });

  it.each([
    [8, "OB", "0102030405060708", "0102030405060708"],
    [8, "OW", "0201040306050807", "0102030405060708"],
    [16, "OW", "0102030405060708", "0201040306050807"],
    [32, "OW", "0102030405060708", "0403020108070605"],
  ])(
    "turns big endian pixels of %i bits in %s round",
    async (bits, vr, source, expected) => {
      const { pixels } = await deidentified(
        dicomFile({
          transferSyntaxUID: explicitBigEndian,
          attributes: {
            ...ctSliceAttributes({ without: ["PixelData"] }),
            Rows: 1,
            Columns: 64 / bits,
            BitsAllocated: bits,
            BitsStored: bits,
            HighBit: bits - 1,
            [`7FE00010 ${vr}`]: Buffer.from(source, "hex"),
          },
        }),
      );
      expect(pixels.toString("hex")).toBe(expected);
    },
  );

  it("trims pixel data that is too long, and pads an odd frame with a zero", async () => {
    const { pixels } = await deidentified(
      dicomFile({
        attributes: {
          ...ctSliceAttributes({ without: ["PixelData"] }),
          Rows: 1,
          Columns: 3,
          BitsAllocated: 8,
          "7FE00010 OB": Buffer.from("010203ffffff", "hex"),
        },
      }),
    );
    expect(pixels.toString("hex")).toBe("01020300");
  });

  it("counts two samples a pixel for uncompressed 4:2:2 colour", async () => {
    const { pixels } = await deidentified(
      dicomFile({
        attributes: {
          ...ctSliceAttributes({ without: ["PixelData"] }),
          PhotometricInterpretation: "YBR_FULL_422",
          SamplesPerPixel: 3,
          Rows: 1,
          Columns: 4,
          BitsAllocated: 8,
          "7FE00010 OB": Buffer.from("0102030405060708", "hex"),
        },
      }),
    );
    expect(pixels.length).toBe(8);
  });

  it("reads an implicit VR data set that claims to be explicit", async () => {
    const file = dicomFile({
      attributes: ctSliceAttributes(),
      writtenAs: valueEncodings.implicitLE,
    });
    const { value } = await deidentified(file);
    expect(value("Modality")).toBe("CT");
  });
});

describe("frames of a multi-frame file", () => {
  const frames = 3;
  const attributes = {
    ...ctSliceAttributes(),
    NumberOfFrames: frames,
    FrameIncrementPointer: [0x00181065],
    FrameTimeVector: [0, 10, 20],
    "00540080 US": [1, 2, 3],
    PixelData: Array.from({ length: 16 * frames }, (_, index) => index),
  };

  it("makes one image of each, with its own bytes, number and UID", async () => {
    const file = dicomFile({ attributes });
    const outputs = await Promise.all(
      [1, 2, 3].map((frame) => deidentified(file, { frame })),
    );
    expect(outputs.map(({ value }) => value("NumberOfFrames"))).toEqual([
      "1",
      "1",
      "1",
    ]);
    expect(outputs.map(({ value }) => value("InstanceNumber"))).toEqual([
      "1",
      "2",
      "3",
    ]);
    expect(outputs.map(({ pixels }) => pixels.readUInt16LE(0))).toEqual([
      0, 16, 32,
    ]);
    expect(outputs.map(({ pixels }) => pixels.length)).toEqual([32, 32, 32]);
    const uids = outputs.map(({ plan }) => plan.uids.sopInstanceUID);
    expect(new Set(uids).size).toBe(3);
  });

  it("drops what speaks of several frames", async () => {
    const { action } = await deidentified(dicomFile({ attributes }), {
      frame: 2,
    });
    for (const keyword of [
      "FrameIncrementPointer",
      "FrameTimeVector",
      "SliceVector",
    ])
      expect(action(keyword)).toBe("removed: frameOfMultiFrame");
  });

  it("cuts big endian frames too", async () => {
    const file = dicomFile({
      attributes,
      transferSyntaxUID: explicitBigEndian,
    });
    const { pixels } = await deidentified(file, { frame: 3 });
    expect(pixels.readUInt16LE(2)).toBe(33);
  });

  it("refuses the frames that are cut off, and only those", async () => {
    const file = dicomFile({ attributes }).subarray(0, -40);
    expect(await refusal(file, { frame: 1 })).toBe(null);
    expect(await refusal(file, { frame: 2 })).toEqual({
      kind: "pixelDataTruncated",
      expectedBytes: 96,
      foundBytes: 56,
    });
  });

  it("moves geometry, rescale and window of functional groups to the top level", async () => {
    const frameGroup = (z: number): FixtureItem => ({
      PlanePositionSequence: [{ ImagePositionPatient: [1, 2, z] }],
      FrameVOILUTSequence: [
        {
          WindowCenter: 100 + z,
          WindowWidth: 50,
          WindowCenterWidthExplanation: "for Dr Smith",
        },
      ],
    });
    const enhanced = {
      ...ctSliceAttributes({
        without: [
          "ImagePositionPatient",
          "ImageOrientationPatient",
          "PixelSpacing",
          "SliceThickness",
        ],
      }),
      ...attributes,
      SliceLocation: 99,
      ImagePositionPatient: "",
      SharedFunctionalGroupsSequence: [
        {
          PlaneOrientationSequence: [
            { ImageOrientationPatient: [0, 1, 0, 0, 0, -1] },
          ],
          PixelMeasuresSequence: [
            { PixelSpacing: [0.7, 0.7], SliceThickness: 3 },
          ],
          PixelValueTransformationSequence: [
            { RescaleIntercept: -5, RescaleSlope: 2, RescaleType: "HU" },
          ],
        },
      ],
      PerFrameFunctionalGroupsSequence: [
        frameGroup(1),
        frameGroup(2),
        frameGroup(3),
      ],
    };
    for (const transferSyntaxUID of [explicitLittleEndian, explicitBigEndian]) {
      const { value, action } = await deidentified(
        dicomFile({ attributes: enhanced, transferSyntaxUID }),
        { frame: 2 },
      );
      expect(value("ImagePositionPatient")).toBe("1\\2\\2");
      expect(value("ImageOrientationPatient")).toBe("0\\1\\0\\0\\0\\-1");
      expect(value("PixelSpacing")).toBe("0.7\\0.7");
      expect(value("SliceThickness")).toBe("3");
      expect(value("RescaleIntercept")).toBe("-5");
      expect(value("RescaleSlope")).toBe("2");
      expect(value("RescaleType")).toBe("HU");
      expect(value("WindowCenter")).toBe("102");
      expect(value("WindowWidth")).toBe("50");
      expect(action("WindowCenter")).toBe("replaced: saidInSequence");
      expect(action("RescaleType")).toBe("added: saidInSequence");
      expect(action("SliceLocation")).toBe("removed: frameOfMultiFrame");
      expect(value("WindowCenterWidthExplanation")).toBe(undefined);
    }
  });
});

describe("windows in place of lookup tables", () => {
  const table = (descriptor: readonly number[], data: readonly number[]) => [
    { "00283002 US": descriptor, "00283006 US": data },
  ];

  it("writes the range of a VOI LUT as a plain window", async () => {
    const { value } = await slice(
      { VOILUTSequence: table([4, 100, 8], [0, 1, 2, 3]) },
      { without: ["WindowCenter", "WindowWidth"] },
    );
    expect(value("WindowCenter")).toBe("102");
    expect(value("WindowWidth")).toBe("4");
  });

  it("leaves a plain window alone", async () => {
    const { value, action } = await slice({
      VOILUTSequence: table([4, 100, 8], [0, 1, 2, 3]),
    });
    expect(value("WindowCenter")).toBe("40");
    expect(action("WindowCenter")).toBe("kept: policyKeeps");
  });

  it("turns a window on the output of a Modality LUT into one on stored values", async () => {
    const { value } = await slice({
      ModalityLUTSequence: table([5, 10, 16], [0, 1000, 2000, 3000, 4000]),
      WindowCenter: 2000.5,
      WindowWidth: 2001,
    });
    expect(value("WindowCenter")).toBe("12.5");
    expect(value("WindowWidth")).toBe("3");
  });

  it("writes no window where a Modality LUT falls", async () => {
    const { value } = await slice({
      ModalityLUTSequence: table([3, 0, 16], [2000, 1000, 0]),
      WindowCenter: 1000,
      WindowWidth: 1000,
    });
    expect(value("WindowCenter")).toBe(undefined);
    expect(value("WindowWidth")).toBe(undefined);
  });
});
