// Grouping as the user sees it: which images share a stack, in which order, under which study.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scannedInstance } from "../../testing/groupedImages.ts";
import type { OriginalUID } from "../model/brands.ts";
import type {
  FrameTable,
  InstanceHeader,
  PixelLayout,
  Vector3,
} from "../model/instanceHeader.ts";
import type { GroupedImages, ScannedInstance, Stack } from "../model/stack.ts";
import { groupInstances, groupInstancesInTurns } from "./groupInstances.ts";

const axial: readonly [Vector3, Vector3] = [
  [1, 0, 0],
  [0, 1, 0],
];
const coronal: readonly [Vector3, Vector3] = [
  [1, 0, 0],
  [0, 0, -1],
];
const sagittal: readonly [Vector3, Vector3] = [
  [0, 1, 0],
  [0, 0, -1],
];

const uid = (text: string) => text as OriginalUID;

const pixels: PixelLayout = {
  rows: 512,
  columns: 512,
  numberOfFrames: 1,
  samplesPerPixel: 1,
  photometricInterpretation: "MONOCHROME2",
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  pixelRepresentation: 0,
};

/** A CT slice at `z`, numbered `number`; its SOP Instance UID comes from its path. */
function slice(
  path: string,
  z: number,
  number: number | null,
  fields: Partial<InstanceHeader> = {},
): ScannedInstance {
  return scannedInstance(path, {
    sopInstanceUID: uid(
      `1.9.${Array.from(path, (sign) => sign.charCodeAt(0)).join(".")}`,
    ),
    studyInstanceUID: uid("1.2.1"),
    seriesInstanceUID: uid("1.2.1.1"),
    instanceNumber: number,
    imagePositionPatient: [-100, -100, z],
    imageOrientationPatient: axial,
    pixels,
    pixelData: {
      element: 0x7fe00010,
      valueOffset: 2000,
      lengthBytes: 524288,
    },
    ...fields,
  });
}

function stacksOf(grouped: GroupedImages): readonly Stack[] {
  return grouped.studies.flatMap((study) =>
    study.series.flatMap((series) => series.stacks),
  );
}

function group(instances: readonly ScannedInstance[]): readonly Stack[] {
  return stacksOf(groupInstances(instances, []));
}

/** Paths of each stack in display order, frames as path:frame. */
function paths(stacks: readonly Stack[]): string[][] {
  return stacks.map((stack) =>
    stack.images.map(({ instance, frame }) =>
      frame === null
        ? instance.source.path
        : `${instance.source.path}:${frame}`,
    ),
  );
}

describe("order within a stack", () => {
  it("goes from head to feet where instance numbers say nothing", () => {
    const found = [
      slice("a", 0, null),
      slice("b", 10, null),
      slice("c", 5, null),
    ];
    expect(paths(group(found))).toEqual([["b", "c", "a"]]);
  });

  it("goes from front to back and from right to left in the other planes", () => {
    const at = (
      path: string,
      position: Vector3,
      fields: Partial<InstanceHeader>,
    ) => slice(path, 0, null, { ...fields, imagePositionPatient: position });
    const front = { imageOrientationPatient: coronal };
    const side = { imageOrientationPatient: sagittal };

    expect(
      paths(
        group([at("back", [0, 50, 0], front), at("front", [0, -50, 0], front)]),
      ),
    ).toEqual([["front", "back"]]);
    expect(
      paths(
        group([at("left", [50, 0, 0], side), at("right", [-50, 0, 0], side)]),
      ),
    ).toEqual([["right", "left"]]);
  });

  it("follows the scanner from feet to head if its numbers run steadily", () => {
    const found = [slice("c", 10, 3), slice("a", 0, 1), slice("b", 5, 2)];
    expect(paths(group(found))).toEqual([["a", "b", "c"]]);
  });

  it("trusts positions over shuffled numbers", () => {
    const found = [
      slice("a", 20, 4),
      slice("b", 15, 1),
      slice("c", 10, 3),
      slice("d", 5, 2),
    ];
    expect(paths(group(found))).toEqual([["a", "b", "c", "d"]]);
  });

  it("counts as a person would where there is no geometry", () => {
    const bare = { imagePositionPatient: null, imageOrientationPatient: null };
    const found = [
      slice("IM10", 0, null, bare),
      slice("IM9", 0, null, bare),
      slice("IM2", 0, 1, bare),
    ];
    const stacks = group(found);
    expect(paths(stacks)).toEqual([["IM2", "IM9", "IM10"]]);
    expect(stacks[0]?.warnings).toEqual([{ kind: "noGeometry" }]);
  });

  it("keeps the phases of a single place together, in time", () => {
    const phase = (path: string, triggerTimeMs: number) =>
      slice(path, 0, null, { modality: "MR", triggerTimeMs });
    expect(paths(group([phase("late", 80), phase("early", 10)]))).toEqual([
      ["early", "late"],
    ]);
  });
});

