// Words for every failure: what failed, why, and what to do next.
import { assertNever } from "../assertNever.ts";
import type {
  DiskFailure,
  Failure,
  MemoryName,
  NonIdempotentCall,
} from "../failure.ts";
import { accountFailureWords } from "./accountFailureWords.ts";
import {
  networkFailureWords,
  serviceFailureWords,
} from "./networkFailureWords.ts";
import { interferenceWords } from "./interferenceWords.ts";
import { countOf } from "./quantities.ts";
import { forgettingFailureWords } from "./forgettingWords.ts";
import { refusalWords } from "./refusalWords.ts";
import type { Words } from "./words.ts";

/** Words for any failure. */
export function failureWords(failure: Failure): Words {
  switch (failure.kind) {
    case "unreachable":
    case "connectionLost":
    case "stalled":
    case "tlsRejected":
    case "proxyUnreachable":
    case "proxyAuthNeeded":
    case "proxyRefused":
    case "tooLargeForProxy":
      return networkFailureWords(failure);
    case "strangerAnswered":
    case "decisionNotKept":
      return interferenceWords(failure);
    case "rateLimited":
    case "serverError":
    case "refused":
    case "notAnonymized":
    case "presignedUrlExpired":
    case "presignedUrlRefused":
    case "storedOtherwise":
    case "accountUntold":
    case "unexpectedAnswer":
    case "clockSkew":
      return serviceFailureWords(failure);
    case "signInNeeded":
    case "quotaFull":
    case "signInFailed":
    case "otherAccount":
    case "otherSite":
    case "draftGone":
    case "studyGone":
      return accountFailureWords(failure);
    case "diskFull":
    case "unreadable":
    case "unwritable":
    case "sourceVanished":
    case "sourceChanged":
    case "unpackFailed":
    case "spoolDamaged":
    case "recordDamaged":
    case "inUseElsewhere":
    case "journalLocked":
      return diskFailureWords(failure);
    case "notForgotten":
    case "stillSending":
      return forgettingFailureWords(failure);
    case "cancelled":
      return {
        title: "Cancelled",
        why: "You stopped it.",
        whatNext: "Start again whenever you like.",
      };
    case "inDoubt":
      return doubtWords(failure.call);
    case "processingFailed":
      return {
        title: "The site could not process a stack",
        why: "All its images arrived; the site gives no reason.",
        whatNext:
          "Open the draft on the site and look at the stack. If it is missing, send that stack once more, or tell the site's editors.",
      };
    case "invalidInput":
      return {
        title: "That is not possible as entered",
        why: `This was not accepted: ${failure.field}, ${failure.problem}.`,
        whatNext: "Correct it and try again.",
      };
    case "notFound":
      return {
        title: `The ${failure.what} is no longer there`,
        why: "It was removed, or files were added since.",
        whatNext: "Choose another one.",
      };
    case "refusedImage":
      return refusalWords(failure.reason);
    case "bug":
      return {
        title: "Something went wrong inside Casedrop",
        why: `An error that should not happen (${failure.errorName}). Your draft is kept.`,
        whatNext:
          "Try once more. If it comes back, restart the app and please report it.",
      };
    default:
      return assertNever(failure, "failure");
  }
}

/** Words for a call whose answer was lost. */
export function doubtWords(call: NonIdempotentCall): Words {
  const checkFirst =
    "The site may still be at work on it: wait a minute, look there, then say so here. So nothing is made twice.";
  switch (call) {
    case "createCase":
      return {
        title: "Was the draft made?",
        why: "The request to make the draft was sent, and the connection broke before the answer came.",
        whatNext: checkFirst,
      };
    case "createStudy":
      return {
        title: "Was the study added?",
        why: "The request to add a study to the draft was sent, and the connection broke before the answer came.",
        whatNext: checkFirst,
      };
    case "attachStack":
      return {
        title: "Was the stack added?",
        why: "All images of a stack arrived, but the connection broke before the site confirmed that it put them into the draft.",
        whatNext:
          "A stack can take a quarter of an hour to show. Only when it is still missing then, say that it is not there; otherwise you would have it twice.",
      };
    default:
      return assertNever(call, "call");
  }
}

