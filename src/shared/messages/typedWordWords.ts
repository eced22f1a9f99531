// Words for what the check of typed texts finds.
import { assertNever } from "../assertNever.ts";
import type { TypedWordKind } from "../typedWords.ts";

/** Why a part of a text should not stay, in a clause after the words found. */
export function typedWordWhy(kind: TypedWordKind): string {
  switch (kind) {
    case "patientWord":
      return "also stands in the headers of this patient's images";
    case "date":
      return "is a date; say how long before or after instead";
    case "ageOver89":
      return "is an age over 89, which is rare enough to tell who it is; write “over 90 years”";
    case "recordNumber":
      return "looks like a record number";
    case "phone":
      return "looks like a phone number";
    case "email":
      return "is an e-mail address";
    case "address":
      return "looks like an address";
    case "initials":
      return "looks like initials";
    case "staffName":
      return "looks like the name of a colleague";
    default:
      return assertNever(kind, "kind of typed word");
  }
}
