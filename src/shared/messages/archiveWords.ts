// Words for what can go wrong with public image archives, and for what a licence asks.
import type {
  ArchiveDownloadFailure,
  ArchiveFailure,
  ArchiveInputFailure,
  ArchiveServiceFailure,
  DownloadWarning,
  LicenceBlock,
  ListChange,
} from "../archive.ts";
import { assertNever } from "../assertNever.ts";
import { failureWords } from "./failureWords.ts";
import { countOf, formatBytes, formatTimeLeft } from "./quantities.ts";
import { isDamage, seriesProblemSentence } from "./seriesProblemWords.ts";
import type { Words } from "./words.ts";

/** Words for any failure of work with an archive. */
export function archiveFailureWords(failure: ArchiveFailure): Words {
  switch (failure.kind) {
    case "unreachable":
    case "connectionLost":
    case "stalled":
    case "tlsRejected":
    case "proxyUnreachable":
    case "proxyAuthNeeded":
    case "proxyRefused":
    case "tooLargeForProxy":
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
    case "cancelled":
      return failureWords(failure);
    case "unknownEndpoint":
    case "unknownParameter":
    case "missingParameter":
    case "badParameter":
    case "notOffered":
    case "apiKeyNeeded":
    case "notAManifest":
    case "tooManySeries":
      return inputWords(failure);
    case "archiveBusy":
    case "archiveError":
    case "archiveRefused":
    case "archiveTokenRejected":
    case "archiveSignInRefused":
    case "notAvailable":
    case "unreadableAnswer":
      return serviceWords(failure);
    case "policyNotAccepted":
    case "licenceBlocked":
    case "nonCommercialUnconfirmed":
    case "notEnoughSpace":
    case "seriesUnsound":
    case "incompleteAtSource":
    case "storeInUse":
    case "seriesUnknown":
    case "licenceNotInDoubt":
    case "stricterLicenceElsewhere":
    case "listChanged":
    case "transferTooLong":
      return downloadWords(failure);
    default:
      return assertNever(failure, "archive failure");
  }
}

const nothingSent = "Nothing was sent.";

function inputWords(failure: ArchiveInputFailure): Words {
  switch (failure.kind) {
    case "unknownEndpoint":
      return {
        title: `There is no endpoint ${failure.name}`,
        why: `It is not in the list of those that are known. ${nothingSent}`,
        whatNext: "Look it up with: casedrop archive endpoints",
      };
    case "unknownParameter":
      return {
        title: `${failure.endpoint} takes no parameter ${failure.name}`,
        why: `Names are case-sensitive, and a name the archive does not know is refused or silently answered with everything. ${nothingSent}`,
        whatNext:
          failure.allowed.length === 0
            ? "Leave it out: this endpoint takes none."
            : `It takes: ${failure.allowed.join(", ")}.`,
      };
    case "missingParameter":
      return {
        title: `${failure.endpoint} needs the parameter ${failure.name}`,
        why: `The archive does not answer without it. ${nothingSent}`,
        whatNext: `Add ${failure.name} with its value.`,
      };
    case "badParameter":
      return {
        title: `${failure.name} of ${failure.endpoint} has another form`,
        why: `It has to be ${failure.expected}. ${nothingSent}`,
        whatNext: "Correct the value and try again.",
      };
    case "notOffered":
      return {
        title: `${failure.endpoint} is not offered`,
        why: `It would write to a server that others share. ${nothingSent}`,
        whatNext:
          "Save the series in a manifest file instead, and pass that on.",
      };
    case "apiKeyNeeded":
      return {
        title: `${failure.endpoint} needs an API key`,
        why: "The retired interface wants one that it knows: up to version 3 always, later where it says so.",
        whatNext:
          "Set CASEDROP_TCIA_API_KEY to the key of your application, or use the endpoint of the current interface.",
      };
    case "notAManifest":
      return {
        title: "No series found in this file",
        why: "It is neither a TCIA manifest nor a table with a column of Series Instance UIDs.",
        whatNext: "Choose a .tcia file, or a CSV with a column Series UID.",
      };
    case "tooManySeries":
      return {
        title: "The list is too long",
        why: `A list may name ${countOf(failure.allowed, "series", "series")} at most.`,
        whatNext: "Split it into shorter lists.",
      };
    default:
      return assertNever(failure, "archive input failure");
  }
}

function detailSentence(detail: string): string {
  return detail === "" ? "" : ` It says: ${detail}`;
}

