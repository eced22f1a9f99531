// Enhanced multi-frame objects as pydicom reads them: the same geometry, rescale, window, b-value and phase for each frame before and after.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corpusPath, hasCorpus } from "../../testing/corpus.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { testUID, valueOf } from "../../testing/dicomFixtures.ts";
import {
  enhancedFile,
  enhancedObjects,
} from "../../testing/enhancedObjects.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { toInstanceHeader } from "../dicom/toInstanceHeader.ts";
import { groupInstances } from "../grouping/groupInstances.ts";
import { seriesImagesOf } from "../grouping/seriesImages.ts";
import type { LocalPath } from "../model/brands.ts";
import type { ScannedInstance } from "../model/stack.ts";

/** The system's own Python has the system's packages. */
const python = "/usr/bin/python3";
const script = `
import json, sys, warnings, pydicom
warnings.simplefilter("ignore")
pydicom.config.use_DS_decimal = False
def read(path):
    data_set = pydicom.dcmread(path, stop_before_pixels=True)
    return data_set.to_json_dict(bulk_data_threshold=0, bulk_data_element_handler=lambda _: "")
print(json.dumps([read(path) for path in sys.argv[1:]]))
`;
const hasPydicom = spawnSync(python, ["-c", "import pydicom"]).status === 0;

/** The DICOM JSON model (PS3.18 F.2), as far as it is looked at. */
type JsonDataSet = Readonly<
  Record<string, { readonly Value?: readonly unknown[] }>
