// What a stack warns of: gaps, spacing, versions of one image, doubtful files.
import { describe, expect, it } from "vitest";
import {
  pathsOf,
  sliceOf,
  slicePixels,
  stacksIn,
  uid,
} from "../../testing/seriesSlices.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";

/** Pixel Data of so many frames of a slice. */
const pixelsOf = (frames: number) => ({
  element: 0x7fe00010 as const,
  valueOffset: 2000,
  lengthBytes: Math.floor(frames * 524_288),
});

describe("warnings", () => {
  it("tells of missing slices, once per gap", () => {
    const found = [0, 5, 10, 20, 25, 40].map((z, index) =>
      sliceOf(`a${index}`, -z, index + 1),
    );
    expect(stacksIn(found)[0]?.warnings).toEqual([
      { kind: "missingSlices", gaps: 2 },
    ]);
  });

  it("tells of uneven spacing", () => {
    const found = [0, 5, 10, 13, 18].map((z, index) =>
      sliceOf(`a${index}`, -z, index + 1),
    );
    expect(stacksIn(found)[0]?.warnings).toEqual([{ kind: "unevenSpacing" }]);
  });

  it("does not take rounding for uneven spacing", () => {
    const found = [0, 3.33, 6.67, 10].map((z, index) =>
      sliceOf(`a${index}`, -z, index + 1),
    );
    expect(stacksIn(found)[0]?.warnings).toEqual([]);
  });

  it.each<[string, Partial<InstanceHeader>]>([
    ["that admits it", { burnedInAnnotation: "YES" }],
    ["of ultrasound", { modality: "US" }],
    ["captured from a screen", { sopClassUID: "1.2.840.10008.5.1.4.1.1.7" }],
  ])("suspects text in an image %s", (_, fields) => {
    expect(stacksIn([sliceOf("a", 0, 1, fields)])[0]?.warnings).toContainEqual({
      kind: "mayHaveBurnedInText",
    });
  });

  it("shows every version of an image as a stack of its own, and has only the first one on", () => {
    const same = { sopInstanceUID: uid("1.9") };
    const cut = { warnings: ["pixelDataTruncated"] as const };
    const stacks = stacksIn([
      sliceOf("a", 0, 1, { ...same, ...cut }),
      sliceOf("b", 0, 2, same),
      sliceOf("c", -10, 3),
    ]);
    expect(pathsOf(stacks)).toEqual([["a"], ["b", "c"]]);
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
    const stacks = stacksIn([
      sliceOf("a", 0, 1, { ...same, seriesInstanceUID: uid("") }),
      sliceOf("b", 0, 1, same),
    ]);
    expect(
      stacks
        .filter(({ selectedByDefault }) => selectedByDefault)
        .map(({ images }) => images[0]?.instance.source.path),
    ).toEqual(["b"]);
  });

  it("takes the longer of two files that are alike otherwise for the first version", () => {
    const shorter = sliceOf("a", 0, 1, { sopInstanceUID: uid("1.9") });
    const longer = sliceOf("b", 0, 1, { sopInstanceUID: uid("1.9") });
    const stacks = stacksIn([
      shorter,
      { ...longer, source: { ...longer.source, sizeBytes: 2000 } },
    ]);
    expect(
      stacks
        .filter(({ selectedByDefault }) => selectedByDefault)
        .map(({ images }) => images[0]?.instance.source.path),
    ).toEqual(["b"]);
  });

  it("keeps a series whole to which a faulty export gave one UID for all, and says so", () => {
    const same = { sopInstanceUID: uid("1.9") };
    const stacks = stacksIn(
      [0, -5, -10, -15].map((z, index) => sliceOf(`a${z}`, z, index + 1, same)),
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
    const stacks = stacksIn([
      sliceOf("a", 0, 1, same),
      sliceOf("b", -5, 2, same),
    ]);
    expect(pathsOf(stacks)).toEqual([["a", "b"]]);
    expect(stacks[0]?.selectedByDefault).toBe(true);
    expect(stacks[0]?.warnings).toEqual([
      { kind: "sharedInstanceUID", count: 2 },
    ]);
  });

  it("shows the versions of one slice apart, also where the whole series has one UID", () => {
    const same = { sopInstanceUID: uid("1.9") };
    const cut = { warnings: ["pixelDataTruncated"] as const };
    const stacks = stacksIn([
      sliceOf("a", 0, 1, same),
      sliceOf("b", -5, 2, { ...same, ...cut }),
      sliceOf("c", -5, 2, same),
    ]);
    expect(pathsOf(stacks)).toEqual([["a", "c"], ["b"]]);
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
      stacksIn(
        [0, -5, -10].map((z, index) =>
          sliceOf(`${folder}/${z}`, z, index + 1, same),
        ),
      )[0]?.images.map(({ shared }) => shared?.imageKey);
    expect(keysOf("one")).toEqual(keysOf("two"));
  });

  it("says how many frames files hold beyond those they announce", () => {
    const lengths = [524_288, 524_290, 1_048_576, 2_097_152];
    const found = lengths.map((lengthBytes, index) =>
      sliceOf(`a${index}`, -5 * index, index + 1, {
        pixelData: { element: 0x7fe00010, valueOffset: 2000, lengthBytes },
      }),
    );
    expect(stacksIn(found.slice(0, 2))[0]?.warnings).toEqual([]);
    expect(stacksIn(found)[0]?.warnings).toEqual([
      { kind: "unannouncedFrames", count: 2, frames: 4 },
    ]);
  });

  it("says where the characters of texts are guessed", () => {
    const stacks = stacksIn([
      sliceOf("a", 0, 1),
      sliceOf("b", -5, 2, { warnings: ["unknownCharacterSet"] }),
    ]);
    expect(stacks[0]?.warnings).toEqual([{ kind: "unknownCharacterSet" }]);
  });

  it("says that mosaics show their slices side by side", () => {
    const stacks = stacksIn([
      sliceOf("a", 0, 1, { imageType: ["ORIGINAL", "PRIMARY", "M", "MOSAIC"] }),
    ]);
    expect(stacks[0]?.warnings).toEqual([{ kind: "mosaic" }]);
  });

  it.each<[string, Partial<InstanceHeader>, number, number]>([
    ["by its own length", {}, 1_000_000_000, 7],
    [
      "by the end of the file",
      { pixelData: pixelsOf(10) },
      2000 + 1_800_000,
      7,
    ],
    ["before its first frame", { pixelData: pixelsOf(10) }, 1000, 10],
    [
      "and compressed",
      { transferSyntaxUID: "1.2.840.10008.1.2.4.50" },
      1_000_000_000,
      1,
    ],
    ["in a byte of padding", { pixelData: pixelsOf(10) }, 1_000_000_000, 1],
  ])(
    "counts the frames that a file lacks which is cut %s",
    (_, fields, sizeBytes, count) => {
      const { header, source } = sliceOf("a", 0, 1, {
        pixels: { ...slicePixels, numberOfFrames: 10 },
        pixelData: pixelsOf(3.9),
        warnings: ["pixelDataTruncated"],
        ...fields,
      });
      const [stack] = stacksIn([{ header, source: { ...source, sizeBytes } }]);
      expect(stack?.warnings).toEqual([{ kind: "pixelDataTruncated", count }]);
    },
  );

  it("counts images whose pixel data is cut", () => {
    const [stack] = stacksIn([
      sliceOf("a", 0, 1, { warnings: ["pixelDataTruncated"] }),
    ]);
    expect(stack?.warnings).toEqual([{ kind: "pixelDataTruncated", count: 1 }]);
    expect(stack?.selectedByDefault).toBe(true);
  });
});
