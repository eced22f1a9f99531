// Words for the diagnostics of the network: what each hop is, what was found, and what to do about it.
import { assertNever } from "../assertNever.ts";
import { harmfulSkewMs, noticeableSkewMs } from "../clockSkew.ts";
import type {
  DiagnosticFinding,
  DiagnosticHop,
  DiagnosticRow,
  DiagnosticState,
} from "../network.ts";
import { networkFailureWords } from "./networkFailureWords.ts";
import { countOf, formatSpan } from "./quantities.ts";
import type { Words } from "./words.ts";

/** What a hop is, as the name of its row. */
export const hopNames: Readonly<Record<DiagnosticHop, string>> = {
  route: "Way to the site",
  siteName: "Name of the site",
  proxy: "Proxy",
  siteConnection: "Connection to the site",
  siteTls: "Certificate of the site",
  site: "Answer of the site",
  clock: "Clock of this computer",
  signIn: "Sign-in service",
  storageRoute: "Way to the image storage",
  storageName: "Name of the image storage",
  storageConnection: "Connection to the storage",
  storageTls: "Certificate of the storage",
  storage: "Answer of the storage",
};

export const stateNames: Readonly<Record<DiagnosticState, string>> = {
  waiting: "Waiting",
  running: "Looking",
  ok: "In order",
  warning: "Worth knowing",
  failed: "Not working",
  skipped: "Not tested",
};

const nothing = "Nothing to do.";
const date = (ms: number) =>
  Number.isNaN(ms) ? "unknown" : new Date(ms).toISOString().slice(0, 10);

/** Words for one finding. */
export function findingWords(finding: DiagnosticFinding): Words {
  switch (finding.kind) {
    case "route":
      return routeWords(finding);
    case "pacUnreachable":
      return {
        title: "The proxy script cannot be fetched",
        why: "The PAC address in the settings gives no script, so connections go out directly.",
        whatNext: "Check the address under Settings, Network.",
      };
    case "nameResolved":
      return {
        title: "Found",
        why: `The name leads to ${countOf(finding.ipv4, "IPv4 address", "IPv4 addresses")} and ${countOf(finding.ipv6, "IPv6 address", "IPv6 addresses")}.`,
        whatNext: nothing,
      };
    case "nameNotNeeded":
      return {
        title: "Not needed",
        why: "It is given as an address, not as a name.",
        whatNext: nothing,
      };
    case "nameNotFound":
      return finding.hasProxy
        ? {
            title: "Left to the proxy",
            why: `This computer does not know the name (${finding.code}), and need not: the proxy looks it up.`,
            whatNext: nothing,
          }
        : {
            title: "The name is not found",
            why: `The name service gives no address (${finding.code}).`,
            whatNext:
              "Check the network and VPN. If other sites work in a browser, ask your IT department whether a proxy is needed.",
          };
    case "proxyNotNeeded":
      return {
        title: "None",
        why: "The way out is direct.",
        whatNext: nothing,
      };
    case "proxyReached":
      return {
        title: "Reached",
        why: "The proxy accepts connections.",
        whatNext: nothing,
      };
    case "systemStackNeeded":
      return {
        title: finding.schemes.some((scheme) => scheme !== "digest")
          ? "With your sign-in to this computer"
          : "With a name and password, by Digest",
        why: "The proxy wants to know who is calling, in a way only the system speaks. Requests go through the system's network code, which holds each file in memory while it is sent.",
        whatNext:
          "Nothing, if the answers below are in order. Else ask your IT department for a proxy with name and password.",
      };
    case "connected":
      return {
        title: "Open",
        why:
          finding.through === null
            ? "The connection is direct."
            : `The connection goes through ${finding.through}.`,
        whatNext: nothing,
      };
    case "tlsTrusted":
      return {
        title: `Trusted (${finding.protocol})`,
        why: `The chain is ${finding.chain.map(({ subject, expiresAtMs }) => `“${subject}” until ${date(expiresAtMs)}`).join(", ")}, signed by “${finding.chain.at(-1)?.issuer ?? ""}”.`,
        whatNext: nothing,
      };
    case "notEncrypted":
      return {
        title: "Not encrypted",
        why: "The practice service on this computer needs no certificate.",
        whatNext: nothing,
      };
    case "clock":
      return clockWords(finding.skewMs);
    case "clockUnknown":
      return {
        title: "Not known",
        why: "No answer told the time.",
        whatNext: "Mend what is wrong above, then run the diagnostics again.",
      };
    case "answered":
      return {
        title: "Answers",
        why: `It answered ${finding.status}, which is in order without a sign-in.`,
        whatNext: nothing,
      };
    case "strangeAnswer":
      return {
        title: "Something else answers",
        why:
          finding.host === null
            ? `A web page came in place of the service (${finding.status}): a sign-in page of the network, or a filter.`
            : `The answer leads to ${finding.host} in place of the service (${finding.status}).`,
        whatNext:
          "Open any site in a browser and sign in to the network. If that does not help, ask your IT department to allow the site.",
      };
    case "serviceTrouble":
      return {
        title: "It has trouble of its own",
        why: `It was reached and answered with an error (${finding.status}).`,
        whatNext: "Try again in a few minutes.",
      };
    case "storageUnknown":
      return {
        title: "Not known yet",
        why: "The site names its storage with the first upload.",
        whatNext: "Run the diagnostics again after you have sent a case.",
      };
    case "notReached":
      return {
        title: "Not tested",
        why: "It lies behind a hop that does not work.",
        whatNext: "Mend what is wrong above first.",
      };
    case "failed":
      return networkFailureWords(finding.failure);
    default:
      return assertNever(finding, "finding");
  }
}

