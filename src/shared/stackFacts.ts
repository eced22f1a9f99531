// Facts about a stack that the engine finds and the window shows.

/** Anatomical plane of the slices. */
export type Plane = "Axial" | "Coronal" | "Sagittal" | "Oblique";

/** What a series was split by. */
export type SplitCriterion =
  | "orientation"
  | "localiser"
  | "matrix"
  | "frameOfReference"
  | "modality"
  | "echo"
  | "bValue"
  | "contrast"
  | "temporalPosition"
  | "acquisition"
  | "imageComponent"
  | "velocityEncoding"
  | "kernel"
  | "repeatedPosition"
  | "multiFrame"
  | "objectType"
  | "version";

/** What a stack is by a criterion in which its siblings differ: a value as the images have it. */
export interface SplitTrait {
  readonly criterion: SplitCriterion;
  readonly value: string;
}

/** Why a stack is not selected and cannot be, or is off until the user says otherwise. */
export type HeldBackReason =
  | "structuredReport"
  | "presentationState"
  | "encapsulatedDocument"
  | "waveform"
  | "radiotherapy"
  | "rawData"
  | "segmentation"
  | "wholeSlide"
  | "noPixels"
  | "doseScreen"
  | "secondaryCapture"
  | "video"
  | "missingIdentity"
  | "picture";

/** How the pixels of a stack lie in its files. */
export interface StoredPixels {
  /** `lossy` also where nobody can tell that nothing was lost. */
  readonly compression: "none" | "lossless" | "lossy";
  /** False: they are decoded on their way. */
  readonly isReadBySite: boolean;
}

/** What was done to the pixels of a DICOM image on their way. */
export type InstanceTreatment =
  /** Byte for byte, but for byte order and the fragments they lie in. */
  | "copied"
  /** As they were, without texts that their codestream held. */
  | "cleaned"
  /** Decoded, and written uncompressed, as they could not be sent in the form they had. */
  | "transcoded"
  /** Decoded, and written uncompressed, as something stood beside the pixels that is no part of them, or might have. */
  | "rewritten"
  /** Decoded, painted over under the masks, and written uncompressed; nothing else changed. */
  | "masked";

/** What was done to those of a picture. */
export type PictureTreatment =
  /** Its compressed pixels, without anything else that stood in the file. */
  | "stripped"
  /** Painted over under the masks, and written as PNG. */
  | "maskedPicture";

/** What was done to the pixels of an image on their way. */
export type PixelTreatment = InstanceTreatment | PictureTreatment;

/** In the order in which they are told. */
export const pixelTreatments = [
  "copied",
  "cleaned",
  "transcoded",
  "rewritten",
  "masked",
  "stripped",
  "maskedPicture",
] as const satisfies readonly PixelTreatment[];

/** Things in a stack that the user should know before sending it. */
export type StackWarning =
  | { readonly kind: "localiser" }
  /** It alone of so many passes over its region is on: those of a functional, perfusion or diffusion study show the same. */
  | { readonly kind: "firstOfManyPasses"; readonly passes: number }
  | { readonly kind: "missingSlices"; readonly gaps: number }
  | { readonly kind: "duplicatePositions"; readonly count: number }
  | { readonly kind: "unevenSpacing" }
  | { readonly kind: "noGeometry" }
  /** Frames of an ultrasound volume: where they lie in it cannot be sent. */
  | { readonly kind: "volumePlaces" }
  | { readonly kind: "mayHaveBurnedInText" }
  /** Thin slices of a whole head: the face can be rebuilt from them, but not once only every so many of them are kept. */
  | { readonly kind: "faceCanBeRebuilt"; readonly keepEvery: number }
  | { readonly kind: "conflictingDuplicates"; readonly count: number }
  /** Different images to which a faulty export gave one SOP Instance UID. */
  | { readonly kind: "sharedInstanceUID"; readonly count: number }
  /** Texts whose characters are declared wrongly or not at all: what is shown of them is a guess. */
  | { readonly kind: "unknownCharacterSet" }
  /** Siemens lays all slices of a volume side by side in one image. */
  | { readonly kind: "mosaic" }
  | { readonly kind: "pixelDataTruncated"; readonly count: number }
  /** Files whose uncompressed pixels are of more frames than they announce; `frames` of all of them together. */
  | {
      readonly kind: "unannouncedFrames";
      readonly count: number;
      readonly frames: number;
    };
