// Where we keep less than Radiopaedia's policy allows, each with its reason. Removing more is always accepted: the policy acts only on what is present.
import type { Tag } from "../../dicom/dataSet.ts";
import * as tags from "../../dicom/generated/tags.ts";

/**
 * Attributes the policy keeps and we remove. Besides these, every attribute that the policy empties or sets to a constant is removed:
 * an absent attribute says nothing, and needs no comparison with a constant that may change.
 */
export const removedThoughKept: ReadonlyMap<Tag, string> = new Map([
  [
    tags.SeriesDescription,
    "SeriesDescription is typed by people and may hold a name; the user's own label goes with the stack instead.",
  ],
  [
    tags.ContrastBolusAgent,
    "ContrastBolusAgent is free text, often with dose and remarks.",
  ],
  [
    tags.ContrastBolusStartTime,
    "ContrastBolusStartTime is the time of day of the examination; PS3.15 removes it.",
  ],
  [tags.ReceiveCoilName, "ReceiveCoilName is free text chosen at the site."],
  [
    tags.DetectorDescription,
    "DetectorDescription is free text chosen at the site.",
  ],
  [
    tags.ExposureControlModeDescription,
    "ExposureControlModeDescription is free text.",
  ],
  [tags.PaddleDescription, "PaddleDescription is free text."],
  [
    tags.PositionReferenceIndicator,
    "PositionReferenceIndicator is free text, and means nothing without the original Frame of Reference UID.",
  ],
  [
    tags.PixelSpacingCalibrationDescription,
    "PixelSpacingCalibrationDescription is free text.",
  ],
  [
    tags.WindowCenterWidthExplanation,
    "WindowCenterWidthExplanation is free text, and no viewer needs it.",
  ],
]);

/** Those that the user may keep after reading their values, which go with the image as they are. A time is no text. */
export const freeTextTags: ReadonlySet<Tag> = new Set(
  [...removedThoughKept.keys()].filter(
    (tag) => tag !== tags.ContrastBolusStartTime,
  ),
);

/**
 * Kept attributes that could hold any text (LO, SH), or something else than the code that belongs there: kept only if
 * every value has this form. The forms hold one short code, so a sentence, a date or a full name never fits.
 */
export const codeForms: ReadonlyMap<Tag, RegExp> = new Map([
  // PatientSex: PS3.3 C.7.1.1 enumerated values.
  [tags.PatientSex, /^[MFO]$/],
  // PatientOrientation: PS3.3 C.7.6.1.1.1.
  [tags.PatientOrientation, /^[APRLHF]{0,3}$/],
  // ImagedNucleus: 1H, 31P, C13.
  [
    tags.ImagedNucleus,
    /^(\d{1,3}(H|HE|He|LI|Li|C|N|O|F|NA|Na|P|XE|Xe)|(H|HE|He|LI|Li|C|N|O|F|NA|Na|P|XE|Xe)\d{1,3})$/,
  ],
  // CardiacFramingType: PS3.3 C.8.4.9 defined terms.
  [tags.CardiacFramingType, /^(FORW|BACK|PCNT|TIME|R-R)$/],
  // FilterType: PS3.3 C.8.7.10 and C.8.15.3.9 defined terms, and the numbers some scanners write.
  [tags.FilterType, /^(STRIP|WEDGE|BUTTERFLY|MULTIPLE|NONE|FLAT|\d{1,2})$/],
  // ConvolutionKernel: names that makers gave their kernels, or one to three letters with a number: B30f, Br40d, FC18-H, 2.
  [
    tags.ConvolutionKernel,
    /^(STANDARD|STND|SOFT|SMOOTH|SHARP|BONE|BONEPLUS|LUNG|DETAIL|EDGE\+?|CHEST|ULTRA|EXPERIMENTAL\d?|BRAIN|CARDIAC|HEAD|BODY|HD(STANDARD|STND|SOFT|BONE|LUNG|DETAIL|EDGE|ULTRA)(PLUS)?|[A-F]|E[A-C]|U[A-C]|Y[A-D]|X?C[A-D]|[A-Z][A-Za-z]{0,2}\d{1,3}[a-z]?(-H|\+)?|\d{1,3})$/,
  ],
  // RescaleType: PS3.3 C.11.1.1.2 defined terms.
  [
    tags.RescaleType,
    /^(HU|HU_MOD|OD|US|MGML|Z_EFF|ED|EDW|PCT|MGCC|10\^-3MM2\/S|CNTS|BQML|SUV|NORMALIZED|UNSPECIFIED)$/i,
  ],
]);

/** PS3.15 Table E.1-1 acts on these in its basic profile and we keep them all the same. */
export const keptAgainstBasicProfile: ReadonlyMap<Tag, string> = new Map([
  [
    tags.PatientSex,
    "PatientSex: the case itself must state it (contract section 11), the policy keeps it, and it is one of three letters.",
  ],
]);
