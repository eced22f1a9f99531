// The policy check on files built by code: what passes, what is named, what is only remarked on.
import { describe, expect, test } from "vitest";
import {
  compliantSlice,
  type CompliantSliceOptions,
} from "../../testing/compliantSlice.ts";
import { checkPolicy, type PolicyReport } from "./checkPolicy.ts";

const storage = "1.2.840.10008.5.1.4.1.1";
const implicitVR = "1.2.840.10008.1.2";
const bigEndian = "1.2.840.10008.1.2.2";

function check(options: CompliantSliceOptions): PolicyReport {
  return checkPolicy(compliantSlice(options), "0.5.2");
}

function tagsWith(
  attributes: CompliantSliceOptions["attributes"] = {},
): readonly string[] {
  return check({ attributes }).tags;
}

describe("a file passes", () => {
  test.each([implicitVR, "1.2.840.10008.1.2.1", bigEndian])(
    "in transfer syntax %s when it is a fixed point",
    (transferSyntaxUID) => {
      expect(check({ file: { transferSyntaxUID } })).toEqual({
        tags: [],
        problems: [],
        warnings: [],
        isConvertible: true,
      });
    },
  );

  test("with constants, emptied elements and a hashed frame of reference", () => {
    expect(
      tagsWith({
        SeriesDate: "19700101",
        ContentDate: "19700101",
        SeriesTime: "0000",
        ContentTime: "0000",
        ManufacturerModelName: "REMOVED",
        DeviceSerialNumber: "REMOVED",
        SoftwareVersions: "REMOVED",
        Manufacturer: "",
        StudyDate: "",
        AccessionNumber: "",
        PatientID: "",
        PatientAge: "",
        StudyID: "",
      }),
    ).toEqual([]);
  });

  test("with encapsulated pixel data", () => {
    const report = check({
      without: ["PixelData"],
      file: {
        transferSyntaxUID: "1.2.840.10008.1.2.4.70",
        fragments: [new Uint8Array(0), new Uint8Array(64)],
      },
    });
    expect(report).toMatchObject({
      tags: [],
      problems: [],
      isConvertible: true,
    });
  });
});

