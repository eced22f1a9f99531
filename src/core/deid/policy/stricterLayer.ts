// Where we keep less than Radiopaedia's policy allows, each with its reason. Removing more is always accepted: the policy acts only on what is present.
import type { Tag } from "../../dicom/dataSet.ts";

/**
 * Attributes the policy keeps and we remove. Besides these, every attribute that the policy empties or sets to a constant is removed:
 * an absent attribute says nothing, and needs no comparison with a constant that may change.
 */
export const removedThoughKept: ReadonlyMap<Tag, string> = new Map([
  [
    0x0008103e,
    "SeriesDescription is typed by people and may hold a name; the user's own label goes with the stack instead.",
  ],
  [0x00180010, "ContrastBolusAgent is free text, often with dose and remarks."],
  [
    0x00181042,
    "ContrastBolusStartTime is the time of day of the examination; PS3.15 removes it.",
  ],
  [0x00181250, "ReceiveCoilName is free text chosen at the site."],
  [0x00187006, "DetectorDescription is free text chosen at the site."],
  [0x00187062, "ExposureControlModeDescription is free text."],
  [0x001811a4, "PaddleDescription is free text."],
  [
    0x00201040,
    "PositionReferenceIndicator is free text, and means nothing without the original Frame of Reference UID.",
  ],
  [0x00280a04, "PixelSpacingCalibrationDescription is free text."],
  [
    0x00281055,
    "WindowCenterWidthExplanation is free text, and no viewer needs it.",
  ],
]);

/**
 * Kept attributes that could hold any text (LO, SH), or something else than the code that belongs there: kept only if
 * every value has this form. The forms hold one short code, so a sentence, a date or a full name never fits.
 */
export const codeForms: ReadonlyMap<Tag, RegExp> = new Map([
  // PatientSex: PS3.3 C.7.1.1 enumerated values.
  [0x00100040, /^[MFO]$/],
  // ImagedNucleus: 1H, 31P, C13.
  [0x00180085, /^(\d{1,3}[A-Z][a-z]?|[A-Z][a-z]?\d{1,3})$/],
  // CardiacFramingType: PS3.3 C.8.4.9 defined terms.
  [0x00181064, /^(FORW|BACK|PCNT|TIME|R-R)$/],
  // FilterType: PS3.3 C.8.7.10 and C.8.15.3.9 defined terms, and the numbers some scanners write.
  [0x00181160, /^(STRIP|WEDGE|BUTTERFLY|MULTIPLE|NONE|FLAT|\d{1,2})$/],
  // ConvolutionKernel: STANDARD, BONEPLUS, B30f, Br40d, FC18-H, 2.
  [0x00181210, /^[A-Za-z]{0,8}[-+ ]?[A-Za-z0-9]{0,7}\+?$/],
  // RescaleType: PS3.3 C.11.1.1.2 defined terms.
  [
    0x00281054,
    /^(HU|HU_MOD|OD|US|MGML|Z_EFF|ED|EDW|PCT|MGCC|10\^-3MM2\/S|CNTS|BQML|SUV|NORMALIZED|UNSPECIFIED)$/i,
  ],
]);

/** PS3.15 Table E.1-1 acts on these in its basic profile and we keep them all the same. */
export const keptAgainstBasicProfile: ReadonlyMap<Tag, string> = new Map([
  [
    0x00100040,
    "PatientSex: the case itself must state it (contract section 11), the policy keeps it, and it is one of three letters.",
  ],
]);
