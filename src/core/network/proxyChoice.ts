// Which ways lead to an address: by the environment, by what the user typed, by a PAC result. This computer is always direct.
import { isBypassed, parseBypassList } from "./bypassRules.ts";
import { isLoopbackHost } from "./ipAddress.ts";
import {
  parseProxyAddress,
  proxyName,
  type ProxyAddress,
  type ProxyCredentials,
  type ProxyHop,
} from "./proxyHop.ts";
import type { Result } from "../../shared/result.ts";
import { failed, success } from "../../shared/result.ts";

export const direct: readonly ProxyHop[] = [{ kind: "direct" }];

/** Answers the ways to an address in the order they are to be tried; never empty. */
export type RouteFor = (url: URL) => Promise<readonly ProxyHop[]>;

/** A choice made without asking anybody, and the credentials that came with it, by `host:port` of the proxy. */
export interface FixedRoutes {
  readonly routeFor: (url: URL) => readonly ProxyHop[];
  readonly credentials: ReadonlyMap<string, ProxyCredentials>;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Lower case first, as curl does: HTTP_PROXY in upper case can be set by a request header in a CGI program. */
function variable(variables: Variables, name: string): string | null {
  const value = variables[name.toLowerCase()] ?? variables[name];
  return value === undefined || value.trim() === "" ? null : value.trim();
}

/** The variable that holds no address, for the words about it. */
export type EnvironmentProblem = "HTTPS_PROXY" | "HTTP_PROXY" | "ALL_PROXY";

/** Routes by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case. A variable that holds no address of a proxy is named. */
export function environmentRoutes(
  variables: Variables,
): Result<FixedRoutes, EnvironmentProblem> {
  const bypass = parseBypassList(variable(variables, "NO_PROXY") ?? "");
  const proxies = new Map<EnvironmentProblem, ProxyAddress>();
  for (const name of ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"] as const) {
    const text = variable(variables, name);
    if (text === null) continue;
    const parsed = parseProxyAddress(text);
    if (!parsed.ok) return failed(name);
    proxies.set(name, parsed.value);
  }
  return success({
    routeFor(url) {
      const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
      const proxy = proxies.get(name) ?? proxies.get("ALL_PROXY");
      return proxy === undefined || isDirect(url) || isBypassed(bypass, url)
        ? direct
        : [proxy.hop];
    },
    credentials: credentialsOf([...proxies.values()]),
  });
}

/** Routes through one proxy but for the hosts of the list. */
export function manualRoutes(
  address: ProxyAddress,
  bypassList: string,
): FixedRoutes {
  const bypass = parseBypassList(bypassList);
  return {
    routeFor: (url) =>
      isDirect(url) || isBypassed(bypass, url) ? direct : [address.hop],
    credentials: credentialsOf([address]),
  };
}

/** No proxy for anything. */
export const directRoutes: FixedRoutes = {
  routeFor: () => direct,
  credentials: new Map(),
};

/** True for what no setting may lead out of this computer. */
export function isDirect(url: URL): boolean {
  return isLoopbackHost(url.hostname);
}

function credentialsOf(
  addresses: readonly ProxyAddress[],
): ReadonlyMap<string, ProxyCredentials> {
  return new Map(
    addresses.flatMap(({ hop, credentials }) =>
      credentials === null ? [] : [[proxyName(hop), credentials] as const],
    ),
  );
}
