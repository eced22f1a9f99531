// Words for the rule by which an attribute was treated, for the tag report.
import { assertNever } from "../assertNever.ts";
import type { DeidRule } from "../deidRule.ts";

/** A short sentence without its full stop. */
export function deidRuleWords(rule: DeidRule): string {
  switch (rule) {
    case "policyKeeps":
      return "The policy keeps it";
    case "policyRemoves":
      return "Not on the policy's list of what stays";
    case "policyBlanks":
      return "The policy allows no value";
    case "policyHashesUID":
      return "The policy replaces UIDs by keyed ones";
    case "policyAdds":
      return "The policy asks for it";
    case "freeText":
      return "Free text that nobody has reviewed";
    case "freeTextKept":
      return "Free text that was reviewed and kept";
    case "freeTextAccepted":
      return "Free text that was questioned and kept with a reason";
    case "freeTextQuestioned":
      return "Questioned free text that nobody gave a reason for";
    case "privateAttribute":
      return "Private attribute of a manufacturer";
    case "sequence":
      return "Sequences go, with all that is in them";
    case "groupLength":
      return "Length of a group that has changed";
    case "noValue":
      return "It had no value";
    case "malformedElement":
      return "Written twice, or in another encoding";
    case "contradictedVR":
      return "Its type contradicts the dictionary";
    case "notACode":
      return "Its value is not what it may hold";
    case "holdsIdentifier":
      return "It held a word of the patient";
    case "tooManyDigits":
      return "A number with more digits than allowed";
    case "tooManyValues":
      return "More values than it may have: cut";
    case "frameOfMultiFrame":
      return "A frame became an image of its own";
    case "saidInSequence":
      return "Taken from a sequence that goes";
    case "windowOfStack":
      return "The window of the middle image, for all";
    case "transcoded":
      return "Describes pixels written in another form";
    case "besidePixels":
      return "What stood, or could stand, beside the pixels is gone";
    case "masked":
      return "Describes pixels under masks";
    case "codestreamText":
      return "Text inside compressed pixels left out";
    case "fileMetaRebuilt":
      return "File meta information is written anew";
    default:
      return assertNever(rule, "rule of de-identification");
  }
}
