// Words for failures between this computer and the service.
import { assertNever } from "../assertNever.ts";
import { certificateProblem } from "../certificateProblem.ts";
import type {
  NetworkFailure,
  ServiceFailure,
  RefusedImages,
} from "../failure.ts";
import {
  proxyAuthWords,
  proxyRefusalWords,
  proxyUnreachableWords,
} from "./proxyWords.ts";
import {
  countOf,
  formatBytes,
  formatSpan,
  formatTimeLeft,
} from "./quantities.ts";
import { formatTag } from "./tags.ts";
import type { Words } from "./words.ts";

const kept = "Your work is kept.";

function secondsOf(ms: number): string {
  return formatTimeLeft(Math.max(1, Math.round(ms / 1000)));
}

/** Named one by one; a longer list helps nobody. */
const mostPlaces = 10;

/** Words for one network failure. */
export function networkFailureWords(failure: NetworkFailure): Words {
  switch (failure.kind) {
    case "unreachable":
      return {
        title: "The service cannot be reached",
        why: `No connection could be made (${failure.code}). Nothing was sent.`,
        whatNext: `Check the network, and whether a proxy or VPN is needed. ${kept}`,
      };
    case "connectionLost":
      return {
        title: "The connection was lost",
        why: `It broke in the middle of an exchange (${failure.code}).`,
        whatNext: `Check the network, then try again. ${kept}`,
      };
    case "stalled":
      return {
        title: "The connection stands still",
        why: `No data moved for ${secondsOf(failure.afterMs)}.`,
        whatNext: `Check the network, then try again. ${kept}`,
      };
    case "tlsRejected":
      return certificateWords(failure.code, failure.issuer ?? null);
    case "proxyUnreachable":
      return proxyUnreachableWords(failure);
    case "proxyAuthNeeded":
      return proxyAuthWords(failure);
    case "proxyRefused":
      return proxyRefusalWords(failure);
    case "tooLargeForProxy":
      return {
        title: "A file is too large for this proxy's sign-in",
        why: `With a proxy that asks for NTLM, Negotiate or Digest, files of up to ${formatBytes(failure.limitBytes)} can be sent. Nothing of this one was.`,
        whatNext: `Try again on a network without that proxy. What is being sent can no longer be changed: to go without this file, cancel, and make a new case from the same files without its stack. ${kept}`,
      };
    default:
      return assertNever(failure, "network failure");
  }
}

/** Words for a certificate that was not accepted. There is no way round it, only a remedy. */
function certificateWords(code: string, issuer: string | null): Words {
  const signedBy = issuer === null ? "" : ` It was signed by “${issuer}”.`;
  const problem = certificateProblem(code);
  switch (problem) {
    case "unknownIssuer":
      return {
        title: "The certificate comes from an unknown authority",
        why: `Its root certificate is not installed on this computer.${signedBy} In hospitals a proxy that inspects traffic is the usual cause. Nothing was sent.`,
        whatNext: `Ask your IT department for the root certificate${issuer === null ? "" : ` “${issuer}”`} as a file, and add it under Settings, Network. Add none that anybody else gives you.`,
      };
    case "expired":
      return {
        title: "The certificate has expired",
        why: `Its time is over, or the clock of this computer is wrong.${signedBy} Nothing was sent.`,
        whatNext:
          "Check date and time of this computer. If they are right, tell your IT department, or try again tomorrow.",
      };
    case "notYetValid":
      return {
        title: "The certificate is not valid yet",
        why: `The clock of this computer is probably behind.${signedBy} Nothing was sent.`,
        whatNext: "Set date and time, then try again.",
      };
    case "wrongHost":
      return {
        title: "The certificate belongs to another address",
        why: `Something else answered in place of the service.${signedBy} Nothing was sent.`,
        whatNext:
          "If the network has a sign-in page, open any site in a browser and sign in first. Else tell your IT department.",
      };
    case "revoked":
      return {
        title: "The certificate has been withdrawn",
        why: `Who issued it no longer stands by it.${signedBy} Nothing was sent.`,
        whatNext: "Wait, and tell your IT department.",
      };
    case "handshake":
      return {
        title: "No secure connection could be made",
        why: `The other side does not speak proper TLS (${code}). Nothing was sent.`,
        whatNext:
          "A proxy or filter may stand between: run the diagnostics under Settings, Network.",
      };
    default:
      return assertNever(problem, "certificate problem");
  }
}

