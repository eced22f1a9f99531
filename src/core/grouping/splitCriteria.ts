// What the images of one series are split into stacks by. Each criterion splits only where it really separates.
import type { SplitCriterion } from "../../shared/stackFacts.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import type { ScannedInstance } from "../model/stack.ts";
import { imageComponent } from "./imageComponents.ts";
import { isLocaliser } from "./localisers.ts";
import { heldBackReason, isProjection } from "./objectTypes.ts";
import {
  isOneAngledSet,
  orientationGroups,
  orientationName,
  orthogonalOneOffs,
} from "./orientationGroups.ts";
import { partsByValue, type Part } from "./parts.ts";
import { splitRepeatedPositions } from "./repeatedPositions.ts";
import { slicePlaces } from "./slicePositions.ts";

/** One way to split. */
export interface Criterion {
  readonly name: SplitCriterion;
  /** True if the value says something about the images by themselves, not only beside others: then it names the stack even where it does not split. */
  readonly isIntrinsic: boolean;
  /** One part, or several if the criterion separates. Together they hold every instance once. */
  split(instances: readonly ScannedInstance[]): readonly Part[];
}

type Separates = (
  parts: readonly Part[],
  instances: readonly ScannedInstance[],
) => boolean;

const always: Separates = () => true;

/** Values shared by too few images are noise of the scanner: a new frame of reference or kernel for each image. */
const inGroups: Separates = (parts, instances) =>
  parts.length <= instances.length / 2;

/** Share of the places that the parts must cover on average: a pass may lack slices, but noise covers only some. */
const fullCoverage = 0.7;

/** Splits where positions repeat, if that makes fewer repeats and each part still covers the region rather than a slice here and there. */
const repeatsPositions: Separates = (parts, instances) => {
  const whole = slicePlaces(instances);
  if (whole === null || whole.repeats === 0 || whole.places.length < 2)
    return false;
  const split = parts.map((part) => slicePlaces(part.instances));
  let repeats = 0;
  let covered = 0;
  for (const places of split) {
    repeats += places?.repeats ?? 0;
    covered += places?.places.length ?? 0;
  }
  return (
    repeats < whole.repeats &&
    covered >= fullCoverage * parts.length * whole.places.length
  );
};

function criterion(
  name: SplitCriterion,
  valueOf: (header: InstanceHeader) => string,
  options: { readonly separates: Separates; readonly isIntrinsic?: boolean },
): Criterion {
  return {
    name,
    isIntrinsic: options.isIntrinsic ?? false,
    split(instances) {
      const parts = partsByValue(instances, ({ header }) => valueOf(header));
      return parts.length === 1 || options.separates(parts, instances)
        ? parts
        : whole(instances);
    },
  };
}

function whole(instances: readonly ScannedInstance[]): readonly Part[] {
  return [{ value: "", instances }];
}

function text(value: number | null): string {
  return value === null ? "" : String(value);
}

/** Criteria that hold for every object, image or not. */
export const objectCriteria: readonly Criterion[] = [
  criterion("objectType", (header) => heldBackReason(header) ?? "image", {
    separates: always,
    isIntrinsic: true,
  }),
  {
    name: "multiFrame",
    isIntrinsic: true,
    split(instances) {
      const parts = partsByValue(instances, ({ header, source }) =>
        (header.pixels?.numberOfFrames ?? 1) > 1 ? source.path : "",
      );
      return parts.map((part) => ({
        ...part,
        // The path told files apart; what stays the same wherever they lie is the UID.
        value:
          part.value === ""
            ? ""
            : (part.instances[0]?.header.sopInstanceUID ?? ""),
      }));
    },
  },
];

/** Criteria for images, in the order in which they are applied. */
export const imageCriteria: readonly Criterion[] = [
  {
    name: "localiser",
    isIntrinsic: true,
    split(instances) {
      const oneOffs = orthogonalOneOffs(orientationGroups(instances));
      return partsByValue(instances, (instance) =>
        isLocaliser(instance.header) || oneOffs.has(instance)
          ? "localiser"
          : "",
      );
    },
  },
  criterion("modality", (header) => header.modality, {
    separates: always,
    isIntrinsic: true,
  }),
  criterion("frameOfReference", (header) => header.frameOfReferenceUID, {
    separates: inGroups,
  }),
  criterion(
    "matrix",
    ({ pixels }) =>
      pixels === null
        ? ""
        : `${pixels.columns} x ${pixels.rows} x ${pixels.samplesPerPixel}`,
    { separates: always, isIntrinsic: true },
  ),
  {
    name: "orientation",
    isIntrinsic: true,
    split(instances) {
      const groups = orientationGroups(instances);
      return isOneAngledSet(groups)
        ? [{ value: "angled", instances }]
        : groups.map((group) => ({
            value: orientationName(group),
            instances: group.instances,
          }));
    },
  },
  // Radiographs: frontal and lateral views do not scroll into one another.
  criterion(
    "orientation",
    (header) =>
      isProjection(header)
        ? [header.viewPosition, ...header.patientOrientation].join(" ")
        : "",
    { separates: always, isIntrinsic: true },
  ),
  criterion("imageComponent", imageComponent, {
    separates: always,
    isIntrinsic: true,
  }),
  criterion("kernel", (header) => header.convolutionKernel, {
    separates: inGroups,
  }),
  criterion("bValue", (header) => text(header.diffusionBValue), {
    separates: inGroups,
  }),
  criterion("echo", (header) => text(header.echoNumber), {
    separates: repeatsPositions,
  }),
  criterion("echo", (header) => (header.echoTimeMs ?? 0).toFixed(1), {
    separates: repeatsPositions,
  }),
  criterion("temporalPosition", (header) => text(header.temporalPosition), {
    separates: repeatsPositions,
  }),
  criterion("acquisition", (header) => text(header.acquisitionNumber), {
    separates: repeatsPositions,
  }),
  {
    name: "repeatedPosition",
    isIntrinsic: false,
    split: splitRepeatedPositions,
  },
];
