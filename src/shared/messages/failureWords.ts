// Words for every failure: what failed, why, and what to do next.
import { assertNever } from "../assertNever.ts";
import type {
  AccountFailure,
  DiskFailure,
  Failure,
  NonIdempotentCall,
} from "../failure.ts";
import {
  networkFailureWords,
  serviceFailureWords,
} from "./networkFailureWords.ts";
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
    case "rateLimited":
    case "serverError":
    case "refused":
    case "notAnonymized":
    case "presignedUrlExpired":
    case "storedOtherwise":
    case "unexpectedAnswer":
    case "clockSkew":
      return serviceFailureWords(failure);
    case "signInNeeded":
    case "quotaFull":
    case "signInFailed":
    case "otherAccount":
    case "otherSite":
    case "draftGone":
      return accountFailureWords(failure);
    case "diskFull":
    case "unreadable":
    case "unwritable":
    case "sourceVanished":
    case "sourceChanged":
    case "unpackFailed":
    case "spoolDamaged":
    case "recordDamaged":
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

function accountFailureWords(failure: AccountFailure): Words {
  switch (failure.kind) {
    case "signInNeeded":
      return {
        title: "Sign in to go on",
        why: {
          neverSignedIn: "Nobody has signed in on this computer yet.",
          revoked:
            "The site no longer accepts the sign-in; it may have been withdrawn.",
          signedOut: "You signed out.",
        }[failure.reason],
        whatNext: "Sign in; everything goes on where it stopped.",
      };
    case "quotaFull":
      return {
        title: "No room for another draft",
        why: `Your account holds ${failure.used} of ${countOf(failure.allowed, "draft")}.`,
        whatNext:
          "Publish or delete a draft on the site, or become a supporter for more. Your case waits here.",
      };
    case "signInFailed":
      return signInFailedWords(failure);
    case "otherAccount":
      return {
        title: `This case belongs to ${failure.login}`,
        why: "It was begun with that account, and nobody is signed in with it now. It never goes on under another one.",
        whatNext: `Sign in as ${failure.login}: the case then goes on by itself. To send it with another account, make it anew from its files.`,
      };
    case "otherSite":
      return {
        title: "This case belongs to another site",
        why: `It was begun on ${failure.origin}, and the app now goes to another address. It never goes on there.`,
        whatNext:
          "Go back to that address in Settings, Advanced, and sign in there: the case then goes on. Or cancel this upload and make the case anew from its files.",
      };
    case "draftGone":
      return {
        deleted: {
          title: "The draft is no longer on the site",
          why: "It was deleted there, or it belongs to another account.",
          whatNext:
            failure.isReplaceable === true
              ? "Nothing was lost here. Make a new draft and send everything again, if you did not delete it on purpose; otherwise cancel this upload."
              : "Nothing was lost here. Cancel this upload and make the case anew from its files; it can go to a new case or to another draft.",
        },
        notDraft: {
          title: "The case on the site is no longer a draft",
          why: "It was published or handed in for review, and only drafts take images.",
          whatNext:
            "Turn it back into a draft on the site and try again. Or cancel this upload and make the case anew from its files.",
        },
      }[failure.problem];
    default:
      return assertNever(failure, "account failure");
  }
}

function signInFailedWords(
  failure: AccountFailure & { readonly kind: "signInFailed" },
): Words {
  const title = "Signing in did not work";
  switch (failure.reason) {
    case "stateMismatch":
      return {
        title,
        why: "The answer belongs to another attempt to sign in.",
        whatNext: "Start again, and use the newest browser tab only.",
      };
    case "denied":
      return {
        title,
        why: "Access was not allowed on the site's page.",
        whatNext: "Start again and choose Authorise.",
      };
    case "timedOut":
      return {
        title,
        why: "No answer came from the browser.",
        whatNext: "Start again, or copy the link and paste the code by hand.",
      };
    case "badCode":
      return {
        title: "The code was not accepted",
        why: "Codes can be used once and only for a few minutes.",
        whatNext: "Start again to get a fresh code.",
      };
    case "badClient":
      return {
        title: "The application was not accepted",
        why: "The site does not know this application id and secret together.",
        whatNext: "Check both in Settings; copy them from the site again.",
      };
    case "noCodeInText":
      return {
        title: "No code found in that text",
        why: "Neither a code nor an address with a code was recognised.",
        whatNext: "Copy the code that the site shows, and nothing else.",
      };
    default:
      return assertNever(failure.reason, "sign-in failure");
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
      return {
        title: "A prepared image is damaged",
        why: "It is missing or no longer what was checked, so it is not sent.",
        whatNext:
          "Prepare the images once more. If sending has begun, cancel it and make the case anew from its files.",
      };
    case "recordDamaged":
      return recordDamagedWords(failure.record);
    default:
      return assertNever(failure, "disk failure");
  }
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
    default:
      return assertNever(record, "record");
  }
}
