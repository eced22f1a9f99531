// Masks are proposed where a scanner says what is not text, and nowhere else.
import { describe, expect, it } from "vitest";
import type { PixelBox } from "../../shared/mask.ts";
import { scannedInstance } from "../../testing/groupedImages.ts";
import type { InstanceHeader, PixelLayout } from "../model/instanceHeader.ts";
import type { StackImage } from "../model/stack.ts";
import { maskProposals } from "./maskProposals.ts";

function layout(columns: number, rows: number): PixelLayout {
  return {
    rows,
    columns,
    numberOfFrames: 1,
    samplesPerPixel: 1,
    photometricInterpretation: "MONOCHROME2",
    planarConfiguration: 0,
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
    pixelRepresentation: 0,
  };
}

function image(header: Partial<InstanceHeader>): StackImage {
  const instance = scannedInstance("/export/1", {
    modality: "US",
    pixels: layout(800, 600),
    ...header,
  });
  return { instance, frame: null };
}

const region: PixelBox = { left: 120, top: 60, width: 600, height: 459 };
const strip = { kind: "rectangle", left: 0, top: 0, width: 800, height: 60 };

describe("mask proposals", () => {
  it("are what lies above and what lies outside the regions of ultrasound", () => {
    expect(maskProposals([image({ ultrasoundRegions: [region] })], [])).toEqual(
      [
        { shape: strip, why: "ultrasoundRegions" },
        {
          shape: { kind: "outsideRectangle", ...region },
          why: "ultrasoundRegions",
        },
      ],
    );
  });

  it("keep the regions of all images, though each has others", () => {
    const other = { left: 50, top: 100, width: 100, height: 480 };
    const images = [
      image({ ultrasoundRegions: [region] }),
      image({ ultrasoundRegions: [region, other] }),
    ];

    expect(maskProposals(images, []).at(-1)?.shape).toEqual({
      kind: "outsideRectangle",
      left: 50,
      top: 60,
      width: 670,
      height: 520,
    });
  });

  it("forgive a region that is one pixel too wide", () => {
    const wide = { ...region, width: 681 };

    expect(
      maskProposals([image({ ultrasoundRegions: [wide] })], []).at(-1)?.shape,
    ).toMatchObject({ left: 120, width: 680 });
  });

  it("do not trust regions beyond the image, which was made smaller since", () => {
    const images = [
      image({ ultrasoundRegions: [region], pixels: layout(320, 240) }),
    ];

    expect(maskProposals(images, [])).toEqual([
      {
        shape: { ...strip, width: 320, height: 24 },
        why: "knownLayout",
      },
    ]);
  });

  it.each([
    ["Philips Medical Systems", "CX50", "800x600", 60],
    ["Philips Medical Systems", "EPIQ 5G", "1024x768", 24],
    ["GE Healthcare", "LOGIQ E9", "960x720", 72],
    ["", "", "640x475", 48],
  ])(
    "are the strip on top without regions: %s %s",
    (manufacturer, manufacturerModelName, matrix, height) => {
      const [columns = 0, rows = 0] = matrix.split("x").map(Number);
      const pixels = layout(columns, rows);
      const images = [image({ manufacturer, manufacturerModelName, pixels })];

      expect(maskProposals(images, [])).toEqual([
        { shape: { ...strip, width: columns, height }, why: "knownLayout" },
      ]);
    },
  );

  it("are none where the regions are the whole image", () => {
    const all = { left: 0, top: 0, width: 800, height: 600 };

    expect(maskProposals([image({ ultrasoundRegions: [all] })], [])).toEqual(
      [],
    );
  });

  it.each<readonly [string, readonly StackImage[]]>([
    ["CT", [image({ modality: "CT" })]],
    [
      "images of different sizes",
      [image({}), image({ pixels: layout(640, 480) })],
    ],
    ["reports", [image({ pixels: null })]],
    ["nothing", []],
  ])("are none for %s", (_, images) => {
    expect(maskProposals(images, [])).toEqual([]);
  });

  it("begin with what was used before, and say each shape once", () => {
    const used = {
      kind: "ellipse",
      left: 1,
      top: 2,
      width: 3,
      height: 4,
    } as const;
    const asBefore = { ...strip, kind: "rectangle" } as const;
    const proposals = maskProposals(
      [image({ ultrasoundRegions: [region] })],
      [used, asBefore],
    );

    expect(proposals.map(({ shape, why }) => [shape.kind, why])).toEqual([
      ["ellipse", "usedBefore"],
      ["rectangle", "usedBefore"],
      ["outsideRectangle", "ultrasoundRegions"],
    ]);
  });
});