function diskFailureWords(failure: DiskFailure): Words {
  switch (failure.kind) {
    case "diskFull":
      return {
        title: "The disk is full",
        why: "Prepared images need room on the disk of this computer until they are sent.",
        whatNext: "Free some space, then try again. Nothing was lost.",
      };
    case "unreadable":
      if (failure.memory !== undefined)
        return closedMemoryWords(failure.memory, failure.code);
      if (failure.code === "WRONG_KEY") return lockedDraftWords;
      return {
        title: "A file could not be read",
        why: `The system refused (${failure.code}).`,
        whatNext: "Check that the disc or share is connected, then try again.",
      };
    case "unwritable":
      return {
        title: "A file could not be written",
        why: `The system refused (${failure.code}).`,
        whatNext: "Check that the place exists and that you may write there.",
      };
    case "sourceVanished":
      return {
        title: "The original files are gone",
        why: "They were moved, deleted or lie on a disc that is not connected.",
        whatNext: "Connect the disc again, or add the folder again.",
      };
    case "sourceChanged":
      return {
        title: "The original files have changed",
        why: "They are no longer the ones you looked at.",
        whatNext: "Add the folder again and look at the images.",
      };
    case "unpackFailed":
      return {
        title: "A file does not unpack",
        why: "The archive that holds it is damaged.",
        whatNext: "Export or copy the archive again, then add it again.",
      };
    case "spoolDamaged":
      if (failure.isMissing === true)
        return {
          title: "The prepared copies were removed",
          why: "They are no longer on this computer, so nothing can be sent from them.",
          whatNext:
            "Prepare the images again. If sending has begun, make a new case from its files: its words are kept. Choose this draft as its destination, and leave out the stacks that it already has.",
        };
      return {
        title: "A prepared image is damaged",
        why: "It is no longer what was checked, so it is not sent.",
        whatNext:
          "Prepare the images once more. If sending has begun, cancel it and make a new case from its files: its words are kept.",
      };
    case "recordDamaged":
      return recordDamagedWords(failure.record);
    case "inUseElsewhere":
      return inUseElsewhereWords;
    case "journalLocked":
      return journalLockedWords(failure);
    default:
      return assertNever(failure, "disk failure");
  }
}

const inUseElsewhereWords: Words = {
  title: "Another Casedrop is at work on this case",
  why: "This case is being sent by another Casedrop, a window or a command, on this computer. Two at once would send it twice.",
  whatNext:
    "Wait until it has finished there, or stop it there, then try again. If no other Casedrop is running, start this computer anew and try again.",
};

const otherKey =
  "The keychain was locked or reset, or the files come from another computer.";

const lockedDraftWords: Words = {
  title: "A draft on this computer cannot be opened",
  why: `It is encrypted with a key that the keychain does not have. ${otherKey}`,
  whatNext:
    "Unlock the keychain and start Casedrop again: the draft is still there. If the key is lost, make the case again from its files.",
};

function journalLockedWords({
  remoteCaseId,
  storedImages,
}: DiskFailure & { readonly kind: "journalLocked" }): Words {
  const images = `${countOf(storedImages, "image")} had arrived`;
  return {
    title: "The record of an upload cannot be opened",
    why:
      `Its words are encrypted with a key that the keychain does not have. ${otherKey} ` +
      (remoteCaseId === null
        ? `No draft is known to have been made on the site; ${images}.`
        : `Its draft on the site is case ${String(remoteCaseId)}; ${images}.`),
    whatNext:
      "Unlock the keychain and start Casedrop again: the upload goes on where it was. If the key is lost, look on the site for the draft before you send the case again, then forget the case here.",
  };
}

const memoryNames: Readonly<Record<MemoryName, string>> = {
  sentImages: "The memory of images sent before",
  maskMemory: "The memory of masks",
};

/** What the user has to look after meanwhile. */
const withoutMemory: Readonly<Record<MemoryName, string>> = {
  sentImages:
    "You are not warned of images that were sent before now: look on the site if in doubt.",
  maskMemory: "Masks that were drawn before now are not offered again.",
};

function closedMemoryWords(memory: MemoryName, code: string): Words {
  return {
    title: `${memoryNames[memory]} cannot be opened`,
    why:
      code === "WRONG_KEY"
        ? `It is encrypted with a key that the keychain does not have. ${otherKey}`
        : `The system refused (${code}).`,
    whatNext: `Start Casedrop again once the keychain and the disk can be used. Until then: ${lowerFirst(withoutMemory[memory])} The old memory is kept aside before a new one is written.`,
  };
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function recordDamagedWords(
  record: (DiskFailure & { readonly kind: "recordDamaged" })["record"],
): Words {
  const why = "It could not be understood and was kept aside, untouched.";
  switch (record) {
    case "journal":
      return {
        title: "The record of an upload is damaged",
        why,
        whatNext:
          "Look on the site whether the draft is complete before you send the case again.",
      };
    case "draft":
      return {
        title: "A draft on this computer is damaged",
        why,
        whatNext: "Make the case again from its files.",
      };
    case "settings":
      return {
        title: "The settings of the app are damaged",
        why,
        whatNext: "Set them again under Settings.",
      };
    case "secrets":
      return {
        title: "The stored sign-in is damaged",
        why,
        whatNext: "Sign in again.",
      };
    case "sentImages":
    case "maskMemory":
      return {
        title: `${memoryNames[record]} is damaged`,
        why,
        whatNext: `It begins anew. ${withoutMemory[record]}`,
      };
    default:
      return assertNever(record, "record");
  }
}
