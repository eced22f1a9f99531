// One way out: direct or through a proxy. Parsed from what people type, from environment variables and from PAC results.
import { failed, success, type Result } from "../../shared/result.ts";

/** A way to try. `http` and `https` say how the proxy itself is spoken to. */
export type ProxyHop =
  | { readonly kind: "direct" }
  | {
      readonly kind: "http" | "https" | "socks5";
      readonly host: string;
      readonly port: number;
    }
  /** A SOCKS 4 proxy, which cannot be used: it leaks names to the local resolver and knows no IPv6. */
  | {
      readonly kind: "socks4";
      readonly host: string;
      readonly port: number;
    };

/** A proxy that can be tried. */
export type UsableProxy = Extract<
  ProxyHop,
  { readonly kind: "http" | "https" | "socks5" }
>;

export interface ProxyCredentials {
  readonly username: string;
  readonly password: string;
}

/** A proxy as typed, with the name and password of its address, which are kept apart at once. */
export interface ProxyAddress {
  readonly hop: UsableProxy;
  readonly credentials: ProxyCredentials | null;
}

/** Why text is no address of a proxy. */
export type ProxyAddressProblem =
  "notAnAddress" | "unsupportedScheme" | "hasPath";

const schemes: Readonly<Record<string, UsableProxy["kind"]>> = {
  "http:": "http",
  "https:": "https",
  "socks5:": "socks5",
  // curl's name for SOCKS 5 with names resolved by the proxy, which is what is done here anyway.
  "socks5h:": "socks5",
  "socks:": "socks5",
};
const defaultPorts = { http: 80, https: 443, socks5: 1080, socks4: 1080 };

/** `host:port` of a proxy, an IPv6 address in brackets: its name on screen, and the key of its credentials. */
export function proxyName(hop: {
  readonly host: string;
  readonly port: number;
}): string {
  return `${hop.host.includes(":") ? `[${hop.host}]` : hop.host}:${hop.port}`;
}

/** Parses `host:port`, `http://user:password@host:port`, `socks5://[::1]:1080` and the like; without a scheme it is http. */
export function parseProxyAddress(
  text: string,
): Result<ProxyAddress, ProxyAddressProblem> {
  const trimmed = text.trim();
  const isWithScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const address = isWithScheme ? trimmed : `http://${trimmed}`;
  const scheme = address.slice(0, address.indexOf("//")).toLowerCase();
  const kind = schemes[scheme];
  if (kind === undefined) return failed("unsupportedScheme");
  // Every scheme is parsed by the rules of http: of the others, URL understands no default ports.
  const httpAddress = `http:${address.slice(scheme.length)}`;
  const url = URL.canParse(httpAddress) ? new URL(httpAddress) : null;
  if (url === null || url.hostname === "") return failed("notAnAddress");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "")
    return failed("hasPath");
  const port =
    url.port === "" ? writtenPort(httpAddress, kind) : Number(url.port);
  if (port === 0) return failed("notAnAddress");
  const username = decoded(url.username);
  const password = decoded(url.password);
  if (username === null || password === null) return failed("notAnAddress");
  return success({
    hop: { kind, host: bareHost(url.hostname), port },
    credentials: username === "" ? null : { username, password },
  });
}

/** URL drops port 80, the default of http, also where it was written. */
function writtenPort(address: string, kind: UsableProxy["kind"]): number {
  return /:0*80\/?$/.test(address) ? 80 : defaultPorts[kind];
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function bareHost(hostname: string): string {
  return /^\[(.*)\]$/.exec(hostname)?.[1] ?? hostname;
}

const pacKinds: Readonly<Record<string, UsableProxy["kind"] | "socks4">> = {
  PROXY: "http",
  HTTP: "http",
  HTTPS: "https",
  SOCKS5: "socks5",
  // What plain SOCKS means is left open; browsers take it as version 4.
  SOCKS: "socks4",
  SOCKS4: "socks4",
};

/**
 * Parses the answer of a PAC script or of Electron's `resolveProxy`, such as `PROXY a:80; SOCKS5 b:1080; DIRECT`. Entries that
 * make no sense are left out; if none is left the way is direct, as browsers take it.
 */
export function parsePacResult(text: string): readonly ProxyHop[] {
  const hops = text
    .split(";")
    .map((entry) => parsePacEntry(entry.trim()))
    .filter((hop) => hop !== null);
  return hops.length === 0 ? [{ kind: "direct" }] : hops;
}

function parsePacEntry(entry: string): ProxyHop | null {
  const [word = "", address = ""] = entry.split(/\s+/);
  if (word.toUpperCase() === "DIRECT") return { kind: "direct" };
  const kind = pacKinds[word.toUpperCase()];
  if (kind === undefined || address === "") return null;
  const parsed = parseProxyAddress(
    `${kind === "socks4" ? "socks5" : kind}://${address}`,
  );
  return parsed.ok ? { ...parsed.value.hop, kind } : null;
}