describe("a file is refused for", () => {
  test("elements outside the keep-list, empty ones and private ones too", () => {
    expect(
      tagsWith({
        PatientName: "",
        PatientBirthDate: "",
        InstitutionName: "St. Elsewhere",
        AcquisitionDateTime: "20240101",
        "00091001 LO": "private",
        "60000010 US": 1,
      }),
    ).toEqual(
      [
        "00080080",
        "0008002A",
        "00091001",
        "00100010",
        "00100030",
        "60000010",
      ].sort(),
    );
  });

  test("values where the policy wants none, or its own", () => {
    expect(
      tagsWith({
        StudyDate: "20240101",
        PatientID: "4711",
        ContentDate: "20240101",
        SeriesTime: "000000",
        DeviceSerialNumber: "",
        Manufacturer: "REMOVED",
      }),
    ).toEqual([
      "00080020",
      "00080023",
      "00080031",
      "00080070",
      "00100020",
      "00181000",
    ]);
  });

  test("UIDs that were not replaced, whatever is appended to the prefix passes", () => {
    expect(
      tagsWith({
        SOPInstanceUID: "1.2.3",
        StudyInstanceUID: "1.2.826.0.1.3680043.10.341.51.9",
        SeriesInstanceUID: "1.2.826.0.1.3680043.10.341.512.9",
        FrameOfReferenceUID: "2.25.1",
      }),
    ).toEqual(["00080018", "0020000D", "00200052"]);
  });

  test("person names and ages hidden in kept elements", () => {
    expect(
      tagsWith({ "00180015 PN": "DOE^JANE", "00080068 AS": "034Y" }),
    ).toEqual(["00080068", "00180015"]);
  });

  test("sequences, whatever their tag", () => {
    expect(
      tagsWith({
        AcquisitionContextSequence: [{ PatientName: "DOE" }],
        "00180010 SQ": [{ PatientName: "DOE" }],
        ReferencedImageSequence: [],
      }),
    ).toEqual(["00081140", "00180010", "00400555"]);
  });

  test.each([implicitVR, "1.2.840.10008.1.2.1"])(
    "decimal strings over 16 characters in transfer syntax %s",
    (transferSyntaxUID) => {
      const report = check({
        attributes: {
          SliceLocation: "-123.45678901234567",
          PixelSpacing: "0.12345678901234\\0.123456789012345",
          SliceThickness: "1234567890.12345",
        },
        file: { transferSyntaxUID },
      });
      expect(report.tags).toEqual(["00201041", "00280030"]);
    },
  );

  test("recognisable features, and a denial of its de-identification", () => {
    expect(
      tagsWith({
        RecognizableVisualFeatures: "YES",
        PatientIdentityRemoved: "NO",
      }),
    ).toEqual(["00120062", "00280302"]);
  });

  test("what the policy would add", () => {
    const report = check({
      without: [
        "SOPClassUID",
        "PatientIdentityRemoved",
        "DeidentificationMethod",
      ],
    });
    expect(report.tags).toEqual(["00080016", "00120062", "00120063"]);
  });

  test("the overlays of its class", () => {
    const ultrasound = `${storage}.6.1`;
    const attributes = { SOPClassUID: ultrasound, ImageType: "DERIVED" };
    expect(tagsWith(attributes)).toEqual(["00080008"]);
    expect(tagsWith({ ...attributes, ImageType: "" })).toEqual([]);
    const nuclear = { SOPClassUID: `${storage}.20`, "00181242 IS": "500" };
    expect(tagsWith(nuclear)).toEqual([]);
    expect(tagsWith({ "00181242 IS": "500" })).toEqual(["00181242"]);
    expect(tagsWith({ SOPClassUID: `${storage}.7`, Manufacturer: "" })).toEqual(
      ["00080070"],
    );
  });

  test("bytes behind the last element", () => {
    const trailing = Buffer.from("PATIENT DOE");
    const report = check({ file: { trailing } });
    expect(report.problems.length + report.tags.length).toBeGreaterThan(0);
  });

  test("an element that comes twice", () => {
    const file = compliantSlice({ attributes: { ImageType: "DOE" } });
    const position = file.indexOf(Buffer.from("08000800", "hex"));
    const element = file.subarray(position, position + 12);
    const doubled = Buffer.concat([
      file.subarray(0, position),
      element,
      file.subarray(position),
    ]);
    expect(checkPolicy(doubled, "0.5.2").problems).toEqual([
      "Bytes outside of every data element, or a repeated element",
    ]);
  });

  test("not being DICOM, being cut, or a transfer syntax the site cannot read", () => {
    const problems = (bytes: Buffer) => checkPolicy(bytes, "0.5.2").problems;
    expect(problems(Buffer.from("hello"))).toEqual(["Not a DICOM file"]);
    const file = compliantSlice();
    expect(problems(file.subarray(0, 300))).toHaveLength(1);
    for (const transferSyntaxUID of [
      "1.2.840.10008.1.2.1.99",
      "1.2.840.10008.1.2.4.201",
    ])
      expect(problems(compliantSlice({ file: { transferSyntaxUID } }))).toEqual(
        ["Transfer syntax not supported"],
      );
  });

  test("never by an exception, however a file is damaged", () => {
    const file = compliantSlice();
    for (let length = 0; length < file.length; length += 1)
      expect(() =>
        checkPolicy(file.subarray(0, length), "0.5.2"),
      ).not.toThrow();
    for (let position = 132; position < file.length; position += 1) {
      const damaged = Buffer.from(file);
      damaged[position] = 0xff;
      expect(() => checkPolicy(damaged, "0.5.2")).not.toThrow();
    }
  });
});

describe("a file is remarked on for", () => {
  test("file meta that gives away the original", () => {
    const file = compliantSlice();
    const original = "1.2.840.113619.2.55.3.123456789.1.1";
    const report = checkPolicy(
      compliantSlice({ attributes: { SOPInstanceUID: original } }),
      "0.5.2",
    );
    expect(report.warnings).toEqual([
      "File meta holds a SOP Instance UID that was not replaced",
    ]);
    const marked = Buffer.from(file);
    marked.write("DOE", 10);
    expect(checkPolicy(marked, "0.5.2").warnings).toEqual([
      "The preamble is not empty",
    ]);
  });

  test("several frames and burned-in annotation", () => {
    const report = check({
      attributes: {
        NumberOfFrames: "2",
        BurnedInAnnotation: "YES",
        PixelData: Array.from({ length: 128 }, () => 0),
      },
    });
    expect(report).toMatchObject({
      tags: [],
      warnings: [
        "Burned-in annotation is not NO",
        "Several frames in one file: only one is shown",
      ],
    });
  });
});

describe("a file that passes cannot be converted", () => {
  test("without pixels, or with fewer than announced", () => {
    expect(check({ without: ["PixelData"] }).isConvertible).toBe(false);
    expect(check({ without: ["Rows"] }).isConvertible).toBe(false);
    expect(check({ attributes: { PixelData: [1, 2, 3] } }).isConvertible).toBe(
      false,
    );
  });
});
