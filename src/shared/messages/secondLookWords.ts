// Words of the second look: what keeps a film here, what became of a question, and what every reading is labelled with.
import { assertNever } from "../assertNever.ts";
import {
  longReportWords,
  type FilmObstacle,
  type FilmQuestion,
  type FilmWarning,
  type LookAlgorithm,
  type LookProblem,
  type LookReader,
  type NotUnderstoodReason,
} from "../secondLook.ts";
import { licenceBlockSentence } from "./archiveWords.ts";
import { failureWords } from "./failureWords.ts";
import { countOf, formatBytes } from "./quantities.ts";
import { refusalWords } from "./refusalWords.ts";
import type { Words } from "./words.ts";

/** On every reading and every copy of one (contract section 7). */
export const lookBanner =
  "For research and teaching only. Not a medical device. Not for diagnosis or patient care.";

/** Near every reading (contract section 7). */
export const lookCitation =
  "Cid YD, Macpherson M, et al. Development and validation of open-source deep neural networks for comprehensive chest x-ray reading: a retrospective, multicentre study. Lancet Digit Health 2024;6(1):e44-e57. doi 10.1016/S2589-7500(23)00218-2";

/** Names of the algorithms. */
export const lookTitles: Readonly<Record<LookAlgorithm, string>> = {
  image: "X-Raydar-CV, reading of a film",
  report: "X-Raydar-NLP, labels of a report",
};

/** Who reads, and where. */
export const readerWords: Readonly<
  Record<LookReader, { readonly name: string; readonly place: string }>
> = {
  xraydar: {
    name: "X-Raydar (University of Warwick)",
    place: "University of Warwick, United Kingdom",
  },
  sandbox: {
    name: "the practice reader of the sandbox (made-up numbers)",
    place: "this computer: nothing leaves it",
  },
};

/** Why a film stays here, and what would change that. */
export function filmObstacleWords(obstacle: FilmObstacle): string {
  switch (obstacle.kind) {
    case "notRadiograph":
      return `${radiographForms[obstacle.form]} X-Raydar reads Computed Radiography and Digital X-Ray only.`;
    case "notChest":
      return `The body part is ${obstacle.bodyPart}. X-Raydar reads chest films only.`;
    case "notFrontal":
      return `This is no frontal film (${obstacle.view}). X-Raydar was trained on PA and AP films only.`;
    case "child":
      return `The patient is ${countOf(obstacle.years, "year")} old. X-Raydar was trained on adults only.`;
    case "severalFrames":
      return `The file holds ${obstacle.frames} frames. X-Raydar reads single images only.`;
    case "pixelFormat":
      return `Its pixels are stored in a way that X-Raydar does not read (${obstacle.keyword}).`;
    case "burnedInAnnotation":
      return "The file says that text is burnt into its pixels (Burned In Annotation). Such films are not sent.";
    case "tooLarge":
      return `It would be too large to send (${formatBytes(obstacle.sizeBytes)} uncompressed). Films over 100 MB are not sent.`;
    case "notSelected":
      return "It is not selected in this case. Select it under Images, so that it is checked.";
    case "notPrepared":
      return "It has not been de-identified yet. Prepare the case under Check.";
    case "refused":
      return `It could not be de-identified: ${refusalWords(obstacle.reason).title}.`;
    case "textNotLookedFor":
      return "Its pixels have not been looked through for text. Wait for the search, or repeat it under Images.";
    case "unmaskedText":
      return `Text stands unmasked in its pixels (${countOf(obstacle.count, "place")}). Mask it under Images.`;
    case "licence":
      return obstacle.reason === "nonCommercialUnconfirmed"
        ? "Its licence forbids commercial use, and you have not said yet that yours is none. Confirm it where the series was fetched."
        : `${licenceBlockSentence(obstacle.reason)} So the film is not handed on.`;
    default:
      return assertNever(obstacle, "film obstacle");
  }
}

const radiographForms: Readonly<
  Record<Extract<FilmObstacle, { kind: "notRadiograph" }>["form"], string>
> = {
  secondaryCapture: "This is a secondary capture.",
  mammography: "This is a mammogram.",
  intraoral: "This is an intra-oral film.",
  angiography: "This is angiography or fluoroscopy.",
  other: "This is another kind of image.",
};

/** What the header leaves open; refused as unknown until the user answers. */
export const filmQuestionWords: Readonly<
  Record<FilmQuestion, { readonly unknown: string; readonly claim: string }>
> = {
  chest: {
    unknown: "The file does not say that this is a chest film.",
    claim: "I have looked: it is a chest film.",
  },
  frontal: {
    unknown: "The file does not say that this is a frontal film.",
    claim: "I have looked: it is a frontal film (PA or AP).",
  },
  adult: {
    unknown: "The file does not say how old the patient is.",
    claim: "I know: the patient was at least 16 years old.",
  },
};

export function filmWarningWords(warning: FilmWarning): string {
  switch (warning.kind) {
    case "forProcessing":
      return "This film is raw data of the detector (For Processing). A reading of it may be worth less than one of the film for presentation.";
    case "lookupTable":
      return "The file has a lookup table (Modality LUT or VOI LUT) for how its pixels are shown. It could not be applied, because it is not whole or the original is not there any more: a plain window stands in its place, as in the picture below. A reading may differ from one of the film as it was shown to you.";
    case "large":
      return `This film is large (${formatBytes(warning.sizeBytes)}). The reader may refuse it.`;
    default:
      return assertNever(warning, "film warning");
  }
}