function routeWords({
  proxies,
  isBySystem,
}: Extract<DiagnosticFinding, { readonly kind: "route" }>): Words {
  if (proxies.length > 0)
    return {
      title: "Through a proxy",
      why: `Tried in this order: ${proxies.join(", ")}.`,
      whatNext: nothing,
    };
  return {
    title: "Directly",
    why: isBySystem
      ? "The system names no proxy for it. A proxy script of the system that cannot be fetched counts as none."
      : "No proxy is set for it.",
    whatNext: nothing,
  };
}

function clockWords(skewMs: number): Words {
  const offMs = Math.abs(skewMs);
  if (offMs <= noticeableSkewMs)
    return {
      title: "Right",
      why: "It agrees with the site's.",
      whatNext: nothing,
    };
  return {
    title: skewMs > 0 ? "Ahead" : "Behind",
    why: `It is ${formatSpan(offMs / 1000)} ${skewMs > 0 ? "ahead of" : "behind"} the site's${offMs > harmfulSkewMs ? ", which makes uploads fail" : `; from ${formatSpan(harmfulSkewMs / 1000)} on, uploads fail`}.`,
    whatNext: "Set date and time of this computer.",
  };
}

/** One row as plain text, for a terminal or a file; nothing in it is secret. */
export function diagnosticRowText(row: DiagnosticRow): string {
  const subject = row.subject === null ? "" : ` (${row.subject})`;
  const took =
    row.durationMs === null ? "" : `, ${Math.round(row.durationMs)} ms`;
  const head = `[${stateNames[row.state]}] ${hopNames[row.hop]}${subject}${took}`;
  if (row.finding === null) return head;
  const words = findingWords(row.finding);
  const next = words.whatNext === nothing ? "" : `\n    ${words.whatNext}`;
  return `${head}: ${words.title}\n    ${words.why}${next}`;
}

/** The result as a JSON value for a file: hosts, findings, words and times; no token, user name or path. */
export function diagnosticsDocument(
  rows: readonly DiagnosticRow[],
  about: {
    readonly appVersion: string;
    readonly platform: string;
    readonly atMs: number;
  },
): unknown {
  return {
    casedrop: about.appVersion,
    platform: about.platform,
    at: new Date(about.atMs).toISOString(),
    hops: rows.map((row) => ({
      hop: row.hop,
      name: hopNames[row.hop],
      subject: row.subject,
      state: row.state,
      durationMs: row.durationMs === null ? null : Math.round(row.durationMs),
      finding: row.finding,
      ...(row.finding !== null && { words: findingWords(row.finding) }),
    })),
  };
}