describe("planes", () => {
  const tilted = (degrees: number): readonly [Vector3, Vector3] => {
    const angle = (degrees * Math.PI) / 180;
    return [
      [1, 0, 0],
      [0, Math.cos(angle), Math.sin(angle)],
    ];
  };

  it.each([
    ["Axial", axial],
    ["Coronal", coronal],
    ["Sagittal", sagittal],
    ["Axial", tilted(24)],
    ["Oblique", tilted(27)],
    ["Oblique", tilted(63)],
    ["Coronal", tilted(66)],
  ] as const)("names %s slices so", (plane, imageOrientationPatient) => {
    const [stack] = group([slice("a", 0, 1, { imageOrientationPatient })]);
    expect(stack?.plane).toBe(plane);
  });

  it("has none for radiographs", () => {
    const [stack] = group([slice("a", 0, 1, { modality: "DX" })]);
    expect(stack?.plane).toBeNull();
  });
});

/** `count` slices five millimetres apart, named after the prefix. */
function volume(
  prefix: string,
  count: number,
  fieldsAt: (index: number) => Partial<InstanceHeader>,
  firstNumber = 1,
): ScannedInstance[] {
  return Array.from({ length: count }, (_, index) =>
    slice(
      `${prefix}${index + 1}`,
      -5 * index,
      firstNumber + index,
      fieldsAt(index),
    ),
  );
}

