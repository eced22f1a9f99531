// What the images of one series are split into stacks by. Each criterion splits only where it really separates.
import type { SplitCriterion } from "../../shared/stackFacts.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { splitAtPauses } from "./acquisitionPauses.ts";
import { bValueClasses } from "./bValueClasses.ts";
import {
  splitByAgent,
  splitByBolus,
  splitByDelay,
  splitByPhaseWords,
} from "./contrastSplits.ts";
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
import { numberedPlaces } from "./numberedPlaces.ts";
import { arePasses, repeatPlaces, type PassEvidence } from "./passes.ts";
import { splitCine } from "./cines.ts";
import { splitRepeatedPositions } from "./repeatedPositions.ts";
import type { SeriesImage } from "./seriesImages.ts";
import { liesNowhere } from "./slicePositions.ts";
import type { SharedUIDs } from "./versions.ts";
import { splitBolusTracking, splitWatchedPlace } from "./watchedPlaces.ts";

/** One way to split. */
export interface Criterion {
  readonly name: SplitCriterion;
  /** True if the value says something about the images by themselves, not only beside others: then it names the stack even where it does not split. */
  readonly isIntrinsic: boolean;
  /** One part, or several if the criterion separates. Together they hold every image once. */
  split(images: readonly SeriesImage[]): readonly Part[];
}

type Separates = (
  parts: readonly Part[],
  images: readonly SeriesImage[],
) => boolean;

const always: Separates = () => true;

/** Values shared by too few images are noise of the scanner: a new frame of reference or kernel for each image. */
const inGroups: Separates = (parts, images) =>
  parts.length <= images.length / 2;

/** Passes that cover the region again, or that run through a part of it. */
function inPasses(evidence: PassEvidence): Separates {
  return (parts, images) => {
    const places = numberedPlaces(images);
    return (
      places !== null &&
      (repeatPlaces(parts, places) || arePasses(parts, places, evidence))
    );
  };
}

/** Share of the images of the largest part that each has, where nobody knows the places: as many of each echo. */
const sameSizeShare = 0.7;

/** Also where no image knows where it lies. */
const areEchoes: Separates = (parts, images) => {
  const sizes = parts.map(({ members }) => members.length);
  return (
    inPasses("passes")(parts, images) ||
    (images.every(liesNowhere) &&
      Math.min(...sizes) >= Math.max(2, sameSizeShare * Math.max(...sizes)))
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
    split(images) {
      const parts = partsByValue(images, ({ header }) => valueOf(header));
      return parts.length === 1 || options.separates(parts, images)
        ? parts
        : whole(images);
    },
  };
}

function whole(images: readonly SeriesImage[]): readonly Part[] {
  return [{ value: "", members: images }];
}

function text(value: number | null): string {
  return value === null ? "" : String(value);
}

function acquisitionTimeOf(header: InstanceHeader): string {
  return `${header.acquisitionDate} ${header.acquisitionTime}`.trim();
}

/** Tells apart files that claim to be the same image. */
export function versionCriterion(shared: SharedUIDs): Criterion {
  return {
    name: "version",
    isIntrinsic: true,
    split: (images) =>
      partsByValue(images, ({ instance }) => {
        const version = shared.get(instance)?.version ?? 1;
        return version === 1 ? "" : String(version);
      }),
  };
}

/** Image Type value 3 (PS3.3 C.8.7.1.1.1), or the detector where that does not say. Empty for anything but angiography and fluoroscopy. */
function biplanePlane(header: InstanceHeader): string {
  if (header.modality !== "XA" && header.modality !== "RF") return "";
  const plane = header.imageType[2] ?? "";
  return /^BIPLANE [AB]$/.test(plane) ? plane : header.detectorId;
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
    split(images) {
      const parts = partsByValue(images, ({ frame, instance }) =>
        frame === null ? "" : instance.source.path,
      );
      return parts.map((part) => ({
        ...part,
        // The path told files apart; what stays the same wherever they lie is the UID.
        value:
          part.value === ""
            ? ""
            : (part.members[0]?.header.sopInstanceUID ?? ""),
      }));
    },
  },
];

const byPhaseWords: Criterion = {
  name: "contrast",
  isIntrinsic: false,
  split: splitByPhaseWords,
};

/** Criteria for secondary captures: what is sent of them should not mix the phases they name. */
export const captureCriteria: readonly Criterion[] = [byPhaseWords];

/** Criteria for frames that no table describes: volumes of a gated tomogram lie in one file, one after the other. */
export const plainFrameCriteria: readonly Criterion[] = [
  {
    name: "repeatedPosition",
    isIntrinsic: false,
    split: (images) =>
      partsByValue(
        images,
        ({ header, frame }) => header.timeSlots?.[(frame ?? 0) - 1] ?? "",
      ),
  },
];

/** Criteria for images, in the order in which they are applied. */
export const imageCriteria: readonly Criterion[] = [
  {
    name: "localiser",
    isIntrinsic: true,
    split(images) {
      const oneOffs = orthogonalOneOffs(orientationGroups(images));
      return partsByValue(images, (image) =>
        isLocaliser(image.header) || oneOffs.has(image) ? "localiser" : "",
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
    split(images) {
      const groups = orientationGroups(images);
      return isOneAngledSet(groups)
        ? [{ value: "angled", members: images }]
        : groups.map((group) => ({
            value: orientationName(group),
            members: group.images,
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
  // The two tubes of a biplane system see the same at the same time from two sides (contract section 10, point 6).
  criterion("orientation", biplanePlane, {
    separates: always,
    isIntrinsic: true,
  }),
  criterion("imageComponent", imageComponent, {
    separates: always,
    isIntrinsic: true,
  }),
  // Flow through the plane and along it, and fast flow and slow, are other images of the same place.
  criterion("velocityEncoding", (header) => header.velocityEncoding, {
    separates: inGroups,
    isIntrinsic: true,
  }),
  criterion("kernel", (header) => header.convolutionKernel, {
    separates: inGroups,
  }),
  {
    name: "bValue",
    isIntrinsic: false,
    split(images) {
      const classOf = bValueClasses(images);
      const parts = partsByValue(images, ({ header }) => text(classOf(header)));
      return inGroups(parts, images) ? parts : whole(images);
    },
  },
  criterion("echo", (header) => text(header.echoNumber), {
    separates: areEchoes,
  }),
  criterion("echo", (header) => (header.echoTimeMs ?? 0).toFixed(1), {
    separates: areEchoes,
  }),
  { name: "contrast", isIntrinsic: true, split: splitBolusTracking },
  { name: "repeatedPosition", isIntrinsic: false, split: splitWatchedPlace },
  { name: "repeatedPosition", isIntrinsic: false, split: splitCine },
  byPhaseWords,
  { name: "contrast", isIntrinsic: false, split: splitByAgent },
  { name: "contrast", isIntrinsic: false, split: splitByBolus },
  criterion("temporalPosition", (header) => text(header.temporalPosition), {
    separates: inPasses("passes"),
  }),
  { name: "contrast", isIntrinsic: false, split: splitByDelay },
  criterion("acquisition", (header) => text(header.acquisitionNumber), {
    separates: inPasses("maybePackages"),
  }),
  criterion("acquisition", acquisitionTimeOf, {
    separates: inPasses("maybePackages"),
  }),
  {
    name: "acquisition",
    isIntrinsic: false,
    split: (images) => splitAtPauses(images, acquisitionTimeOf),
  },
  {
    name: "repeatedPosition",
    isIntrinsic: false,
    split: splitRepeatedPositions,
  },
];
