// How the samples of a film are put together, and which cleaner takes them apart.
import { assertNever } from "../../shared/assertNever.ts";
import { u8 } from "./integers.ts";
import type { Mp4Box } from "./mp4Boxes.ts";
import { nalSampleCleaner, type NalCoding } from "./nalUnits.ts";
import { cleanAv1Sample } from "./openBitstreamUnits.ts";
import type { SampleCleaner } from "./picturePlan.ts";
import { cleanVisualSample } from "./visualSegments.ts";
import { cleanVp9Sample } from "./vp9Frames.ts";

export type SampleForm =
  | {
      readonly kind: "nalUnits";
      readonly coding: NalCoding;
      /** Of the length before each unit: 1 to 4. */
      readonly lengthBytes: number;
    }
  | { readonly kind: "av1" | "vp9" | "mpeg4" };

/** The configuration that goes with a sample entry, and which of its bytes says how long lengths are. */
const nalConfigurations = [
  { entries: ["avc1", "avc3"], coding: "avc", type: "avcC", lengthsAt: 4 },
  { entries: ["hvc1", "hev1"], coding: "hevc", type: "hvcC", lengthsAt: 21 },
] as const;

/** Entries of one configuration each. */
const otherConfigurations = [
  { entry: "av01", kind: "av1", type: "av1C" },
  { entry: "vp09", kind: "vp9", type: "vpcC" },
  { entry: "mp4v", kind: "mpeg4", type: "esds" },
] as const;

/** The form of samples under an entry of this type; null if it is not known, or its configuration is missing. */
export function sampleForm(
  entryType: string,
  configurations: readonly Mp4Box[],
): SampleForm | null {
  const nal = nalConfigurations.find(({ entries }) =>
    entries.some((entry) => entry === entryType),
  );
  if (nal === undefined) {
    const other = otherConfigurations.find(({ entry }) => entry === entryType);
    return other !== undefined &&
      configurations.some(({ type }) => type === other.type)
      ? { kind: other.kind }
      : null;
  }
  const found = configurations.find(({ type }) => type === nal.type);
  if (found === undefined) return null;
  const lengthBytes = (u8(found.payload, nal.lengthsAt) & 3) + 1;
  return { kind: "nalUnits", coding: nal.coding, lengthBytes };
}

export function sampleCleaner(form: SampleForm): SampleCleaner {
  switch (form.kind) {
    case "nalUnits":
      return nalSampleCleaner(form.coding, form.lengthBytes);
    case "av1":
      return cleanAv1Sample;
    case "vp9":
      return cleanVp9Sample;
    case "mpeg4":
      return cleanVisualSample;
    default:
      return assertNever(form, "form of samples");
  }
}