describe("splitting a series", () => {
  it.each<[string, Partial<InstanceHeader>, Partial<InstanceHeader>]>([
    ["orientation", {}, { imageOrientationPatient: coronal }],
    ["matrix", {}, { pixels: { ...pixels, rows: 256 } }],
    ["modality", { modality: "CT" }, { modality: "PT" }],
    ["frameOfReference", {}, { frameOfReferenceUID: uid("1.5") }],
    ["kernel", { convolutionKernel: "B30f" }, { convolutionKernel: "B70f" }],
    ["bValue", { diffusionBValue: 0 }, { diffusionBValue: 1000 }],
    ["echo", { echoNumber: 1 }, { echoNumber: 2 }],
    ["echo", { echoTimeMs: 20 }, { echoTimeMs: 90.5 }],
    ["temporalPosition", { temporalPosition: 1 }, { temporalPosition: 2 }],
    ["acquisition", { acquisitionNumber: 3 }, { acquisitionNumber: 4 }],
    [
      "imageComponent",
      { imageType: ["ORIGINAL", "PRIMARY", "M"] },
      { imageType: ["ORIGINAL", "PRIMARY", "P"] },
    ],
    ["localiser", {}, { imageType: ["ORIGINAL", "PRIMARY", "LOCALIZER"] }],
    ["objectType", {}, { sopClassUID: "1.2.840.10008.5.1.4.1.1.7" }],
    ["repeatedPosition", {}, {}],
  ])("splits two passes over the same places by %s", (criterion, a, b) => {
    const stacks = group([
      ...volume("a", 4, () => a),
      ...volume("b", 4, () => b, 5),
    ]);

    expect(stacks.map((stack) => stack.splitBy)).toEqual([
      [criterion],
      [criterion],
    ]);
    expect(stacks.map((stack) => stack.images.length)).toEqual([4, 4]);
  });

  it("says what each part is, but never by a UID", () => {
    const parts = (...fields: Partial<InstanceHeader>[]) =>
      group(
        fields.flatMap((each, part) =>
          volume(`p${part}`, 4, () => each, 4 * part + 1),
        ),
      ).map(({ traits }) => traits);
    expect(parts({ diffusionBValue: 0 }, { diffusionBValue: 1000 })).toEqual([
      [{ criterion: "bValue", value: "0" }],
      [{ criterion: "bValue", value: "1000" }],
    ]);
    expect(parts({}, { frameOfReferenceUID: uid("1.5") })).toEqual([[], []]);
  });

  it.each<[string, (index: number) => Partial<InstanceHeader>]>([
    ["echo time", (index) => ({ echoTimeMs: 90 + index * 0.3 })],
    ["acquisition number", (index) => ({ acquisitionNumber: index })],
    [
      "frame of reference",
      (index) => ({ frameOfReferenceUID: uid(`1.5.${index}`) }),
    ],
    ["temporal position", (index) => ({ temporalPosition: index })],
    ["trigger time", (index) => ({ triggerTimeMs: index * 17 })],
    [
      "orientation, by half a degree",
      (index) => ({
        imageOrientationPatient: [
          [1, 0, 0],
          [0, Math.cos(index * 0.001), Math.sin(index * 0.001)],
        ],
      }),
    ],
  ])("does not split slices that each have their own %s", (_, fieldsAt) => {
    const stacks = group(volume("a", 8, fieldsAt));
    expect(stacks).toHaveLength(1);
    expect(stacks[0]?.splitBy).toEqual([]);
  });

  it("does not split an echo time that varies over two time points", () => {
    const stacks = group([
      ...volume("a", 6, (index) => ({ echoTimeMs: 30 + (index % 3) })),
      ...volume("b", 6, (index) => ({ echoTimeMs: 30 + ((index + 1) % 3) }), 7),
    ]);
    expect(stacks.map((stack) => stack.splitBy)).toEqual([
      ["repeatedPosition"],
      ["repeatedPosition"],
    ]);
  });

  it("keeps angled blocks of one plane together, in the scanner's order", () => {
    const block = (path: string, first: number, degrees: number) => {
      const angle = (degrees * Math.PI) / 180;
      return volume(
        path,
        3,
        () => ({
          imageOrientationPatient: [
            [1, 0, 0],
            [0, Math.cos(angle), Math.sin(angle)],
          ],
        }),
        first,
      );
    };
    const stacks = group([
      ...block("a", 1, 0),
      ...block("b", 4, 12),
      ...block("c", 7, 24),
    ]);
    expect(paths(stacks)).toEqual([
      ["a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3"],
    ]);
  });

  it("makes one stack per place of a cine with more phases than places", () => {
    const cine = [0, 8].flatMap((z) =>
      Array.from({ length: 5 }, (_, phase) =>
        slice(`z${z}p${phase}`, z, null, {
          modality: "MR",
          triggerTimeMs: phase * 40,
        }),
      ),
    );
    expect(
      paths(group(cine))
        .map((stack) => stack.join(" "))
        .sort(),
    ).toEqual(["z0p0 z0p1 z0p2 z0p3 z0p4", "z8p0 z8p1 z8p2 z8p3 z8p4"]);
  });

  it("keeps a stack whole in which a few places occur twice, and says so", () => {
    const stacks = group([
      ...volume("a", 10, () => ({})),
      slice("again", 0, 11),
    ]);
    expect(stacks).toHaveLength(1);
    expect(stacks[0]?.warnings).toEqual([
      { kind: "duplicatePositions", count: 1 },
    ]);
  });

  it("takes scouts that do not say so out of a volume", () => {
    const stacks = group([
      ...volume("a", 6, () => ({})),
      slice("scout", 0, 0, { imageOrientationPatient: sagittal }),
    ]);
    expect(
      stacks.map(({ images, selectedByDefault }) => [
        images.length,
        selectedByDefault,
      ]),
    ).toEqual([
      [1, false],
      [6, true],
    ]);
  });

  it("does not let frontal and lateral radiographs scroll into one another", () => {
    const view = (path: string, viewPosition: string) =>
      slice(path, 0, 1, {
        modality: "DX",
        viewPosition,
        imagePositionPatient: null,
        imageOrientationPatient: null,
      });
    expect(paths(group([view("1", "PA"), view("2", "LL")])).length).toBe(2);
  });

  it.each<[string, Partial<InstanceHeader>, Partial<InstanceHeader>]>([
    [
      "by image type",
      { imageType: ["ORIGINAL", "PRIMARY", "BIPLANE A"] },
      { imageType: ["ORIGINAL", "PRIMARY", "BIPLANE B"] },
    ],
    ["by detector", { detectorId: "1" }, { detectorId: "2" }],
  ])("tells the planes of a biplane system apart, %s", (_, first, second) => {
    const angiogram = { modality: "XA", imagePositionPatient: null };
    const planes = [first, second].flatMap((plane, index) =>
      ["a", "b"].map((name) =>
        slice(`${name}${index}`, 0, 1, {
          ...angiogram,
          imageOrientationPatient: null,
          ...plane,
        }),
      ),
    );
    const stacks = group(planes);
    expect(paths(stacks)).toEqual([
      ["a0", "b0"],
      ["a1", "b1"],
    ]);
    expect(new Set(stacks.map(({ id }) => id)).size).toBe(2);
  });

  it("makes each multi-frame file a stack of its frames", () => {
    const clip = (path: string) =>
      slice(path, 0, 1, {
        modality: "US",
        pixels: { ...pixels, numberOfFrames: 3 },
        imagePositionPatient: null,
        imageOrientationPatient: null,
      });
    const still = slice("still3", 0, 3, { modality: "US" });
    const stacks = group([clip("clip1"), clip("clip2"), still]);
    expect(paths(stacks).sort()).toEqual([
      ["clip1:1", "clip1:2", "clip1:3"],
      ["clip2:1", "clip2:2", "clip2:3"],
      ["still3"],
    ]);
  });
});

/** An enhanced file of so many frames, described by these columns. */
function enhanced(
  path: string,
  numberOfFrames: number,
  columns: Partial<FrameTable>,
  fields: Partial<InstanceHeader> = {},
): ScannedInstance {
  return slice(path, 0, 1, {
    modality: "MR",
    pixels: { ...pixels, numberOfFrames },
    frames: { ...noColumns, ...columns },
    ...fields,
  });
}

const noColumns: FrameTable = {
  acquisitionNumber: null,
  complexImageComponent: null,
  convolutionKernel: null,
  diffusionBValue: null,
  diffusionDirectionality: null,
  echoTimeMs: null,
  imageOrientationPatient: null,
  imagePositionPatient: null,
  imageType: null,
  temporalPosition: null,
  triggerTimeMs: null,
  velocityEncoding: null,
  windowCenter: null,
  windowWidth: null,
};