>;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-frames-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** All files in one go: Python takes long to start. */
async function asPydicomReads(
  files: readonly Uint8Array[],
): Promise<readonly JsonDataSet[]> {
  const paths = files.map((_, index) => join(folder, `${index}.dcm`));
  for (const [index, path] of paths.entries())
    await writeFile(path, files[index] ?? new Uint8Array(0));
  const json = execFileSync(python, ["-c", script, ...paths], {
    maxBuffer: 256 * 1024 * 1024,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(json) as readonly JsonDataSet[];
}

/** What is looked at, by where functional groups have it, and where a plain image has it. */
const attributes = {
  position: ["00209113", "00200032", "00200032"],
  volumePosition: ["0020930E", "00209301", null],
  orientation: ["00209116", "00200037", "00200037"],
  spacing: ["00289110", "00280030", "00280030"],
  thickness: ["00289110", "00180050", "00180050"],
  slope: ["00289145", "00281053", "00281053"],
  intercept: ["00289145", "00281052", "00281052"],
  windowCenter: ["00289132", "00281050", "00281050"],
  windowWidth: ["00289132", "00281051", "00281051"],
  echoTime: ["00189114", "00189082", "00180081"],
  triggerTime: ["00189118", "00209153", "00181060"],
  acquisitionNumber: ["00209111", "00209156", "00200012"],
  // The site's policy keeps neither of these two; they are compared as our header reader has them.
  bValue: ["00189117", "00189087", null],
  temporalPosition: ["00209111", "00209128", null],
} as const;

type Attribute = keyof typeof attributes;

function itemOf(
  dataSet: JsonDataSet,
  sequence: string,
  index: number,
): JsonDataSet {
  return (dataSet[sequence]?.Value?.[index] ?? {}) as JsonDataSet;
}

/** Values of a 0-based frame of an enhanced object: in its own group, else in the shared one. */
function ofFrame(
  dataSet: JsonDataSet,
  frame: number,
  attribute: Attribute,
): readonly unknown[] {
  const [macro, tag] = attributes[attribute];
  const own = itemOf(dataSet, "52009230", frame);
  const shared = itemOf(dataSet, "52009229", 0);
  return (
    itemOf(own, macro, 0)[tag]?.Value ??
    itemOf(shared, macro, 0)[tag]?.Value ??
    []
  );
}

const promoted = Object.keys(attributes).filter(
  (attribute) => attributes[attribute as Attribute][2] !== null,
) as Attribute[];

/** Numbers to what a DS can say of them. */
function rounded(values: readonly unknown[]): readonly unknown[] {
  return values.map((value) =>
    typeof value === "number" ? Number(value.toPrecision(9)) : value,
  );
}

async function instanceOf(bytes: Uint8Array): Promise<ScannedInstance> {
  return {
    source: {
      kind: "file",
      path: "/file" as LocalPath,
      sizeBytes: bytes.length,
      modifiedAtMs: 0,
    },
    header: toInstanceHeader(
      valueOf(await readDataSet(memoryByteSource(bytes))),
    ),
  };
}

const corpusFiles = [
  "02-transfer-syntaxes/fragmentation/CT0012.not_fragmented_bot_rle.dcm",
  "02-transfer-syntaxes/fragmentation/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm",
  "04-odd-structure/dcmjs-invalid-vr-length.dcm",
];

const files: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
  ...Object.entries(enhancedObjects).map(
    ([name, object]) =>
      [name, () => Promise.resolve(enhancedFile(object))] as const,
  ),
  ...(hasCorpus ? corpusFiles : []).map(
    (path) =>
      [
        path,
        async () => Uint8Array.from(await readFile(corpusPath(path))),
      ] as const,
  ),
];

describe.skipIf(!hasPydicom)(
  "frames as pydicom reads them (skipped without python3-pydicom)",
  () => {
    it.each(files)(
      "%s: every frame keeps what the object says of it",
      async (_, read) => {
        const file = await read();
        const [original = {}] = await asPydicomReads([file]);
        const count = original["52009230"]?.Value?.length ?? 0;
        expect(count).toBeGreaterThan(1);
        const uids = new Set<unknown>();
        let compared = 0;
        const outputs: Uint8Array[] = [];
        for (let frame = 1; frame <= count; frame += 1)
          outputs.push(
            valueOf(await deidentifyInMemory(file, { frame })).bytes,
          );
        const plains = await asPydicomReads(outputs);
        for (const [index, plain] of plains.entries()) {
          const frame = index + 1;
          uids.add(plain["00080018"]?.Value?.[0]);
          expect(plain["00200013"]?.Value).toEqual([frame]);
          for (const attribute of promoted) {
            const wanted = ofFrame(original, frame - 1, attribute);
            if (wanted.length === 0) continue;
            compared += 1;
            const [, , tag] = attributes[attribute];
            expect
              .soft(
                rounded(plain[tag ?? ""]?.Value ?? []),
                `${attribute} of ${frame}`,
              )
              .toEqual(rounded(wanted));
          }
        }
        expect(plains).toHaveLength(count);
        expect(uids.size).toBe(count);
        expect(compared).toBeGreaterThan(0);
      },
    );

    it.each(files)(
      "%s: splitting sees of each frame what the object says",
      async (_, read) => {
        const file = await read();
        const [original = {}] = await asPydicomReads([file]);
        const images = seriesImagesOf(await instanceOf(file));
        for (const [frame, { header }] of images.entries()) {
          const of = (attribute: Attribute) =>
            rounded(ofFrame(original, frame, attribute));
          const one = (value: number | null) =>
            value === null ? [] : rounded([value]);
          // Places in an ultrasound volume order the frames; no image has a name for them.
          const inVolume = rounded(ofFrame(original, frame, "volumePosition"));
          expect(header.imagePositionPatient ?? []).toEqual(
            header.isPlacedInVolume ? inVolume : of("position"),
          );
          expect(header.isPlacedInVolume).toBe(inVolume.length > 0);
          if (inVolume.length === 0)
            expect(header.imageOrientationPatient?.flat() ?? []).toEqual(
              of("orientation"),
            );
          expect(one(header.diffusionBValue)).toEqual(of("bValue"));
          expect(one(header.temporalPosition)).toEqual(of("temporalPosition"));
          expect(one(header.windowCenter)).toEqual(
            of("windowCenter").slice(0, 1),
          );
          expect(one(header.windowWidth)).toEqual(
            of("windowWidth").slice(0, 1),
          );
        }
      },
    );

    it("gives every frame the same file in every run", async () => {
      const file = enhancedFile(enhancedObjects["enhanced CT"]);
      const hashOf = async () =>
        valueOf(await deidentifyInMemory(file, { frame: 2 })).sha256Hex;
      expect(await hashOf()).toBe(await hashOf());
    });

    it("splits a biplane angiogram by its planes", async () => {
      const instances = await Promise.all(
        ["A", "B"].map(async (letter, index) => ({
          ...(await instanceOf(
            enhancedFile({
              sopClassUID: "1.2.840.10008.5.1.4.1.1.12.1.1",
              modality: "XA",
              topLevel: {
                ImageType: `ORIGINAL\\PRIMARY\\BIPLANE ${letter}`,
                SOPInstanceUID: testUID(9, 2 + index),
              },
              frames: [1, 2].map((number) => ({
                FrameContentSequence: [{ FrameAcquisitionNumber: number }],
              })),
            }),
          )),
          source: {
            kind: "file",
            path: `/${letter}` as LocalPath,
            sizeBytes: 1,
            modifiedAtMs: 0,
          } as const,
        })),
      );
      const stacks = groupInstances(instances, []).studies.flatMap(
        ({ series }) => series.flatMap((each) => each.stacks),
      );
      expect(
        stacks.map(({ images }) =>
          images.map(
            ({ instance, frame }) => `${instance.source.path}${frame ?? ""}`,
          ),
        ),
      ).toEqual([
        ["/A1", "/A2"],
        ["/B1", "/B2"],
      ]);
    });
  },
);
