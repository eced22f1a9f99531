// Words for what was found in typed texts: what it is, why it should not stay, what to write instead.
import { assertNever } from "../assertNever.ts";
import type { TypedWordKind } from "../typedWords.ts";
import type { Words } from "./words.ts";

/** Words for one finding. */
export function typedWordWords(kind: TypedWordKind): Words {
  switch (kind) {
    case "patientWord":
      return {
        title: "Stands in the headers of these images",
        why: "The files of this very case hold the same word, so it may tell who the patient is.",
        whatNext:
          "Take it out, or accept it with a reason if it means something else, such as an eponym.",
      };
    case "date":
      return {
        title: "A date",
        why: "With a date an examination can be found again, and with it the patient.",
        whatNext: "Write how long before or after, such as “3 months later”.",
      };
    case "ageOver89":
      return {
        title: "An age over 89",
        why: "So few people are so old that the age alone can tell who it is.",
        whatNext: "Write “over 89 years”, or choose an age group.",
      };
    case "recordNumber":
      return {
        title: "Looks like a record number",
        why: "A number of a patient, an examination or an insurance leads straight to the patient.",
        whatNext: "Take it out.",
      };
    case "phone":
      return {
        title: "Looks like a telephone number",
        why: "It leads to a person or a ward.",
        whatNext: "Take it out.",
      };
    case "email":
      return {
        title: "An e-mail address",
        why: "It leads to a person.",
        whatNext: "Take it out; the site shows who the author of a case is.",
      };
    case "address":
      return {
        title: "Looks like an address",
        why: "Where somebody lives or was treated can tell who it is.",
        whatNext: "Take it out.",
      };
    case "initials":
      return {
        title: "Looks like a person",
        why: "A title or initials before a name stand for somebody.",
        whatNext: "Write “the patient”, or say the sex and a rounded age.",
      };
    case "staffName":
      return {
        title: "Looks like a member of the staff",
        why: "Who reported, referred or operated narrows down where and when it was.",
        whatNext:
          "Name the department at most; thank colleagues on the site with their consent.",
      };
    default:
      return assertNever(kind, "kind of typed word");
  }
}