describe("frames of an enhanced file", () => {
  it("are in order of place, whatever their order in the file", () => {
    const places = [10, 0, 20].map((z): Vector3 => [0, 0, z]);
    const stacks = group([enhanced("e", 3, { imagePositionPatient: places })]);
    expect(paths(stacks)).toEqual([["e:3", "e:1", "e:2"]]);
  });

  it.each<[string, Partial<FrameTable>]>([
    ["bValue", { diffusionBValue: [0, 0, 1000, 1000] }],
    ["echo", { echoTimeMs: [20, 20, 80, 80] }],
    ["temporalPosition", { temporalPosition: [1, 1, 2, 2] }],
    ["acquisition", { acquisitionNumber: [1, 1, 2, 2] }],
    ["kernel", { convolutionKernel: ["B30", "B30", "B70", "B70"] }],
    [
      "imageComponent",
      {
        complexImageComponent: ["MAGNITUDE", "MAGNITUDE", "PHASE", "PHASE"],
      },
    ],
    [
      "imageComponent",
      {
        diffusionDirectionality: [
          "DIRECTIONAL",
          "DIRECTIONAL",
          "ISOTROPIC",
          "ISOTROPIC",
        ],
      },
    ],
    [
      "velocityEncoding",
      {
        velocityEncoding: [
          "150 cm/s foot-head",
          "150 cm/s foot-head",
          "50 cm/s foot-head",
          "50 cm/s foot-head",
        ],
      },
    ],
    ["repeatedPosition", {}],
  ])("are split by %s", (criterion, columns) => {
    const places = [0, -5, 0, -5].map((z): Vector3 => [0, 0, z]);
    const stacks = group([
      enhanced("e", 4, { imagePositionPatient: places, ...columns }),
    ]);
    expect(paths(stacks)).toEqual([
      ["e:1", "e:2"],
      ["e:3", "e:4"],
    ]);
    expect(stacks.map(({ splitBy }) => splitBy)).toEqual([
      [criterion],
      [criterion],
    ]);
  });

  it("keep the order of the file where it tells nothing of them", () => {
    const stacks = group([
      slice("clip", 0, 1, {
        modality: "MR",
        pixels: { ...pixels, numberOfFrames: 3 },
      }),
    ]);
    expect(paths(stacks)).toEqual([["clip:1", "clip:2", "clip:3"]]);
    expect(stacks[0]?.warnings).toEqual([]);
  });

  it("tell of missing slices as files do", () => {
    const places = [0, -5, -10, -20].map((z): Vector3 => [0, 0, z]);
    const [stack] = group([enhanced("e", 4, { imagePositionPatient: places })]);
    expect(stack?.warnings).toEqual([{ kind: "missingSlices", gaps: 1 }]);
  });
});

describe("time and place", () => {
  /** Images at each place and time, numbered in the order of acquisition. */
  const overTime = (
    places: number,
    times: number,
    fieldsAt: (time: number) => Partial<InstanceHeader>,
  ) =>
    Array.from({ length: places * times }, (_, index) => {
      const place = index % places;
      const time = Math.floor(index / places);
      return slice(`p${place}t${time}`, -8 * place, index + 1, {
        modality: "MR",
        ...fieldsAt(time),
      });
    });

  it("scrolls through the phases of each place of a cine, though they are numbered as time points", () => {
    const stacks = group(
      overTime(12, 20, (time) => ({
        triggerTimeMs: 40 * time,
        temporalPosition: time + 1,
      })),
    );
    expect(stacks).toHaveLength(12);
    expect(paths(stacks)[0]?.slice(0, 3)).toEqual(["p0t0", "p0t1", "p0t2"]);
    expect(stacks.every(({ selectedByDefault }) => selectedByDefault)).toBe(
      true,
    );
  });

  it.each<[string, (time: number) => Partial<InstanceHeader>]>([
    ["time point", (time) => ({ temporalPosition: time + 1 })],
    [
      "trigger time since the injection",
      (time) => ({ triggerTimeMs: time * 15000 }),
    ],
    ["acquisition time", (time) => ({ acquisitionTime: `1015${time}0` })],
  ])("makes a stack per %s of a dynamic study, all on", (_, fieldsAt) => {
    const stacks = group(overTime(30, 5, fieldsAt));
    expect(paths(stacks).map((stack) => [stack.length, stack[0]])).toEqual([
      [30, "p0t0"],
      [30, "p0t1"],
      [30, "p0t2"],
      [30, "p0t3"],
      [30, "p0t4"],
    ]);
    expect(stacks.every(({ selectedByDefault }) => selectedByDefault)).toBe(
      true,
    );
  });

  it("scrolls through the time of each place of a perfusion of few slices", () => {
    const stacks = group(
      overTime(3, 40, (time) => ({ temporalPosition: time })),
    );
    expect(stacks.map(({ images }) => images.length)).toEqual([40, 40, 40]);
  });

  it("has only the first of very many passes on", () => {
    const stacks = group(
      overTime(10, 60, (time) => ({ temporalPosition: time })),
    );
    expect(stacks.map(({ selectedByDefault }) => selectedByDefault)).toEqual([
      true,
      ...Array.from({ length: 59 }, () => false),
    ]);
  });
});

