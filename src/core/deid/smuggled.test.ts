// Tries to get a patient out through every attribute that is kept, in every VR, and through everything around them.
import { expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSliceAttributes,
  dicomFile,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { dictionaryVR, keywordOf, tagText } from "../dicom/dictionary.ts";
import { keptTags } from "./policy/radiopaediaPolicy052.ts";

const patient: FixtureItem = {
  PatientName: "Novakova^Bozena",
  PatientID: "7712345",
  PatientBirthDate: "19610423",
};
/** As text the patient may stand in an attribute, and what of it must be in no output. */
const texts = [
  "Novakova",
  "NOVAKOVA",
  "BOZENA",
  "7712345",
  "19610423",
  "1\\19610423",
  "1961\\04\\23",
  "1961\\4\\23",
  "23\\04\\1961",
  "1961\\0423",
  "771\\2345",
  "1961.0423",
  "19610423.5",
  "+19610423",
  "1961042308",
  "120\0Novakova",
  "N\0o\0v\0a\0k\0o\0v\0a\0",
  "\x1b(BNovakova",
];
/** The same in numbers, by VR. */
const numbers: readonly (readonly [string, Uint8Array])[] = [
  ["US", bytesOf(Uint16Array.of(1961, 4, 23))],
  ["US", bytesOf(Uint16Array.of(0, 1961, 4, 23))],
  ["US", bytesOf(Uint16Array.of(23, 4, 1961, 0))],
  ["US", bytesOf(Uint16Array.of(771, 2345))],
  ["UL", bytesOf(Uint32Array.of(19610423))],
  ["UL", bytesOf(Uint32Array.of(7712345))],
  ["FL", bytesOf(Float32Array.of(19610423))],
  ["FL", bytesOf(Float32Array.of(7712345))],
  ["FD", bytesOf(Float64Array.of(19610423))],
  ["FD", bytesOf(Float64Array.of(0, 7712345))],
];
/** Without what these say no pixels are found; they have tests of their own. */
const ofPixels = new Set(
  (
    "SOPClassUID PhotometricInterpretation SamplesPerPixel Rows Columns BitsAllocated BitsStored HighBit PixelRepresentation " +
    "NumberOfFrames PixelData"
  ).split(" "),
);
const attributes = [...keptTags].filter((tag) => !ofPixels.has(keywordOf(tag)));
/** With a patient in one of these an image is refused, and so nothing is seen of the others. */
const neverLost = new Set(
  (
    "ImagePositionPatient ImageOrientationPatient PixelSpacing ImagerPixelSpacing NominalScannedPixelSpacing " +
    "SliceThickness SpacingBetweenSlices PixelAspectRatio RescaleSlope RescaleIntercept"
  ).split(" "),
);

function bytesOf({ buffer }: { readonly buffer: ArrayBuffer }): Uint8Array {
  return new Uint8Array(buffer);
}

/** The head of the output of a slice with these attributes beside its own; empty if it is refused for what would be left. */
async function headOf(planted: FixtureItem): Promise<Buffer> {
  const keywords = new Set(attributes.map(keywordOf));
  const own = Object.fromEntries(
    Object.entries(ctSliceAttributes()).filter(([name]) => !keywords.has(name)),
  );
  const file = dicomFile({ attributes: { ...own, ...patient, ...planted } });
  const result = await deidentifyInMemory(file);
  if (!result.ok && result.failure.kind === "patientWordLeft")
    return Buffer.alloc(0);
  const { bytes, plan } = valueOf(result);
  return Buffer.from(bytes).subarray(0, plan.head.byteLength);
}

/** The attributes with this value, in one item, and those that are never lost, each in its own. */
function inAll(
  value: FixtureItem[string],
  vrOf: (tag: number) => string | null,
): readonly FixtureItem[] {
  const planted = attributes.flatMap((tag) => {
    const vr = vrOf(tag);
    return vr === null
      ? []
      : [{ name: keywordOf(tag), item: { [`${tagText(tag)} ${vr}`]: value } }];
  });
  const alone = planted.filter(({ name }) => neverLost.has(name));
  const together = planted.filter(({ name }) => !neverLost.has(name));
  return [
    Object.assign({}, ...together.map(({ item }) => item)) as FixtureItem,
    ...alone.map(({ item }) => item),
  ];
}

it.each(texts)("leaves through no attribute that is kept: %j", async (text) => {
  for (const vrOf of [dictionaryVR, () => "UN", () => "LO"]) {
    const value = Buffer.from(text, "latin1");
    for (const planted of inAll(value, vrOf))
      expect((await headOf(planted)).includes(value)).toBe(false);
  }
});

it.each(numbers)("leaves in no numbers that are kept: %s", async (...row) => {
  const [vr, value] = row;
  for (const fileVR of [vr, "UN"]) {
    const planted = inAll(value, (tag) =>
      dictionaryVR(tag) === vr ? fileVR : null,
    );
    expect(Object.keys(planted[0]!).length).toBeGreaterThan(0);
    for (const item of planted)
      expect((await headOf(item)).includes(Buffer.from(value))).toBe(false);
  }
});

it("leaves with no number of frames", async () => {
  const head = await headOf({ NumberOfFrames: "1\\19610423" });
  expect(head.includes("19610423")).toBe(false);
});

it("leaves in nothing that stands around what is kept", async () => {
  const text = Buffer.from("Novakova 7712345 19610423  ");
  const uid = "1.2.840.19610423.7712345";
  const head = await headOf({
    SOPInstanceUID: uid,
    StudyInstanceUID: `${uid}.1`,
    SeriesInstanceUID: `${uid}.2`,
    FrameOfReferenceUID: `${uid}.3`,
    ICCProfile: text,
    "60000022 LO": "Novakova",
    "60003000 OW": text,
    "50003000 OW": text,
    "7FE00001 OV": text.subarray(0, 24),
    "7FE00002 OV": text.subarray(0, 24),
    "FFFCFFFC OB": text,
    IconImageSequence: [{ PixelData: text }],
    ModalityLUTSequence: [
      {
        LUTDescriptor: [1, 0, 16],
        LUTExplanation: "Novakova",
        ModalityLUTType: "Novakova",
        LUTData: text,
      },
    ],
    VOILUTSequence: [{ LUTExplanation: "Novakova", LUTData: text }],
    SharedFunctionalGroupsSequence: [
      {
        MRTimingAndRelatedParametersSequence: [
          { FlipAngle: 19610423, RFEchoTrainLength: 1961 },
        ],
        PlaneOrientationSequence: [{ TableHeight: "1961\\04\\23" }],
        PixelMeasuresSequence: [{ GantryDetectorTilt: "1961.0423" }],
      },
    ],
  });
  for (const left of ["Novakova", "19610423", "7712345", "1961\\04", "0423"])
    expect(head.includes(left)).toBe(false);
});
