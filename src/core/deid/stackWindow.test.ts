// The window of a stack, from the headers of its images, and what it does to one of them.
import dicomParser from "dicom-parser";
import { describe, expect, it } from "vitest";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import {
  ctSlice,
  ctSliceAttributes,
  valueOf,
  type FixtureItem,
} from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { toInstanceHeader } from "../dicom/toInstanceHeader.ts";
import type { LocalPath } from "../model/brands.ts";
import type { ScannedInstance, StackImage } from "../model/stack.ts";
import { stackWindow } from "./stackWindow.ts";

async function instanceOf(file: Uint8Array): Promise<ScannedInstance> {
  const dataSet = valueOf(await readDataSet(memoryByteSource(file)));
  return {
    source: {
      kind: "file",
      path: "/a" as LocalPath,
      sizeBytes: file.byteLength,
      modifiedAtMs: 0,
    },
    header: toInstanceHeader(dataSet),
  };
}

async function slices(
  windows: readonly FixtureItem[],
  without: readonly string[] = [],
): Promise<readonly StackImage[]> {
  return await Promise.all(
    windows.map(async (attributes, index) => ({
      instance: await instanceOf(
        ctSlice({ instanceNumber: index + 1, attributes, without }),
      ),
      frame: null,
    })),
  );
}

const own = (center: number, width: number): FixtureItem => ({
  WindowCenter: center,
  WindowWidth: width,
});

describe("the window of a stack", () => {
  it("is that of the middle slice where they differ", async () => {
    const images = await slices([own(1, 2), own(80, 160), own(900, 1800)]);

    expect(stackWindow(images)).toEqual({ center: "80", width: "160" });
    expect(stackWindow(images.slice(0, 2))).toEqual({
      center: "80",
      width: "160",
    });
  });

  it("is given to slices that have none", async () => {
    const none = { WindowCenter: "", WindowWidth: "" };

    expect(stackWindow(await slices([none, own(80, 160)]))).toEqual({
      center: "80",
      width: "160",
    });
  });

  it("fits a decimal string", async () => {
    const images = await slices([own(1, 2), own(1 / 3, 1000 / 3)]);

    expect(stackWindow(images)).toEqual({
      center: "0.33333333333333",
      width: "333.333333333333",
    });
  });

  it("is each image's own where all agree, or the middle one has none", async () => {
    const none = { WindowCenter: "", WindowWidth: "" };

    expect(stackWindow(await slices([own(40, 400), own(40, 400)]))).toBeNull();
    expect(stackWindow(await slices([own(40, 400), none]))).toBeNull();
    expect(stackWindow([])).toBeNull();
  });

  it("is each image's own where they are no slices", async () => {
    const radiographs = await slices(
      [own(1, 2), own(80, 160)],
      ["ImagePositionPatient"],
    );

    expect(stackWindow(radiographs)).toBeNull();
  });

  it("is that of the middle frame that is kept of an enhanced file", async () => {
    const group = (z: number, center: number): FixtureItem => ({
      PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }],
      FrameVOILUTSequence: [{ WindowCenter: center, WindowWidth: 100 }],
    });
    const instance = await instanceOf(
      ctSlice({
        without: ["WindowCenter", "WindowWidth", "ImagePositionPatient"],
        attributes: {
          NumberOfFrames: 4,
          PixelData: new Uint8Array(128),
          PerFrameFunctionalGroupsSequence: [
            group(0, 10),
            group(1, 20),
            group(2, 30),
            group(3, 40),
          ],
        },
      }),
    );
    const frames = [2, 3, 4].map((frame) => ({ instance, frame }));

    expect(stackWindow(frames)).toEqual({ center: "30", width: "100" });
  });
});

describe("an image of a stack with one window", () => {
  const window = { center: "80", width: "160" };

  async function windowOf(attributes: FixtureItem) {
    const file = ctSlice({
      attributes: { ...ctSliceAttributes(), ...attributes },
    });
    const { bytes, plan } = valueOf(await deidentifyInMemory(file, { window }));
    const parsed = dicomParser.parseDicom(bytes);
    return {
      center: parsed.string("x00281050"),
      width: parsed.string("x00281051"),
      rules: plan.actions
        .filter(({ tag }) => tag === 0x00281050)
        .map(({ rule }) => rule),
    };
  }

  it("has it in place of its own", async () => {
    expect(
      await windowOf({ WindowCenter: [40, 300], WindowWidth: [400, 1500] }),
    ).toEqual({ center: "80", width: "160", rules: ["windowOfStack"] });
  });

  it("has it in place of that of its functional group", async () => {
    const groups = [
      { FrameVOILUTSequence: [{ WindowCenter: 1, WindowWidth: 2 }] },
    ];

    expect(
      await windowOf({ PerFrameFunctionalGroupsSequence: groups }),
    ).toMatchObject({ center: "80", width: "160" });
  });

  it("keeps its own where a lookup table gave it other units, or in colour", async () => {
    const table = [
      {
        "00283002 US": [4, 0, 16],
        "00283006 US": [0, 100, 200, 300],
      },
    ];

    expect(
      await windowOf({ ModalityLUTSequence: table, ...own(150, 201) }),
    ).not.toMatchObject({ center: "80" });
    expect(
      await windowOf({
        PhotometricInterpretation: "PALETTE COLOR",
        ...own(150, 201),
      }),
    ).toMatchObject({ center: "150" });
  });
});
