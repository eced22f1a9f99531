// Words for failures of the account: signing in, quota, drafts and studies that are gone.
import { assertNever } from "../assertNever.ts";
import type { AccountFailure } from "../failure.ts";
import { countOf } from "./quantities.ts";
import type { Words } from "./words.ts";

/** Words for what is wrong with the account, its drafts and their studies. */
export function accountFailureWords(failure: AccountFailure): Words {
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
              ? "Nothing was lost here. If it is another account's, sign in with that one and try again. If it was deleted by mistake, make a new draft and send everything again; otherwise cancel this upload."
              : "Nothing was lost here. If it is another account's, sign in with that one and try again. Otherwise cancel this upload and make the case anew from its files; it can go to a new case or to another draft.",
        },
        notListed: {
          title: "The draft is not among your drafts",
          why: "It was deleted on the site, or it belongs to another account: this case was begun by an older version, which did not note with which.",
          whatNext:
            "Nothing was lost here. Sign in with the account that the case was begun with, and try again. If the draft was deleted, cancel this upload and make the case anew from its files.",
        },
        notDraft: {
          title: "The case on the site is no longer a draft",
          why: "It was published or handed in for review, and only drafts take images.",
          whatNext:
            "Turn it back into a draft on the site and try again. Or cancel this upload and make the case anew from its files.",
        },
      }[failure.problem];
    case "studyGone": {
      const { name, remoteStudyId } = failure.study;
      const named = name === "" ? "" : ` (“${name}”)`;
      return {
        title: "The study is no longer in the draft",
        why: `Study ${remoteStudyId}${named} was to take images, and the site says that there is no such study. It may have been deleted there.`,
        whatNext:
          "Nothing was lost here. Look at the draft, and try again if the study is there. If it is gone, make a new study in this draft instead: it gets all stacks of this case that were meant for the old one, and those that were in it already are sent again.",
      };
    }
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