function serviceWords(failure: ArchiveServiceFailure): Words {
  switch (failure.kind) {
    case "archiveBusy":
      return {
        title: "The archive asks to slow down",
        why: `It has had too many requests for now (${failure.status}).`,
        whatNext:
          failure.retryAfterMs === null
            ? "Wait a few minutes, then go on."
            : `Wait ${formatTimeLeft(Math.max(1, Math.round(failure.retryAfterMs / 1000)))}, then go on.`,
      };
    case "archiveError":
      return {
        title: "The archive has a problem",
        why: `It answered ${failure.status}.${detailSentence(failure.detail)}`,
        whatNext:
          "TCIA's other host name was asked as well, where there is one. Try again later. If it lasts for hours, the archive itself is down: look for the same series at Imaging Data Commons, which mirrors public data, with the button at the download, or with --source idc on the command line.",
      };
    case "archiveRefused":
      return {
        title: "The archive refused the request",
        why: `It answered ${failure.status}.${detailSentence(failure.detail)}`,
        whatNext:
          "Check what was asked for. A series may not be public, or may lie on another server of the archive.",
      };
    case "archiveTokenRejected":
      return {
        title: "The archive no longer accepts the sign-in",
        why: "The token is invalid or has expired; the archive would answer as if there were no data.",
        whatNext:
          "Try again in a few minutes. Words of headers and shared carts cannot be asked for without a token, the guest's included; collections, subjects and series can.",
      };
    case "archiveSignInRefused":
      return {
        title: "Signing in to the archive did not work",
        why: `Name and password were not accepted.${detailSentence(failure.detail)}`,
        whatNext:
          "Check both, or go on without a sign-in: public data needs none.",
      };
    case "notAvailable":
      return {
        title: "The archive does not have this",
        why: "It is unknown there, not public, or kept on another server.",
        whatNext: "Check the identifier, or look for it by its collection.",
      };
    case "unreadableAnswer":
      return {
        title: "The archive's answer was not understood",
        why: `What ${failure.endpoint} answered does not have the documented form (${failure.problem}).`,
        whatNext: "Try again later; if it comes back, please report it.",
      };
    default:
      return assertNever(failure, "archive service failure");
  }
}

const nothingKept = "Nothing of it was kept, and nothing of it is offered.";

function downloadWords(failure: ArchiveDownloadFailure): Words {
  switch (failure.kind) {
    case "policyNotAccepted":
      return {
        title: "The data usage policy has not been accepted",
        why: "The archive lets everyone use its data, on conditions: no attempt to identify anyone, and each data set is cited.",
        whatNext: "Read the policy and accept it once, then fetch again.",
      };
    case "licenceBlocked":
      return {
        title: "The licence does not allow this",
        why: licenceBlockSentence(failure.reason),
        whatNext: licenceBlockRemedy(failure.reason),
      };
    case "nonCommercialUnconfirmed":
      return {
        title: "This series is for non-commercial use only",
        why: "Its licence (CC BY-NC) forbids commercial use, and you have not said yet that yours is none.",
        whatNext: "Confirm that the use is not commercial, then go on.",
      };
    case "notEnoughSpace":
      return {
        title: "Not enough room on the disk",
        why: `Fetching and unpacking needs ${formatBytes(failure.neededBytes)}; ${formatBytes(failure.freeBytes)} are free.`,
        whatNext: "Free some space, then go on.",
      };
    case "seriesUnsound":
      return {
        title: "The series did not arrive whole",
        why: `${seriesProblemSentence(failure.problem)} ${nothingKept}`,
        whatNext: "It is fetched again; or try again by hand.",
      };
    case "incompleteAtSource":
      return {
        title: isDamage(failure.problem)
          ? "The series is damaged at the source"
          : "The series is incomplete at the source",
        why: `${seriesProblemSentence(failure.problem)} So it was in ${countOf(failure.tries, "try", "tries")}. ${nothingKept}`,
        whatNext: "Choose another series, or try again another day.",
      };
    case "storeInUse":
      return {
        title: "Another program is fetching into this folder",
        why: "Two at a time would get in each other's way, and neither could vouch for what is there.",
        whatNext:
          "Wait until it is done or end it, or choose another folder, then try again.",
      };
    case "seriesUnknown":
      return {
        title: "The archive lists no such series",
        why: "Without its entry neither its licence nor its number of images is known, so it is not fetched.",
        whatNext: "Check the Series Instance UID.",
      };
    case "licenceNotInDoubt":
      return {
        title: "The licence of this series is not in doubt",
        why: "Its list and its LICENSE file name the same one, or only one of them names any. Nothing was changed.",
        whatNext: "Go on with the series as its licence allows.",
      };
    case "stricterLicenceElsewhere":
      return {
        title: "Another archive names a stricter licence",
        why: `It has the same series under ${failure.licence}, which allows less than the licence that was said to hold. Nothing was changed.`,
        whatNext: `Go on under ${failure.licence}, or leave the series out.`,
      };
    case "listChanged":
      return {
        title:
          failure.change.kind === "stricterElsewhere"
            ? "Two archives name different licences"
            : "The archive's list has changed",
        why: `${listChangeSentence(failure.change)} Nothing was fetched.`,
        whatNext:
          "Look at the series again. If it is still the one you want, fetch it again: the licence is judged as it is now.",
      };
    case "transferTooLong":
      return {
        title: "The transfer took too long",
        why: `It had not ended after ${formatTimeLeft(Math.round(failure.afterMs / 1000))}.`,
        whatNext: "Try again when the line or the archive is faster.",
      };
    default:
      return assertNever(failure, "archive download failure");
  }
}

