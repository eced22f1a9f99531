// Perspectives are suggested from the site's lists, and only where the header is plain.
import { describe, expect, it } from "vitest";
import { scannedInstance, stackOf } from "../../testing/groupedImages.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { Plane } from "../../shared/stackFacts.ts";
import { suggestPerspective } from "./perspectives.ts";

function perspectiveOf(
  header: Partial<InstanceHeader>,
  plane: Plane | null = null,
): string {
  const image = { instance: scannedInstance("/a", header), frame: null };
  return suggestPerspective(stackOf("a", 0, { plane, images: [image] }));
}

describe("the perspective", () => {
  it("of slices is their plane", () => {
    expect(perspectiveOf({ modality: "MR" }, "Coronal")).toBe("Coronal");
  });

  it.each([
    ["DX", "PA", "Frontal"],
    ["CR", "AP", "Frontal"],
    ["DX", "LL", "Lateral"],
    ["CR", "RLO", "Oblique"],
    ["DX", "LLD", ""],
    ["MG", "MLO", "MLO"],
    ["MG", "XCCL", "CC"],
    ["MG", "ML", "Lateral"],
    ["US", "PA", ""],
  ])("of a %s in view %s is '%s'", (modality, viewPosition, perspective) => {
    expect(perspectiveOf({ modality, viewPosition })).toBe(perspective);
  });

  it.each([
    ["Cervical LAT", "Lateral"],
    ["Chest PA", "Frontal"],
    ["Cervical OBLI 1", "Oblique"],
    ["Knee AP and lateral", ""],
    ["PATELLA", ""],
  ])(
    "of a radiograph called '%s' is '%s'",
    (seriesDescription, perspective) => {
      expect(perspectiveOf({ modality: "CR", seriesDescription })).toBe(
        perspective,
      );
    },
  );
});
