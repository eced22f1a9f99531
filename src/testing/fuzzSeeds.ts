// Files to mutate: one of each kind of object and way of writing, and the small ones of the corpus where it is there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { csaHeader } from "./csaFixtures.ts";
import { ctSlice, ctSliceAttributes, dicomFile } from "./dicomFixtures.ts";

/** Larger files of the corpus are cut unless asked for otherwise: headers are what is mutated. */
const mostBytes = 48 * 1024;

const enhanced = {
  ...ctSliceAttributes(),
  Modality: "MR",
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.4.1",
  NumberOfFrames: 4,
  PixelData: Array.from({ length: 64 }, (_, index) => index),
  PerFrameFunctionalGroupsSequence: [0, 5, 0, 5].map((z, index) => ({
    FrameContentSequence: [{ TemporalPositionIndex: 1 + (index >> 1) }],
    PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }],
    PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
    MRDiffusionSequence: [{ DiffusionBValue: index < 2 ? 0 : 1000 }],
  })),
};

const csaEntries = {
  B_value: ["1000"],
  DiffusionDirectionality: ["DIRECTIONAL"],
};

const withoutPixels = ctSliceAttributes({ without: ["PixelData"] });

/** Built by code. */
export function builtSeeds(): readonly Uint8Array[] {
  return [
    ctSlice(),
    ctSlice({ file: { transferSyntaxUID: "1.2.840.10008.1.2" } }),
    ctSlice({ file: { transferSyntaxUID: "1.2.840.10008.1.2.2" } }),
    ctSlice({ file: { transferSyntaxUID: "1.2.840.10008.1.2.1.99" } }),
    ctSlice({ file: { beginning: "noFileMeta" } }),
    dicomFile({ attributes: enhanced }),
    ...([1, 2] as const).map((version) =>
      ctSlice({
        attributes: {
          Modality: "MR",
          "00290010 LO": "SIEMENS CSA HEADER",
          "00291010 OB": csaHeader(csaEntries, version),
        },
      }),
    ),
    dicomFile({
      attributes: { ...withoutPixels, NumberOfFrames: 2 },
      transferSyntaxUID: "1.2.840.10008.1.2.5",
      fragments: [new Uint8Array(0), new Uint8Array(80), new Uint8Array(90)],
    }),
  ];
}

/** Files of the corpus at `root`, cut if they are large; none if it is not there. */
export function corpusSeeds(
  root: string,
  bytesOfEach = mostBytes,
): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const truth = join(root, "truth.jsonl");
  if (!existsSync(truth)) return [];
  return readFileSync(truth, "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { readonly path: string }).path)
    .map((path) => ({
      name: path,
      bytes: Uint8Array.from(
        readFileSync(join(root, path)).subarray(0, bytesOfEach),
      ),
    }))
    .filter(({ bytes }) => bytes.length > 0);
}
