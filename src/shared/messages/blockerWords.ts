// Words for what stands between a draft and sending it.
import { assertNever } from "../assertNever.ts";
import type { CaseForm, Confirmations } from "../caseForm.ts";
import type { Blocker } from "../snapshot.ts";
import { licenceBlockSentence } from "./archiveWords.ts";
import { countOf } from "./quantities.ts";
import type { Words } from "./words.ts";

/** Names of the case's fields, as the form labels them. */
export const caseFieldNames: Readonly<Record<keyof CaseForm, string>> = {
  title: "Title",
  systemId: "System",
  certaintyId: "Diagnostic certainty",
  presentation: "Presentation",
  age: "Age",
  gender: "Gender",
  body: "Discussion",
  suitableForQuiz: "Suitable for quiz",
};

/** The statements, word for word as they are confirmed (contract section 11). */
export const confirmationStatements: Readonly<
  Record<keyof Confirmations, string>
> = {
  permission:
    "I have permission to publish these images: my institution allows it, and the patient's consent was obtained where it is required.",
  imagesChecked:
    "I have looked at every image that will be sent. None shows a name, a number, a date or any other text about the patient, and none shows a face.",
  licence:
    "I accept Radiopaedia's terms of use, and that the case is published under the Creative Commons BY-NC-SA 3.0 licence as modified by them. The images are mine to share.",
  publicData:
    "I have read the licence and citation of the public data in this case, and may publish it under them.",
};

/** The same where public data is among the images: it is nobody's own, and no institution of the user's let it go. */
export function confirmationStatement(
  which: keyof Confirmations,
  hasPublicData: boolean,
): string {
  if (hasPublicData && which === "permission")
    return "I have permission to publish these images: the public ones by their licence, any others because my institution allows it and the patient's consent was obtained where it is required.";
  if (hasPublicData && which === "licence")
    return "I accept Radiopaedia's terms of use, and that the case is published under the Creative Commons BY-NC-SA 3.0 licence as modified by them. The images are mine to share, or public data that stays under its own licence.";
  return confirmationStatements[which];
}

const confirmationNames: Readonly<Record<keyof Confirmations, string>> = {
  permission: "permission",
  imagesChecked: "that the images were looked at",
  licence: "the licence",
  publicData: "that the public data may be published",
};

/** In place of those for `notPrepared` while the preparation runs: there is nothing to begin. */
export const beingPreparedWords: Words = {
  title: "Images are being prepared",
  why: "Patient data is being removed.",
  whatNext: "Wait for it, or stop it there. You can confirm meanwhile.",
};

/** Words for one blocker; `whatNext` says where to mend it. */
export function blockerWords(blocker: Blocker): Words {
  switch (blocker.kind) {
    case "noImages":
      return {
        title: "No images yet",
        why: "The case has no DICOM images.",
        whatNext: "Drop a folder, or choose one under Images.",
      };
    case "nothingSelected":
      return {
        title: "No stack selected",
        why: "There is nothing to send.",
        whatNext: "Select at least one stack under Images.",
      };
    case "scanning":
      return {
        title: "Still reading files",
        why: "More images may be found.",
        whatNext: "Wait until all files have been read.",
      };
    case "missingField":
      return {
        title: `${caseFieldNames[blocker.field]} is missing`,
        why: "The site does not take a case without it.",
        whatNext: "Fill it in under Details.",
      };
    case "notPrepared":
      return {
        title: "Images are not prepared",
        why: "Patient data has not been removed yet, or the selection has changed since.",
        whatNext:
          "Prepare the images. Stacks with text in the picture wait until it is masked or accepted.",
      };
    case "imagesRefused":
      return {
        title: `${countOf(blocker.count, "image")} cannot be sent`,
        why: "They cannot be made safe, and a stack is never sent short without your word.",
        whatNext: "Read why, then agree to leave them out, or trim them away.",
      };
    case "severalPatients":
      return {
        title: `Images of ${countOf(blocker.count, "patient")}`,
        why: "A case is of one patient; the selected studies carry different names or numbers.",
        whatNext:
          "Split the case under Images, select the stacks of one patient only, or confirm that several are meant.",
      };
    case "sameImageTwice":
      return {
        title: `${countOf(blocker.count, "image")} selected in several versions`,
        why: "Several files claim to be the same image and are not alike; the site could not tell them apart.",
        whatNext: "Compare the versions under Images and keep one of them.",
      };
    case "textNotLookedFor":
      return {
        title: `${countOf(blocker.stacks, "stack")} not looked through for text`,
        why: "Names written into the pixels are found by looking at the pixels, and that is not finished.",
        whatNext:
          blocker.failed === 0
            ? "Wait for the search to end."
            : "Look again under Images, or accept with a reason what could not be looked through.",
      };
    case "imagesNotSeen":
      return {
        title: `${countOf(blocker.count, "image")} could not be looked through`,
        why: "Their pixels could not be decoded here, as those of films never are, so nobody can say whether a name is written into them.",
        whatNext:
          "Look at them yourself and say so under Images, or trim them away.",
      };
    case "burnedInText":
      return {
        title: `Text in the picture at ${countOf(blocker.count, "place")}`,
        why: "It may name the patient, and no header check can remove it.",
        whatNext: "Mask each place under Images, or accept it with a reason.",
      };
    case "patientWordsTyped":
      return {
        title: `${countOf(blocker.count, "text")} with the patient's own words`,
        why: "What was typed repeats something the image headers say of the patient.",
        whatNext: "Take it out under Details, or accept it with a reason.",
      };
    case "licenceForbids":
      return {
        title: `${countOf(blocker.stacks, "stack")} that may not be sent`,
        why:
          blocker.reason === "nonCommercialUnconfirmed"
            ? "The licence of the public series is for non-commercial use only, which was not confirmed."
            : "They come from a public archive, and what their licence allows does not reach that far.",
        whatNext:
          blocker.reason === "nonCommercialUnconfirmed"
            ? "Deselect the stacks of this series under Images; or remove it under Downloads, fetch it again and confirm your use."
            : `${licenceBlockSentence(blocker.reason)} Deselect its stacks under Images.`,
      };
    case "creditMissing":
      return {
        title: `Credit for ${blocker.collections.join(", ")} is missing`,
        why: "Public data asks for the citation, the licence, the note on changes, the archive's publication and the link to its policy wherever it is published.",
        whatNext: "Put the credit back, under Details.",
      };
    case "creditHasNoPlace":
      return {
        title: `Credit for ${blocker.collections.join(", ")} has no place`,
        why: "The licence of public data asks for credit wherever it is published, and the stacks go into an existing study, which keeps its own words.",
        whatNext:
          "Send public data into a new study of that case, or as a case of its own.",
      };
    case "citationMissing":
      return {
        title: `The citation of ${blocker.collections.join(", ")} is missing`,
        why: "The registry of citations did not answer when the images were fetched, so the credit names the data set by its DOI alone. Each data set has to be cited.",
        whatNext:
          "Ask for it again under Details; or write authors, year and title into the credit by hand, in place of the bare name. The page of the DOI has them.",
      };
    case "sentBefore":
      return {
        title: `${countOf(blocker.count, "image")} sent before`,
        why: "The same images are in another case already.",
        whatNext: "Look at that case, then say under Check that it is meant.",
      };
    case "notConfirmed":
      return {
        title: `Confirm ${confirmationNames[blocker.which]}`,
        why: "Only you can know this.",
        whatNext: "Read the statement and tick it.",
      };
    default:
      return assertNever(blocker, "blocker");
  }
}
