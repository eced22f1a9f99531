// Words for failures between this computer and the service.
import { assertNever } from "../assertNever.ts";
import type { NetworkFailure, ServiceFailure } from "../failure.ts";
import { countOf, formatTimeLeft } from "./quantities.ts";
import { formatTag } from "./tags.ts";
import type { Words } from "./words.ts";

const kept = "Your work is kept.";

function secondsOf(ms: number): string {
  return formatTimeLeft(Math.max(1, Math.round(ms / 1000)));
}

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
      return {
        title: "The connection is not trusted",
        why: `The certificate of the service was not accepted (${failure.code}). In hospitals a security proxy is the usual cause.`,
        whatNext:
          "Ask your IT department for its root certificate to be installed on this computer. Nothing was sent.",
      };
    default:
      return assertNever(failure, "network failure");
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
          `It refused ${countOf(failure.tags.length, "attribute")}: ${failure.tags.map(formatTag).join(", ")}.`,
          failure.detail,
        ),
        whatNext:
          "Nothing more is sent. Its policy may be newer than this app: look for an update, and please report the attributes above.",
      };
    case "presignedUrlExpired":
      return {
        title: "A permission to upload ran out",
        why: "Upload addresses last a few minutes, and this one came too late.",
        whatNext: "Try again: a fresh one is asked for.",
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
        why: `It is ${secondsOf(Math.abs(failure.skewMs))} ${failure.skewMs > 0 ? "ahead of" : "behind"} the service, which makes uploads fail.`,
        whatNext: "Set date and time, then try again.",
      };
    default:
      return assertNever(failure, "service failure");
  }
}

function withDetail(sentence: string, detail: string): string {
  return detail === "" ? sentence : `${sentence} It says: “${detail}”`;
}