describe("diffusion", () => {
  const shell = (
    prefix: string,
    bValue: number,
    fields: Partial<InstanceHeader> = {},
  ) =>
    volume(prefix, 4, (index) => ({
      modality: "MR",
      // Noise of the gradients.
      diffusionBValue: bValue + (bValue > 0 ? 5 * (index % 3) - 5 : 0),
      ...fields,
    }));
  const on = (stacks: readonly Stack[]) =>
    stacks
      .filter(({ selectedByDefault }) => selectedByDefault)
      .map((stack) => stack.images[0]?.instance.source.path);
  const named = (...imageType: string[]) => ({
    imageType: ["DERIVED", "PRIMARY", "DIFFUSION", ...imageType],
  });

  it("has the highest b-value and the ADC on", () => {
    const stacks = group([
      ...shell("low", 0),
      ...shell("mid", 500),
      ...shell("high", 1000),
      ...shell("adc", 0, named("ADC")),
    ]);
    expect(stacks).toHaveLength(4);
    expect(on(stacks).sort()).toEqual(["adc1", "high1"]);
  });

  it("has the trace on, and not the directions it was made of", () => {
    const stacks = group([
      ...shell("x", 1000, { acquisitionNumber: 1 }),
      ...shell("y", 1000, { acquisitionNumber: 2 }),
      ...shell("trace", 1000, named("TRACEW")),
    ]);
    expect(on(stacks)).toEqual(["trace1"]);
  });

  it("has the first of many directions on where there is no trace", () => {
    const stacks = group([
      ...shell("x", 1000, { acquisitionNumber: 1 }),
      ...shell("y", 1000, { acquisitionNumber: 2 }),
      ...shell("z", 1000, { acquisitionNumber: 3 }),
    ]);
    expect(stacks).toHaveLength(3);
    expect(on(stacks)).toEqual(["x1"]);
  });
});

