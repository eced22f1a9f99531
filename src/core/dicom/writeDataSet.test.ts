// Tests of writing elements and file meta, byte for byte.
import { describe, expect, it } from "vitest";
import { hexBytes, valueOf } from "../../testing/dicomFixtures.ts";
import { textValue } from "./encodeValues.ts";
import { valueEncodings } from "./transferSyntaxes.ts";
import {
  encodeElementHead,
  encodeElements,
  encodeFileMeta,
  type ElementToWrite,
} from "./writeDataSet.ts";

const { explicitLE, implicitLE, explicitBE } = valueEncodings;

const elements: readonly ElementToWrite[] = [
  { tag: 0x00080060, vr: "CS", value: textValue("CT") },
  { tag: 0x00100010, vr: "PN", value: textValue("ABC") },
  {
    tag: 0x00081140,
    vr: "SQ",
    value: [[{ tag: 0x00081150, vr: "UI", value: textValue("1.2") }], []],
  },
];

describe("elements", () => {
  it("are written in explicit VR little endian", () => {
    expect(valueOf(encodeElements(elements, explicitLE))).toEqual(
      hexBytes(`
        08 00 60 00 43 53 02 00 43 54
        10 00 10 00 50 4e 04 00 41 42 43 20              # padded with a space
        08 00 40 11 53 51 00 00 1c 00 00 00              # sequence of 28 bytes
          fe ff 00 e0 0c 00 00 00
            08 00 50 11 55 49 04 00 31 2e 32 00          # padded with a zero
          fe ff 00 e0 00 00 00 00
      `),
    );
  });

  it("are written in implicit VR little endian", () => {
    expect(valueOf(encodeElements(elements.slice(2), implicitLE))).toEqual(
      hexBytes(`
        08 00 40 11 1c 00 00 00
          fe ff 00 e0 0c 00 00 00
            08 00 50 11 04 00 00 00 31 2e 32 00
          fe ff 00 e0 00 00 00 00
      `),
    );
  });

  it("are written in explicit VR big endian", () => {
    expect(valueOf(encodeElements(elements.slice(2), explicitBE))).toEqual(
      hexBytes(`
        00 08 11 40 53 51 00 00 00 00 00 1c
          ff fe e0 00 00 00 00 0c
            00 08 11 50 55 49 00 04 31 2e 32 00
          ff fe e0 00 00 00 00 00
      `),
    );
  });

  it("below UN are implicit VR little endian in any encoding", () => {
    const unknown: ElementToWrite = {
      tag: 0x00091001,
      vr: "UN",
      value: [[{ tag: 0x00080100, vr: "SH", value: textValue("AB") }]],
    };

    expect(valueOf(encodeElements([unknown], explicitBE))).toEqual(
      hexBytes(`
        00 09 10 01 55 4e 00 00 00 00 00 12
          fe ff 00 e0 0a 00 00 00
            08 00 00 01 02 00 00 00 41 42
      `),
    );
  });

  it("are refused by name when a value does not fit its length field", () => {
    const long = { tag: 0x00102201, vr: "LO", value: new Uint8Array(65_535) };

    expect(encodeElements([long], explicitLE)).toEqual({
      ok: false,
      failure: {
        kind: "attributeTooLong",
        keyword: "PatientSpeciesDescription",
      },
    });
    expect(encodeElements([long], implicitLE).ok).toBe(true);
  });

  it("may start a value of undefined length", () => {
    expect(
      valueOf(
        encodeElementHead(
          { tag: 0x7fe00010, vr: "OB", lengthBytes: null },
          explicitLE,
        ),
      ),
    ).toEqual(hexBytes("e0 7f 10 00 4f 42 00 00 ff ff ff ff"));
  });
});

describe("file meta", () => {
  it("stands behind a preamble of zeros and counts its own bytes", () => {
    const bytes = valueOf(
      encodeFileMeta({
        mediaStorageSOPClassUID: "1.2.3",
        mediaStorageSOPInstanceUID: "1.2.4.5",
        transferSyntaxUID: "1.2.840.10008.1.2.1",
        implementationClassUID: "1.9",
        implementationVersionName: "NAME",
      }),
    );

    expect(bytes.subarray(0, 128)).toEqual(new Uint8Array(128));
    expect(bytes.subarray(128)).toEqual(
      hexBytes(`
        44 49 43 4d                                          # DICM
        02 00 00 00 55 4c 04 00 60 00 00 00                  # 96 bytes follow
        02 00 01 00 4f 42 00 00 02 00 00 00 00 01            # version 1
        02 00 02 00 55 49 06 00 31 2e 32 2e 33 00
        02 00 03 00 55 49 08 00 31 2e 32 2e 34 2e 35 00
        02 00 10 00 55 49 14 00
          31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 31 2e 32 2e 31 00
        02 00 12 00 55 49 04 00 31 2e 39 00
        02 00 13 00 53 48 04 00 4e 41 4d 45
      `),
    );
  });
});
