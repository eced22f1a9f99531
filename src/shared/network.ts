// The way from this computer to the service, as data: proxies, certificates, connectivity, diagnostics. No credentials.
import { z } from "zod";
import type { NetworkFailure } from "./failure.ts";
import type { ProxyAuthScheme } from "./proxyAuthScheme.ts";

/** What stands between this computer and the service (port: src/core/ports/connectivity.ts). */
export type ConnectivityState =
  /** Nothing was tried yet; treat as online. */
  | { readonly kind: "unknown" }
  | { readonly kind: "online" }
  /** No way out at all: no interface, no route, or no name can be resolved. */
  | { readonly kind: "offline" }
  /** Something answers in place of the service: a sign-in page of the network. */
  | { readonly kind: "captivePortal" }
  /** Something ends the encryption with a certificate that is not trusted; `issuer` is the common name of who signed it. */
  | { readonly kind: "tlsIntercepted"; readonly issuer: string | null };

/** Which proxy requests take; the sandbox on this computer never takes one. */
export const proxySettingSchema = z.discriminatedUnion("kind", [
  /** As the system says, its PAC script included; on the command line as the environment says. */
  z.strictObject({ kind: z.literal("system") }),
  z.strictObject({ kind: z.literal("none") }),
  /** `address` as typed, such as `proxy.hospital.example:8080`; `bypass` lists hosts that are reached without it. */
  z.strictObject({
    kind: z.literal("manual"),
    address: z.string().trim().min(1).max(500),
    bypass: z.string().max(10_000),
  }),
  /** A proxy auto-configuration script at this http or https address. */
  z.strictObject({
    kind: z.literal("pac"),
    url: z.url({ protocol: /^https?$/ }).max(2_000),
  }),
]);
export type ProxySetting = z.infer<typeof proxySettingSchema>;

/** A certificate authority the user added. */
export interface AuthorityView {
  /** Common name, or the whole distinguished name where there is none. */
  readonly subject: string;
  readonly expiresAtMs: number;
}

/** Why a certificate file is not taken. `subject` names the certificate at fault. */
export type AuthorityProblem =
  | { readonly kind: "noCertificate" }
  | { readonly kind: "privateKey" }
  | { readonly kind: "damaged" }
  | { readonly kind: "notAnAuthority"; readonly subject: string }
  | {
      readonly kind: "expired";
      readonly subject: string;
      readonly expiredAtMs: number;
    };

/** What became of a certificate file. */
export type AuthorityAnswer =
  | { readonly kind: "added" }
  /** The dialog was closed. */
  | { readonly kind: "closed" }
  | { readonly kind: "refused"; readonly problem: AuthorityProblem };

/** A proxy that waits for name and password. */
export interface ProxySignInView {
  /** `host:port` */
  readonly proxy: string;
  /** The last name and password were not accepted. */
  readonly wasRejected: boolean;
}

/** One certificate of a chain, by names only. */
export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  readonly expiresAtMs: number;
}

/** The hops of the way that diagnostics look at, in their order. */
export const diagnosticHops = [
  "route",
  "siteName",
  "proxy",
  "siteConnection",
  "siteTls",
  "site",
  "clock",
  "signIn",
  "storageRoute",
  "storageName",
  "storageConnection",
  "storageTls",
  "storage",
] as const;
export type DiagnosticHop = (typeof diagnosticHops)[number];

/** What was found out about a hop. */
export type DiagnosticFinding =
  | {
      readonly kind: "route";
      /** In the order they are tried, `host:port`; empty: the way is direct. */
      readonly proxies: readonly string[];
      /** The system chose; a proxy script of its own that it could not fetch counts as none, and nobody is told. */
      readonly isBySystem: boolean;
    }
  | { readonly kind: "pacUnreachable" }
  | {
      readonly kind: "nameResolved";
      readonly ipv4: number;
      readonly ipv6: number;
    }
  /** The host is an address, not a name. */
  | { readonly kind: "nameNotNeeded" }
  | {
      readonly kind: "nameNotFound";
      readonly code: string;
      /** A proxy resolves names by itself, so that this one need not. */
      readonly hasProxy: boolean;
    }
  | { readonly kind: "proxyNotNeeded" }
  | { readonly kind: "proxyReached" }
  /** It asks for a Windows sign-in or a digest, which only the system's own network code speaks. */
  | {
      readonly kind: "systemStackNeeded";
      readonly schemes: readonly ProxyAuthScheme[];
    }
  | { readonly kind: "connected"; readonly through: string | null }
  | {
      readonly kind: "tlsTrusted";
      readonly protocol: string;
      /** From the host's own certificate upwards. */
      readonly chain: readonly CertificateSummary[];
    }
  | { readonly kind: "notEncrypted" }
  /** `skewMs` positive: this computer is ahead. */
  | { readonly kind: "clock"; readonly skewMs: number }
  | { readonly kind: "clockUnknown" }
  | { readonly kind: "answered"; readonly status: number }
  /** Something else answered: a page of the network, or of a filter. `host` is where it points to, if it redirects. */
  | {
      readonly kind: "strangeAnswer";
      readonly status: number;
      readonly host: string | null;
    }
  | { readonly kind: "serviceTrouble"; readonly status: number }
  /** The service names its storage with the first upload. */
  | { readonly kind: "storageUnknown" }
  /** An earlier hop failed, and this one lies behind it. */
  | { readonly kind: "notReached" }
  | { readonly kind: "failed"; readonly failure: NetworkFailure };

export type DiagnosticState =
  "waiting" | "running" | "ok" | "warning" | "failed" | "skipped";

/** One hop with its verdict. */
export interface DiagnosticRow {
  readonly hop: DiagnosticHop;
  /** Whom it was about, `host` or `host:port`; null where nobody. */
  readonly subject: string | null;
  readonly state: DiagnosticState;
  readonly finding: DiagnosticFinding | null;
  readonly durationMs: number | null;
}

export interface DiagnosticsView {
  readonly isRunning: boolean;
  readonly rows: readonly DiagnosticRow[];
}

/** What the window shows of the network. */
export interface NetworkView {
  readonly proxy: ProxySetting;
  /** Certificate authorities the user added. */
  readonly authorities: readonly AuthorityView[];
  readonly proxySignIn: ProxySignInView | null;
  /** A name and password for a proxy are stored. */
  readonly hasProxyPassword: boolean;
  readonly connectivity: ConnectivityState;
  /** Null before the first run. */
  readonly diagnostics: DiagnosticsView | null;
}
