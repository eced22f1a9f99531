// Films seen through the lookup tables of their originals: the very pixels that go, value by value (PS3.3 C.11.1, C.11.2).
import { describe, expect, it } from "vitest";
import { dicomFile, testUID, valueOf } from "../../testing/dicomFixtures.ts";
import type { FixtureItem } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { noCodestreamDecoders } from "../../testing/noCodestreamDecoders.ts";
import * as tags from "../dicom/generated/tags.ts";
import { HeaderReader } from "../dicom/headerReader.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { readFrame } from "../pixels/readFrame.ts";
import { filmTables } from "./filmTables.ts";
import { makeFilm } from "./makeFilm.ts";
import { filmResidue } from "./verifyFilm.ts";

const uids = { study: "2.25.1", series: "2.25.2", instance: "2.25.3" };

/** A film of 1 row, with these stored values. */
function film(stored: readonly number[], attributes: FixtureItem) {
  const isSigned = stored.some((value) => value < 0);
  const samples = Int16Array.from(stored);
  return memoryByteSource(
    dicomFile({
      attributes: {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.1.1",
        SOPInstanceUID: testUID(1),
        Modality: "DX",
        StudyInstanceUID: testUID(2),
        SeriesInstanceUID: testUID(3),
        SamplesPerPixel: 1,
        PhotometricInterpretation: "MONOCHROME2",
        Rows: 1,
        Columns: stored.length,
        BitsAllocated: 16,
        BitsStored: 16,
        HighBit: 15,
        PixelRepresentation: isSigned ? 1 : 0,
        ...attributes,
        PixelData: new Uint8Array(samples.buffer),
      },
    }),
  );
}

const table = (descriptor: readonly number[], data: readonly number[]) => [
  { "00283002 US": descriptor, "00283006 US": data },
];
const noTables = {
  ModalityLUTSequence: [],
  VOILUTSequence: [],
} as const satisfies FixtureItem;

/** What goes of a film whose original has these attributes; the copy has no tables. */
async function sent(stored: readonly number[], original: FixtureItem) {
  const tables = filmTables(valueOf(await readDataSet(film(stored, original))));
  if (tables === null) return null;
  const copy = film(stored, {
    ...original,
    ...noTables,
    // As the policy leaves it: a window on stored values.
    WindowCenter: "7",
    WindowWidth: "9",
  });
  const making = { uids, lookup: tables };
  const bytes = valueOf(await makeFilm(copy, making, noCodestreamDecoders));
  const source = memoryByteSource(bytes);
  expect(await filmResidue(source, uids)).toEqual([]);
  const dataSet = valueOf(await readDataSet(source));
  const frame = valueOf(
    await readFrame(source, dataSet, 0, noCodestreamDecoders),
  );
  const header = new HeaderReader(dataSet);
  return {
    values: Array.from(frame.samples),
    bits: frame.bitsStored,
    isSigned: frame.isSigned,
    window: [header.number(tags.WindowCenter), header.number(tags.WindowWidth)],
    rescale: [
      header.number(tags.RescaleSlope),
      header.number(tags.RescaleIntercept),
    ],
  };
}

const nothing = [null, null];

describe("a VOI LUT", () => {
  it("maps values from its first input on, and holds its ends beyond them", async () => {
    expect(
      await sent([0, 99, 100, 101, 102, 103, 500], {
        VOILUTSequence: table([4, 100, 12], [5, 1_000, 2_000, 4_095]),
        WindowCenter: "50",
        WindowWidth: "100",
      }),
    ).toEqual({
      values: [5, 5, 5, 1_000, 2_000, 4_095, 4_095],
      bits: 12,
      isSigned: false,
      window: nothing,
      rescale: nothing,
    });
  });

  it("comes after the rescale, whose values below zero it can begin with", async () => {
    expect(
      await sent([0, 1, 2, 3], {
        RescaleSlope: "2",
        RescaleIntercept: "-4",
        // -4 as an unsigned number.
        VOILUTSequence: table([5, 65_532, 16], [9, 8, 7, 6, 65_535]),
      }),
    ).toMatchObject({ values: [9, 7, 65_535, 65_535], rescale: nothing });
  });

  it("of 8 bits may have two entries to a word", async () => {
    expect(
      await sent([0, 1, 2, 3, 4], {
        VOILUTSequence: table([4, 0, 8], [0x3c_00, 0xff_c8]),
      }),
    ).toMatchObject({ values: [0, 60, 200, 255, 255], bits: 8 });
  });

  it("with a descriptor of 0 has 65,536 entries", async () => {
    const falling = Uint16Array.from(
      { length: 65_536 },
      (_, at) => 65_535 - at,
    );
    const data = new Uint8Array(falling.buffer);
    expect(
      await sent([0, 1, 32_767], {
        VOILUTSequence: [{ "00283002 US": [0, 0, 16], "00283006 OW": data }],
      }),
    ).toMatchObject({ values: [65_535, 65_534, 32_768], bits: 16 });
  });
});

describe("a Modality LUT", () => {
  it("stands in place of the rescale, and the original's window holds for what comes out", async () => {
    expect(
      await sent([0, 1, 2, 3], {
        RescaleSlope: "2",
        RescaleIntercept: "-4",
        ModalityLUTSequence: table([4, 0, 16], [4_000, 3_000, 2_000, 1_000]),
        WindowCenter: "2500",
        WindowWidth: "3000",
      }),
    ).toEqual({
      values: [4_000, 3_000, 2_000, 1_000],
      bits: 16,
      isSigned: false,
      window: [2_500, 3_000],
      rescale: nothing,
    });
  });

  it("of signed pixels begins below zero", async () => {
    expect(
      await sent([-3, -2, -1, 0], {
        ModalityLUTSequence: table([3, 65_534, 16], [10, 20, 30]),
      }),
    ).toMatchObject({ values: [10, 10, 20, 30], isSigned: false });
  });

  it("is followed by the VOI LUT, whose first input is then unsigned", async () => {
    expect(
      await sent([-1, 0], {
        ModalityLUTSequence: table([2, 65_535, 16], [40_000, 40_001]),
        VOILUTSequence: table([2, 40_000, 8], [17, 34]),
      }),
    ).toMatchObject({ values: [17, 34], bits: 8 });
  });
});

it.each<readonly [string, FixtureItem]>([
  ["none", {}],
  ["a short one", { VOILUTSequence: table([9, 0, 16], [1, 2]) }],
  ["one without data", { VOILUTSequence: [{ "00283002 US": [4, 0, 8] }] }],
  ["one of 32 bits", { VOILUTSequence: table([2, 0, 32], [1, 2]) }],
  [
    "a whole one after a short one",
    {
      ModalityLUTSequence: table([9, 0, 16], [1, 2]),
      VOILUTSequence: table([2, 0, 8], [1, 2]),
    },
  ],
])("reads no tables where there is %s", async (_what, attributes) => {
  expect(await sent([0, 1], attributes)).toBeNull();
});
