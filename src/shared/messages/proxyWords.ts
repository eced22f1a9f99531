// Words for failures at a proxy: what it is, whether it is trusted, and what it wants.
import { assertNever } from "../assertNever.ts";
import {
  certificateProblem,
  isCertificateCode,
  isHandshakeCode,
} from "../certificateProblem.ts";
import type { NetworkFailure } from "../failure.ts";
import { notSocks5, socks4Unsupported } from "../proxyProblem.ts";
import type { ProxyAuthScheme } from "../proxyAuthScheme.ts";
import type { Words } from "./words.ts";

const kept = "Your work is kept.";

type ProxyFailure<Kind> = Extract<NetworkFailure, { readonly kind: Kind }>;

/** The code of a proxy of a kind that is not spoken, of something that is no SOCKS 5 proxy, of its certificate, or of the network. */
export function proxyUnreachableWords({
  proxy,
  code,
}: ProxyFailure<"proxyUnreachable">): Words {
  if (code === socks4Unsupported)
    return {
      title: "This kind of proxy is not supported",
      why: `Connections are to leave through ${proxy}, a SOCKS 4 proxy, which would have every name looked up in the open. Nothing was sent.`,
      whatNext: `Ask your IT department for an HTTP or SOCKS 5 proxy, and set it under Settings, Network. ${kept}`,
    };
  if (code === notSocks5)
    return {
      title: "The proxy does not speak SOCKS 5",
      why: `Something answers at ${proxy}, but not as a SOCKS 5 proxy. Nothing was sent.`,
      whatNext: `It may be an HTTP proxy: check the proxy under Settings, Network. ${kept}`,
    };
  const spokenTo = `The proxy ${proxy} is spoken to by TLS`;
  if (isCertificateCode(code)) {
    const { title, why, whatNext } = proxyCertificateWords(code);
    return {
      title: `The proxy's ${title}`,
      why: `${spokenTo}. ${why} Nothing was sent.`,
      whatNext: `${whatNext} ${kept}`,
    };
  }
  if (isHandshakeCode(code))
    return {
      title: "The proxy does not speak proper TLS",
      why: `${spokenTo}, and answers something else (${code}). Nothing was sent.`,
      whatNext: `Its address may begin with http:// and not with https://: check the proxy under Settings, Network. ${kept}`,
    };
  return {
    title: "The proxy cannot be reached",
    why: `Connections leave through the proxy ${proxy}, which does not answer (${code}). Nothing was sent.`,
    whatNext: `Check the network and VPN, and the proxy under Settings, Network. ${kept}`,
  };
}

/** Words for the certificate of a proxy, each to follow what it is about. */
function proxyCertificateWords(code: string): Words {
  const problem = certificateProblem(code);
  switch (problem) {
    case "unknownIssuer":
      return {
        title: "certificate comes from an unknown authority",
        why: "The root certificate of that authority, mostly the hospital's own, is not installed on this computer.",
        whatNext:
          "Ask your IT department for the root certificate as a file, and add it under Settings, Network. Add none that anybody else gives you.",
      };
    case "expired":
      return {
        title: "certificate has expired",
        why: "Its time is over, or the clock of this computer is wrong.",
        whatNext:
          "Check date and time of this computer. If they are right, tell your IT department.",
      };
    case "notYetValid":
      return {
        title: "certificate is not valid yet",
        why: "The clock of this computer is probably behind.",
        whatNext: "Set date and time, then try again.",
      };
    case "wrongHost":
      return {
        title: "certificate belongs to another name",
        why: "Its certificate is not made for that name or address.",
        whatNext:
          "Ask your IT department for the full name of the proxy, and set it under Settings, Network.",
      };
    case "revoked":
      return {
        title: "certificate has been withdrawn",
        why: "Who issued it no longer stands by it.",
        whatNext: "Wait, and tell your IT department.",
      };
    // Chromium, which looks in the system's store alone, tells no more than that.
    case "handshake":
      return {
        title: "certificate is not accepted",
        why: "The operating system does not trust it.",
        whatNext:
          "Ask your IT department to install the proxy's root certificate in this computer's own store.",
      };
    default:
      return assertNever(problem, "certificate problem of a proxy");
  }
}

/** Words for a proxy that answers and lets nothing through. */
export function proxyRefusalWords({
  proxy,
  status,
}: ProxyFailure<"proxyRefused">): Words {
  const name = proxy === "" ? "The proxy" : `The proxy ${proxy}`;
  const allow =
    "your IT department to allow the service and its storage on the proxy. The diagnostics name the addresses.";
  const title = "The proxy does not let the connection through";
  if (status === null)
    return {
      title,
      why: `${name} refused it, and this computer is not told why. Nothing was sent.`,
      whatNext: `Try again later, in case the proxy cannot reach the service itself. If it stays so, ask ${allow} ${kept}`,
    };
  return {
    title,
    why: `${name} answered ${status}. Nothing was sent.`,
    whatNext:
      status >= 500
        ? `The proxy cannot reach the service itself: try again later, or ask your IT department. ${kept}`
        : `Ask ${allow} ${kept}`,
  };
}

/** Words for a proxy that wants to know who is calling. */
export function proxyAuthWords(
  failure: ProxyFailure<"proxyAuthNeeded">,
): Words {
  const { proxy, schemes, wasRejected } = failure;
  if (schemes.includes("basic"))
    return wasRejected
      ? {
          title: "The proxy did not accept the sign-in",
          why: `The proxy ${proxy} refused the name or password. Nothing was sent.`,
          whatNext: `Enter both again. ${kept}`,
        }
      : {
          title: "The proxy asks for a sign-in",
          why: `The proxy ${proxy} wants a name and a password. Nothing was sent.`,
          whatNext: `Enter those of your hospital account. ${kept}`,
        };
  return {
    title: wasRejected
      ? "The proxy did not accept the sign-in"
      : "The proxy asks for a sign-in",
    why: `The proxy ${proxy} asks for ${schemes.length === 0 ? "a kind of sign-in that is not supported" : schemes.map((scheme) => schemeNames[scheme]).join(" or ")}. Nothing was sent.`,
    whatNext: `${whatNextOf(schemes)} ${kept}`,
  };
}

/** What helps where a name and a password alone do not. */
function whatNextOf(schemes: readonly ProxyAuthScheme[]): string {
  if (schemes.length === 0)
    return "Ask your IT department for a proxy with name and password.";
  return schemes.includes("ntlm") || schemes.includes("negotiate")
    ? "Sign in to the computer with your hospital account, and use the desktop app: the command line cannot speak it."
    : "Use the desktop app, which asks for name and password: the command line cannot speak it.";
}

const schemeNames: Readonly<Record<ProxyAuthScheme, string>> = {
  basic: "a name and a password",
  digest: "Digest",
  ntlm: "NTLM",
  negotiate: "Negotiate (Kerberos)",
};