function listChangeSentence(change: ListChange): string {
  switch (change.kind) {
    case "licence":
      return `When the series was chosen, its licence was ${change.was || "not named"}; now it is ${change.now || "not named"}.`;
    case "stricterElsewhere":
      return `This archive names the licence ${change.was || "of the series nowhere"}; another archive that has the same series names ${change.now}, which allows less and counts.`;
    case "images":
      return `When the series was chosen, it had ${countOf(change.was, "image", "images")}; now it has ${countOf(change.now, "image", "images")}.`;
    default:
      return assertNever(change, "list change");
  }
}

/** One sentence on why a licence keeps a series out of a case. */
export function licenceBlockSentence(reason: LicenceBlock): string {
  switch (reason) {
    case "noDerivatives":
      return "The licence forbids changed copies (ND), and a case is one: images are chosen, windowed and cropped.";
    case "notCreativeCommons":
      return "The licence is no Creative Commons licence.";
    case "controlledAccess":
      return "Access to the series is restricted.";
    case "notListed":
      return "The licence is not among those that may be used here (CC BY and CC BY-NC, 3.0 and 4.0).";
    case "missing":
      return "The archive names no licence for the series.";
    case "disagree":
      return "What names a licence for the series contradicts itself: the archive's list, another archive that has it, or the LICENSE file of the download.";
    case "viewOnly":
      return "The series was fetched to look at here only.";
    case "recordDamaged":
      return "The record of its licence, a .json file named by its UID beside the images or in the folder of fetched series, is damaged: fetch the series again. If it never came from an archive, move that file away.";
    default:
      return assertNever(reason, "licence block");
  }
}

function licenceBlockRemedy(reason: LicenceBlock): string {
  switch (reason) {
    case "noDerivatives":
    case "notCreativeCommons":
    case "notListed":
      return "Choose another series. It may be fetched to look at here only.";
    case "controlledAccess":
      return "Choose another series.";
    case "viewOnly":
      return "Choose another series; or remove this one from this computer under Downloads and fetch it again, for a case.";
    case "recordDamaged":
      return "Fetch the series again.";
    case "missing":
      return "Find out the licence from the page of the data set and enter it by hand; until then the series stays out.";
    case "disagree":
      // Known only when the series has come: it is settled where that is said.
      return "Find out from the page of the data set which one holds, and say so under Downloads with “Settle the licence”, or on the command line with casedrop archive download --licence; until then it stays out.";
    default:
      return assertNever(reason, "licence block");
  }
}

/** One sentence on what is worth knowing of a stored series. */
export function downloadWarningSentence(warning: DownloadWarning): string {
  switch (warning) {
    case "withoutHashes":
      return "The archive gave no hashes: images were counted and read, not compared.";
    case "listedNotSent":
      return "The archive's list names more images than it counts and sends for this series: what came is whole, the others are not here.";
    case "licencesDiffer":
      return "Two archives do not name the same licence for this series: what allows less counts.";
    case "viewOnly":
      return "Fetched to look at here only; it cannot be sent.";
    default:
      return assertNever(warning, "download warning");
  }
}
