// Why an attribute is treated as it is, when an image is de-identified.

/** Every rule of the planner. */
export const deidRules = [
  /** The policy keeps it. */
  "policyKeeps",
  /** The policy does not name it, so it goes: names, dates, comments, overlays, and what nobody thought of. */
  "policyRemoves",
  /** The policy empties it or sets it to a constant; we leave it out. */
  "policyBlanks",
  "policyHashesUID",
  "policyAdds",
  /** Our stricter layer. */
  "freeText",
  /** The user has read the value and keeps it. */
  "freeTextKept",
  /** The same, though a part of it looked like something of a patient or of the staff: the user said why it may stay. */
  "freeTextAccepted",
  /** The user keeps it, but nobody said why such a part may stay. */
  "freeTextQuestioned",
  "privateAttribute",
  "sequence",
  "groupLength",
  /** Kept ones without a value. */
  "noValue",
  /** A second element of the same tag, or an element written in another encoding than the data set. */
  "malformedElement",
  /** The file's VR is neither the dictionary's nor one whose bytes mean the same. */
  "contradictedVR",
  /** The value is not what the VR or the attribute allows, so it may be anything. */
  "notACode",
  /** The value holds a word of the patient's name or identification. */
  "holdsIdentifier",
  /** A number in more characters than a decimal string may have. */
  "tooManyDigits",
  /** Values behind the last one that the attribute may have. */
  "tooManyValues",
  /** One frame becomes an image of its own. */
  "frameOfMultiFrame",
  /** Written to the top level because the lookup table or functional group that said it goes. */
  "saidInSequence",
  /** The window of the middle slice, which all slices of the stack get. */
  "windowOfStack",
  /** Pixels are written in another form, which this describes. */
  "transcoded",
  /** Something that is no part of the pixels stood beside them, or might have: they are written without it. */
  "besidePixels",
  /** Masks are painted over the pixels, and the attribute says something else of them, or nothing, since. */
  "masked",
  /** Comments or application data inside compressed pixels are left out. */
  "codestreamText",
  "fileMetaRebuilt",
] as const;

/** Why an attribute is treated as it is. */
export type DeidRule = (typeof deidRules)[number];