/** What becomes of the end of a long report; null for one that is read whole (contract section 4.2). */
export function longReportText(words: number): string | null {
  return words > longReportWords
    ? `${words} words: the reader takes in about the first 350 and ignores the rest without notice.`
    : null;
}

const nothingElse = "Nothing was kept, and nothing is asked again by itself.";

/** What became of a question, why, and what to do. */
export function lookProblemWords(problem: LookProblem): Words {
  switch (problem.kind) {
    case "unavailable":
      return {
        title: "X-Raydar is unavailable",
        why: failureWords(problem.failure).why,
        whatNext:
          "The service is a free academic one and may have moved or ended. Look at its project page, or try later.",
      };
    case "timedOut":
      return {
        title: "X-Raydar did not answer in time",
        why: `There was no whole answer within ${countOf(Math.round(problem.afterMs / 1000), "second")}. It may have been read all the same.`,
        whatNext: `${nothingElse} You can ask once more.`,
      };
    case "connectionLost":
      return {
        title: "The connection to X-Raydar broke",
        why: "The answer did not arrive whole, so none of it is shown. It may have been read all the same.",
        whatNext: `${nothingElse} You can ask once more.`,
      };
    case "redirected":
      return {
        title: "X-Raydar points to another address",
        why: `It answered with a redirect (${problem.status}), which is never followed: your key would go along.`,
        whatNext: "Look at the project page for what has changed.",
      };
    case "rejected":
      return {
        title: "X-Raydar did not accept the file",
        why: `It answered with status ${problem.status}${quoted(problem.text)}.`,
        whatNext: "The same file would be refused again. Nothing was kept.",
      };
    case "keyRefused":
      return {
        title: "X-Raydar did not accept the key",
        why: `It answered with status ${problem.status}: the key is wrong, or blocked.`,
        whatNext:
          "Enter the key from its e-mail in Settings, under Second look.",
      };
    case "noKey":
      return {
        title: "There is no key for X-Raydar",
        why: "Each user asks with an own key of 16 characters.",
        whatNext: "Enter it in Settings, under Second look.",
      };
    case "interfaceChanged":
      return {
        title: "The interface of X-Raydar has changed",
        why: `Its address answered with status ${problem.status}.`,
        whatNext:
          "It is not asked again before the next start of Casedrop. A newer version may know the new address.",
      };
    case "tooLarge":
      return {
        title: "The file is too large for X-Raydar",
        why:
          problem.by === "reader"
            ? "It refused the file for its size (413)."
            : "Files over 100 MB are not sent.",
        whatNext:
          "It is not made smaller by itself, since that would change the reading.",
      };
    case "limited":
      return {
        title: "X-Raydar asks for a pause",
        why: "It has had too many questions (429).",
        whatNext: `Ask again in ${countOf(Math.max(1, Math.ceil(problem.waitMs / 1000)), "second")}. Nothing is asked by itself.`,
      };
    case "readerFailed":
      return {
        title: "X-Raydar failed on this file",
        why: `It answered with status 500${quoted(problem.text)}. The file was sent uncompressed, which is the safest form there is.`,
        whatNext: "Another try is unlikely to help. Nothing was kept.",
      };
    case "gateway":
      return {
        title: "X-Raydar is not ready",
        why: `What stands before it answered with status ${problem.status}.`,
        whatNext: `${nothingElse} You can ask once more, later.`,
      };
    case "answerTooLarge":
      return {
        title: "The answer was not understood",
        why: "It is longer than 1 MB, far more than a reading can be.",
        whatNext: nothingElse,
      };
    case "refusedInAnswer":
      return {
        title: "X-Raydar gave no reading",
        why: `It said: “${problem.text}”.`,
        whatNext: nothingElse,
      };
    case "notUnderstood":
      return {
        title: "The answer was not understood",
        why: notUnderstoodWords(problem.reason),
        whatNext: `No reading is shown, so that none can be wrong. ${nothingElse}`,
      };
    case "busy":
      return {
        title: "Another question is under way",
        why: "X-Raydar is asked one thing at a time.",
        whatNext: "Wait for the answer, or cancel it.",
      };
    default:
      return assertNever(problem, "look problem");
  }
}

function quoted(text: string): string {
  return text === "" ? "" : ` and the words “${text}”`;
}

function notUnderstoodWords(reason: NotUnderstoodReason): string {
  switch (reason.kind) {
    case "blank":
      return "It is empty.";
    case "html":
      return "It is a web page, not a reading.";
    case "notJson":
      return "It is not in the form of a reading (JSON).";
    case "noLabels":
      return "It holds no finding that Casedrop knows.";
    case "bareNumbers":
      return "It holds numbers without names. Which finding each belongs to is not documented.";
    case "scaleUnknown":
      return "It holds values above 1, so their scale is unknown.";
    case "tooFewLabels":
      return `It gives values for ${reason.matched} of the 37 findings, too few to be a reading.`;
    default:
      return assertNever(reason, "not understood");
  }
}

/** Stands for the fields of an answer beyond those that are kept beside a reading. */
export function moreFields(count: number): {
  readonly name: string;
  readonly value: string;
} {
  return {
    name: countOf(count, "more field"),
    value: "Only in the answer as it was received",
  };
}
