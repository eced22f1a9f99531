// Tests of the words on how pixels leave.
import { describe, expect, it } from "vitest";
import type { PreparationView } from "../../../shared/snapshot.ts";
import type { PixelTreatment } from "../../../shared/stackFacts.ts";
import { stackView } from "../../testing/snapshots.ts";
import { leavingPixels } from "./leavingPixels.ts";

const notStarted: PreparationView = { kind: "notStarted" };
const mask = {
  maskId: "m",
  shape: { kind: "rectangle", left: 0, top: 0, width: 9, height: 9 } as const,
  images: null,
};
const lossy = { compression: "lossy", isReadBySite: true } as const;

function ready(pixels: Partial<Record<PixelTreatment, number>>) {
  const { stackId } = stackView();
  const preparation: PreparationView = {
    kind: "ready",
    preparedImages: 5,
    preparedBytes: 10,
    stacks: [{ stackId, preparedImages: 5, pixels, actions: [] }],
    refused: [],
    missing: { count: 0, names: [] },
  };
  return preparation;
}

describe("before anything was prepared", () => {
  it.each([
    ["uncompressed", {}, "Copied unchanged", null],
    [
      "lossy",
      { storedPixels: lossy },
      "Copied unchanged",
      "lossy compression stays as it is",
    ],
    [
      "a compression that the site does not read",
      { storedPixels: { compression: "lossless", isReadBySite: false } },
      "Decoded, written uncompressed",
      "the site does not read this compression",
    ],
    ["masks", { masks: [mask] }, "Masked, written uncompressed", null],
    [
      "masks on lossy images",
      { masks: [mask], storedPixels: lossy },
      "Masked, written uncompressed",
      "not compressed again, which would blur what is beside the masks",
    ],
    [
      "a picture",
      { picture: "jpeg" },
      "Copied unchanged",
      "all but the pixels stripped",
    ],
    [
      "a picture of a kind that can be animated",
      { picture: "gif" },
      "Copied unchanged",
      "all but the pixels stripped; of an animation the first image only",
    ],
    [
      "a picture with masks",
      { picture: "jpeg", masks: [mask] },
      "Masked, written as PNG",
      null,
    ],
  ] as const)("tells of %s", (_, fields, words, detail) => {
    expect(leavingPixels(stackView(fields), notStarted)).toEqual({
      words,
      detail,
    });
  });
});

describe("once prepared", () => {
  it("tells what was done", () => {
    expect(leavingPixels(stackView(), ready({ transcoded: 5 })).words).toBe(
      "Decoded, written uncompressed",
    );
  });

  it("counts where images of a stack differ", () => {
    const preparation = ready({ copied: 3, masked: 2 });

    expect(leavingPixels(stackView({ masks: [mask] }), preparation).words).toBe(
      "2 masked, written uncompressed; 3 copied unchanged",
    );
  });
});