/** Words for one answer of the service that was not the one asked for. */
export function serviceFailureWords(failure: ServiceFailure): Words {
  switch (failure.kind) {
    case "rateLimited":
      return {
        title: "The service asks for a pause",
        why: "Too many requests were made in a short time.",
        whatNext:
          failure.retryAfterMs === null
            ? "Wait a few minutes; sending goes on by itself."
            : `Sending goes on by itself in ${secondsOf(failure.retryAfterMs)}.`,
      };
    case "serverError":
      return {
        title: "The service has a problem",
        why: withDetail(
          `It answered with an error of its own (${failure.status}).`,
          failure.detail,
        ),
        whatNext: `Try again in a few minutes. ${kept}`,
      };
    case "refused":
      return {
        title: "The service refused the request",
        why: withDetail(`It answered ${failure.status}.`, failure.detail),
        whatNext: `Correct what it names, then try again. ${kept}`,
      };
    case "notAnonymized":
      return {
        title: "The service found attributes it does not accept",
        why: withDetail(
          `It refused ${countOf(failure.tags.length, "attribute")}${ofStack(failure.stack)}: ${failure.tags.map(formatTag).join(", ")}.`,
          failure.detail,
        ),
        whatNext: `${
          failure.tags.includes("00080018")
            ? "Nothing more is sent. Its policy may be an older one: send without SOP Instance UID, which every version takes."
            : "Nothing more is sent. Its policy may be newer than this app: look for an update, and please report the attributes above."
        }${leavingOut(failure.refusedImages)}`,
      };
    case "presignedUrlExpired":
      return {
        title: "A permission to upload ran out",
        why: "Upload addresses last a few minutes, and this one came too late.",
        whatNext: "Try again: a fresh one is asked for.",
      };
    case "presignedUrlRefused":
      return failure.storageCode === null
        ? {
            title: "Something refuses to store the images",
            why: "Where the images are stored, 403 was answered again and again, by something that does not answer as the storage does: a filter or a proxy on the way, most likely.",
            whatNext: `Ask whoever runs the network to allow the address of the image storage (Settings, Network, Diagnostics names it), then try again. ${kept}`,
          }
        : {
            title: "The storage refuses the images",
            why: `It answered 403 (${failure.storageCode}) again and again, with fresh addresses as well.`,
            whatNext: `Try again later. If it stays so, tell Radiopaedia what the storage answered. ${kept}`,
          };
    case "storedOtherwise":
      return {
        title: "The storage holds something else than was sent",
        why: "Its check sum is not that of the file, several times in a row. Something between here and there changes what is sent.",
        whatNext: `No stack was made of it. Try another network, then try again. If it stays so, only the site itself can remove what it holds of this file: write to it. ${kept}`,
      };
    case "accountUntold":
      return {
        title: "The service does not say whose account this is",
        why: "Every case belongs to one account, and this one has none yet. Without it, its images could end in another account's draft. Nothing was sent.",
        whatNext: `Sign out and in again, then try again. If that does not help, try again later. ${kept}`,
      };
    case "unexpectedAnswer":
      return {
        title: "The service gave an answer that makes no sense",
        why: `The answer to ${failure.call} was not as documented: ${failure.problem}.`,
        whatNext: `Try again later. If a proxy or sign-in page stands between, open the site in a browser first. ${kept}`,
      };
    case "clockSkew":
      return {
        title: "The clock of this computer is wrong",
        why: `It is ${formatSpan(Math.abs(failure.skewMs) / 1000)} ${failure.skewMs > 0 ? "ahead of" : "behind"} the service, which makes uploads fail.`,
        whatNext: "Set date and time, then try again.",
      };
    default:
      return assertNever(failure, "service failure");
  }
}

/** Which images could be left out, by their places in the stack. */
function leavingOut(refused: RefusedImages | undefined): string {
  if (refused === undefined) return "";
  const { places, outOf } = refused;
  const named = places.slice(0, mostPlaces).join(", ");
  const more = places.length > mostPlaces ? " and more" : "";
  return ` It refused ${countOf(places.length, "image")} of ${outOf} (number ${named}${more}): you can also send the stack without.`;
}

function ofStack(label: string | undefined): string {
  return label === undefined || label === "" ? "" : ` of the stack “${label}”`;
}

function withDetail(sentence: string, detail: string): string {
  return detail === "" ? sentence : `${sentence} It says: “${detail}”`;
}