describe("what is held back or off", () => {
  it.each<[string, Partial<InstanceHeader>]>([
    ["structuredReport", { sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11" }],
    ["presentationState", { sopClassUID: "1.2.840.10008.5.1.4.1.1.11.1" }],
    ["encapsulatedDocument", { sopClassUID: "1.2.840.10008.5.1.4.1.1.104.1" }],
    ["waveform", { sopClassUID: "1.2.840.10008.5.1.4.1.1.9.1.1" }],
    ["radiotherapy", { sopClassUID: "1.2.840.10008.5.1.4.1.1.481.2" }],
    ["rawData", { sopClassUID: "1.2.840.10008.5.1.4.1.1.66" }],
    ["segmentation", { sopClassUID: "1.2.840.10008.5.1.4.1.1.66.4" }],
    ["wholeSlide", { sopClassUID: "1.2.840.10008.5.1.4.1.1.77.1.6" }],
    ["secondaryCapture", { sopClassUID: "1.2.840.10008.5.1.4.1.1.7" }],
    ["video", { transferSyntaxUID: "1.2.840.10008.1.2.4.102" }],
    ["noPixels", { pixels: null, pixelData: null }],
    [
      "doseScreen",
      {
        sopClassUID: "1.2.840.10008.5.1.4.1.1.7",
        seriesDescription: "Dose Report",
      },
    ],
    [
      "doseScreen",
      {
        seriesDescription: "Patient Protocol",
        imagePositionPatient: null,
      },
    ],
    ["missingIdentity", { sopInstanceUID: uid("") }],
    ["missingIdentity", { sopClassUID: "" }],
    ["missingIdentity", { seriesInstanceUID: uid("") }],
    ["missingIdentity", { studyInstanceUID: uid("") }],
  ])("holds back %s", (reason, fields) => {
    const [stack] = group([slice("a", 0, 1, fields)]);
    expect(stack).toMatchObject({ heldBack: reason, selectedByDefault: false });
  });

  it("leaves phase, real and imaginary images off", () => {
    const component = (name: string) => ({
      modality: "MR",
      imageType: ["ORIGINAL", "PRIMARY", name],
    });
    const off = ["P", "R", "I", "PHASE MAP"].map(
      (name) => group([slice("a", 0, 1, component(name))])[0],
    );
    expect(off.map((stack) => stack?.selectedByDefault)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(
      group([slice("a", 0, 1, component("M"))])[0]?.selectedByDefault,
    ).toBe(true);
  });

  it("groups files without a series by their folder", () => {
    const nameless = { seriesInstanceUID: uid(""), studyInstanceUID: uid("") };
    const stacks = group([
      slice("/x/1", 0, 1, nameless),
      slice("/x/2", 0, 2, nameless),
      slice("/y/3", 0, 3, nameless),
    ]);
    expect(paths(stacks).sort()).toEqual([["/x/1", "/x/2"], ["/y/3"]]);
  });
});

describe("warnings", () => {
  it("tells of missing slices, once per gap", () => {
    const found = [0, 5, 10, 20, 25, 40].map((z, index) =>
      slice(`a${index}`, -z, index + 1),
    );
    expect(group(found)[0]?.warnings).toEqual([
      { kind: "missingSlices", gaps: 2 },
    ]);
  });

  it("tells of uneven spacing", () => {
    const found = [0, 5, 10, 13, 18].map((z, index) =>
      slice(`a${index}`, -z, index + 1),
    );
    expect(group(found)[0]?.warnings).toEqual([{ kind: "unevenSpacing" }]);
  });

  it("does not take rounding for uneven spacing", () => {
    const found = [0, 3.33, 6.67, 10].map((z, index) =>
      slice(`a${index}`, -z, index + 1),
    );
    expect(group(found)[0]?.warnings).toEqual([]);
  });

  it.each<[string, Partial<InstanceHeader>]>([
    ["that admits it", { burnedInAnnotation: "YES" }],
    ["of ultrasound", { modality: "US" }],
    ["captured from a screen", { sopClassUID: "1.2.840.10008.5.1.4.1.1.7" }],
  ])("suspects text in an image %s", (_, fields) => {
    expect(group([slice("a", 0, 1, fields)])[0]?.warnings).toContainEqual({
      kind: "mayHaveBurnedInText",
    });
  });

  it("shows every version of an image as a stack of its own, and has only the first one on", () => {
    const same = { sopInstanceUID: uid("1.9") };
    const cut = { warnings: ["pixelDataTruncated"] as const };
    const stacks = group([
      slice("a", 0, 1, { ...same, ...cut }),
      slice("b", 0, 2, same),
      slice("c", -10, 3),
    ]);
    expect(paths(stacks)).toEqual([["a"], ["b", "c"]]);
    expect(
      stacks.map(({ selectedByDefault, splitBy }) => [
        selectedByDefault,
        splitBy,
      ]),
    ).toEqual([
      [false, ["version"]],
      [true, ["version"]],
    ]);
    for (const stack of stacks)
      expect(stack.warnings).toContainEqual({
        kind: "conflictingDuplicates",
        count: 1,
      });
  });

  it("takes a version that can be sent for the first", () => {
    const same = { sopInstanceUID: uid("1.9") };
    const stacks = group([
      slice("a", 0, 1, { ...same, seriesInstanceUID: uid("") }),
      slice("b", 0, 1, same),
    ]);
    expect(
      stacks
        .filter(({ selectedByDefault }) => selectedByDefault)
        .map(({ images }) => images[0]?.instance.source.path),
    ).toEqual(["b"]);
  });

  it("keeps a series whole to which a faulty export gave one UID for all, and says so", () => {
    const same = { sopInstanceUID: uid("1.9") };
    const stacks = group(
      [0, -5, -10, -15].map((z, index) => slice(`a${z}`, z, index + 1, same)),
    );
    expect(stacks.map(({ images }) => images.length)).toEqual([4]);
    expect(stacks[0]?.warnings).toEqual([
      { kind: "sharedInstanceUID", count: 4 },
    ]);
    const shared = stacks[0]!.images.map((image) => image.shared!);
    expect(new Set(shared.map(({ imageKey }) => imageKey)).size).toBe(4);
    expect(shared.map(({ version }) => version)).toEqual([1, 1, 1, 1]);
  });

  it("takes two slices of one UID for two images if they lie at different places", () => {
    const same = { sopInstanceUID: uid("1.9") };
    const stacks = group([slice("a", 0, 1, same), slice("b", -5, 2, same)]);
    expect(paths(stacks)).toEqual([["a", "b"]]);
    expect(stacks[0]?.selectedByDefault).toBe(true);
    expect(stacks[0]?.warnings).toEqual([
      { kind: "sharedInstanceUID", count: 2 },
    ]);
  });

  it("shows the versions of one slice apart, also where the whole series has one UID", () => {
    const same = { sopInstanceUID: uid("1.9") };
    const cut = { warnings: ["pixelDataTruncated"] as const };
    const stacks = group([
      slice("a", 0, 1, same),
      slice("b", -5, 2, { ...same, ...cut }),
      slice("c", -5, 2, same),
    ]);
    expect(paths(stacks)).toEqual([["a", "c"], ["b"]]);
    expect(stacks.map(({ selectedByDefault }) => selectedByDefault)).toEqual([
      true,
      false,
    ]);
    expect(stacks[0]?.warnings).toEqual([
      { kind: "conflictingDuplicates", count: 1 },
      { kind: "sharedInstanceUID", count: 2 },
    ]);
  });

  it("gives an image of a shared UID the same key wherever its file lies", () => {
    const same = { sopInstanceUID: uid("1.9") };
    const keysOf = (folder: string) =>
      group(
        [0, -5, -10].map((z, index) =>
          slice(`${folder}/${z}`, z, index + 1, same),
        ),
      )[0]?.images.map(({ shared }) => shared?.imageKey);
    expect(keysOf("one")).toEqual(keysOf("two"));
  });

  it("says where the characters of texts are guessed", () => {
    const stacks = group([
      slice("a", 0, 1),
      slice("b", -5, 2, { warnings: ["unknownCharacterSet"] }),
    ]);
    expect(stacks[0]?.warnings).toEqual([{ kind: "unknownCharacterSet" }]);
  });

  it("says that mosaics show their slices side by side", () => {
    const stacks = group([
      slice("a", 0, 1, { imageType: ["ORIGINAL", "PRIMARY", "M", "MOSAIC"] }),
    ]);
    expect(stacks[0]?.warnings).toEqual([{ kind: "mosaic" }]);
  });

  it("counts images whose pixel data is cut", () => {
    const [stack] = group([
      slice("a", 0, 1, { warnings: ["pixelDataTruncated"] }),
    ]);
    expect(stack?.warnings).toEqual([{ kind: "pixelDataTruncated", count: 1 }]);
    expect(stack?.selectedByDefault).toBe(true);
  });
});

describe("studies and series", () => {
  const study = (path: string, fields: Partial<InstanceHeader>) =>
    slice(path, 0, 1, { studyInstanceUID: uid(`1.2.${path}`), ...fields });

  it("lists studies oldest first, undated last", () => {
    const { studies } = groupInstances(
      [
        study("1", { studyDate: "" }),
        study("2", { studyDate: "20240102", studyTime: "0900" }),
        study("3", { studyDate: "1999.12.31" }),
        study("4", { studyDate: "20240102", studyTime: "0800" }),
      ],
      [],
    );
    expect(studies.map(({ date, time }) => `${date} ${time}`)).toEqual([
      "19991231 ",
      "20240102 0800",
      "20240102 0900",
      " ",
    ]);
  });

  it("lists series by number, unnumbered last", () => {
    const series = (path: string, seriesNumber: number | null) =>
      slice(path, 0, 1, {
        seriesInstanceUID: uid(`1.3.${path}`),
        seriesNumber,
      });
    const { studies } = groupInstances(
      [series("1", null), series("2", 10), series("3", 9)],
      [],
    );
    expect(studies[0]?.series.map(({ number }) => number)).toEqual([
      9,
      10,
      null,
    ]);
  });

  it("takes the modality that most images have", () => {
    const { studies } = groupInstances(
      [
        ...volume("a", 3, () => ({ modality: "MR" })),
        slice("r", 0, 1, {
          seriesInstanceUID: uid("1.4"),
          modality: "SR",
          sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11",
        }),
      ],
      [],
    );
    expect(studies[0]?.modality).toBe("MR");
  });

  it("never mixes two people who share a Study Instance UID", () => {
    const of = (id: string, name: string) => ({
      patient: { id, name, birthDate: "", sex: "", age: "" },
    });
    const { studies } = groupInstances(
      [
        slice("a1", 0, 1, of("P1", "DOE^JANE")),
        slice("b2", 5, 2, of("P2", "ROE^RICHARD")),
        slice("c3", 10, 3, of("P1", "Doe^Jane^^")),
        slice("d4", 15, 4, of("P9", "DOE JANE")),
        slice("e5", 20, 5, of("", "")),
      ],
      [],
    );
    expect(
      studies
        .map(({ series }) =>
          series
            .flatMap(({ stacks }) => paths(stacks))
            .flat()
            .sort()
            .join(" "),
        )
        .sort(),
    ).toEqual(["a1 c3 d4 e5", "b2"]);
    expect(new Set(studies.map(({ key }) => key)).size).toBe(2);
  });
});

describe("stack ids", () => {
  const two = () => [
    ...volume("a", 4, () => ({})),
    ...volume("b", 4, () => ({ imageOrientationPatient: coronal }), 5),
  ];

  it("are sixteen hexadecimal digits, different for each stack", () => {
    const ids = group(two()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/);
  });

  it("stay when other images of the series are there or not", () => {
    const whole = new Set(group(two()).map(({ id }) => id));
    const [half] = group(volume("a", 4, () => ({})));
    expect(whole.has(half!.id)).toBe(true);
  });

  it("stay when the files lie elsewhere", () => {
    const moved = two().map(({ source, header }) =>
      scannedInstance(`/elsewhere/${source.path}`, header),
    );
    expect(group(moved).map(({ id }) => id)).toEqual(
      group(two()).map(({ id }) => id),
    );
  });
});

/** Tables of up to four frames, with any of the columns. */
const anyTable = fc
  .record({
    imagePositionPatient: column(
      ([0, 5, 10] as const).map((z): Vector3 => [0, 0, z]),
    ),
    imageOrientationPatient: column([axial, coronal]),
    diffusionBValue: column([null, 0, 1000]),
    echoTimeMs: column([20, 80]),
    temporalPosition: column([1, 2]),
    triggerTimeMs: column([0, 40]),
    complexImageComponent: column(["MAGNITUDE", "PHASE"]),
  })
  .map((columns): FrameTable => ({ ...noColumns, ...columns }));

function column<Value>(values: readonly Value[]) {
  return fc.option(
    fc.array(fc.constantFrom(...values), { minLength: 4, maxLength: 4 }),
  );
}

/** Few values for each attribute, so that agreements, repeats and contradictions all happen. */
const anyInstance = fc
  .record({
    study: fc.constantFrom("", "1.2.1", "1.2.2"),
    series: fc.constantFrom("", "1.3.1", "1.3.2"),
    sop: fc.constantFrom("", "1.9.1", "1.9.2", "1.9.3", "1.9.4", "1.9.5"),
    sopClass: fc.constantFrom(
      "1.2.840.10008.5.1.4.1.1.2",
      "1.2.840.10008.5.1.4.1.1.2",
      "1.2.840.10008.5.1.4.1.1.7",
      "",
    ),
    patient: fc.constantFrom("", "A", "B", "a"),
    number: fc.constantFrom(null, 1, 2, 3),
    z: fc.constantFrom(null, 0, 5, 10, 15),
    orientation: fc.constantFrom(axial, axial, coronal),
    frames: fc.constantFrom(1, 1, 1, 2, 4),
    echo: fc.constantFrom(null, 1, 2),
    date: fc.constantFrom("", "20240101", "20230101"),
    description: fc.constantFrom("", "T2", "Scout"),
    table: fc.option(anyTable),
  })
  .map((drawn): Partial<InstanceHeader> => ({
    studyInstanceUID: uid(drawn.study),
    seriesInstanceUID: uid(drawn.series),
    sopInstanceUID: uid(drawn.sop),
    sopClassUID: drawn.sopClass,
    patient: {
      id: drawn.patient.toUpperCase(),
      name: drawn.patient,
      birthDate: "",
      sex: "",
      age: "",
    },
    instanceNumber: drawn.number,
    imagePositionPatient: drawn.z === null ? null : [0, 0, drawn.z],
    imageOrientationPatient: drawn.orientation,
    echoNumber: drawn.echo,
    studyDate: drawn.date,
    seriesDescription: drawn.description,
    pixels: { ...pixels, numberOfFrames: drawn.frames },
    frames: drawn.frames > 1 ? drawn.table : null,
  }));

const anyScan = fc
  .array(anyInstance, { maxLength: 24 })
  .map((headers) =>
    headers.map((header, index) =>
      slice(`/x${index % 3}/IM${index}`, 0, null, header),
    ),
  );

describe("any set of instances", () => {
  it("has every instance in exactly one stack, with every frame once", () => {
    fc.assert(
      fc.property(anyScan, (instances) => {
        const images = group(instances).flatMap((stack) => stack.images);
        const expected = instances.reduce(
          (sum, { header }) => sum + header.pixels!.numberOfFrames,
          0,
        );
        expect(images).toHaveLength(expected);
        expect(
          new Set(
            images.map(
              ({ instance, frame }) => `${instance.source.path} ${frame ?? ""}`,
            ),
          ).size,
        ).toBe(expected);
      }),
    );
  });

  it("gives the same result in whatever order it is found", () => {
    fc.assert(
      fc.property(
        anyScan.chain((instances) =>
          fc.tuple(
            fc.constant(instances),
            fc.shuffledSubarray(instances, { minLength: instances.length }),
          ),
        ),
        ([instances, shuffled]) => {
          expect(groupInstances(shuffled, [])).toEqual(
            groupInstances(instances, []),
          );
        },
      ),
    );
  });

  it("has no two stacks or studies of the same name", () => {
    fc.assert(
      fc.property(anyScan, (instances) => {
        const grouped = groupInstances(instances, []);
        const ids = stacksOf(grouped).map(({ id }) => id);
        const keys = grouped.studies.map(({ key }) => key);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

it("groups in turns to the same result, with a turn for each series", async () => {
  const instances = [
    ...volume("a", 3, () => ({})),
    ...volume("b", 3, () => ({ seriesInstanceUID: uid("1.7") })),
  ];
  let turns = 0;
  const grouped = await groupInstancesInTurns(instances, [], () => {
    turns += 1;
    return Promise.resolve();
  });
  expect(grouped).toEqual(groupInstances(instances, []));
  expect(turns).toBeGreaterThanOrEqual(2);
});

it("takes turns within a series of many images, from the first look at their UIDs on", async () => {
  const instances = volume("a", 10_000, () => ({}));
  let turns = 0;
  await groupInstancesInTurns(instances, [], () => {
    turns += 1;
    return Promise.resolve();
  });
  // Two while UIDs are looked at, and one each before studies, their series and the one series.
  expect(turns).toBeGreaterThanOrEqual(6);
});
