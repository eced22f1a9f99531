// How commands reach the service: proxies from the environment or --proxy, authorities of the system and --ca-file.
import { readFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { InvalidArgumentError, type Command } from "commander";
import {
  createUndiciHttp,
  type ClosableHttpClient,
} from "../adapters/http/undiciHttp.ts";
import {
  createConnector,
  type Connector,
} from "../adapters/network/connector.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { parseAuthorityFile } from "../core/network/authorityFile.ts";
import { createConnectivityWatch } from "../core/network/connectivityWatch.ts";
import {
  directRoutes,
  environmentRoutes,
  manualRoutes,
  type FixedRoutes,
} from "../core/network/proxyChoice.ts";
import {
  parseProxyAddress,
  type ProxyAddress,
} from "../core/network/proxyHop.ts";
import type { Connectivity } from "../core/ports/connectivity.ts";
import { contactAddressIn, userAgentOf } from "../shared/contactAddress.ts";
import type { ContractSettings } from "../shared/contractSettings.ts";
import { authorityProblemWords } from "../shared/messages/authorityWords.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { CliEnvironment } from "./environment.ts";

/** Options as parsed. */
export interface NetworkArguments {
  readonly proxy?: ProxyAddress | "none";
  readonly caFile?: string;
  /** Where to ask about requests, in the user's own words to this command. */
  readonly contact?: string;
}

/** The way out of a command. */
export interface CliNetwork {
  readonly http: ClosableHttpClient;
  readonly connector: Connector;
  readonly userAgent: string;
  connectivityFor(origin: string, contract: ContractSettings): Connectivity;
}

function readProxy(text: string): ProxyAddress | "none" {
  if (text.toLowerCase() === "none") return "none";
  const parsed = parseProxyAddress(text);
  if (!parsed.ok)
    throw new InvalidArgumentError(
      "A proxy is HOST:PORT, http://HOST:PORT, https://HOST:PORT, socks5://HOST:PORT, or none.",
    );
  if (parsed.value.credentials !== null)
    throw new InvalidArgumentError(
      "Arguments can be seen by others on this computer: give a proxy with a password in HTTPS_PROXY.",
    );
  return parsed.value;
}

/** Adds the options to a command. */
export function addNetworkOptions(command: Command): Command {
  return command
    .option(
      "--proxy <address>",
      "proxy for the service, or none; else HTTPS_PROXY, ALL_PROXY and NO_PROXY of the environment",
      readProxy,
    )
    .option(
      "--ca-file <pem>",
      "certificates of authorities to trust beside those of the system",
    );
}

/** What a command tells whom it asks: public archives and X-Raydar wish for an address to ask back at; nobody else gets one. */
export type Introduction = "name" | "nameAndContact";

/** Who is asking and, where it is wished for and the user says so, where to ask about it: --contact or CASEDROP_CONTACT. */
function commandUserAgent(
  given: NetworkArguments,
  { appVersion, variables }: CliEnvironment,
  introduction: Introduction,
): string {
  if (introduction === "name") return userAgentOf(appVersion, null);
  const contact = contactAddressIn(variables["CASEDROP_CONTACT"] ?? "");
  return userAgentOf(appVersion, given.contact ?? contact);
}

/** Opens the way out; nothing is sent yet. The failure is what to tell the user. */
export async function openNetwork(
  given: NetworkArguments,
  environment: CliEnvironment,
  introduction: Introduction,
): Promise<Result<CliNetwork, string>> {
  const routes = routesOf(given, environment);
  if (!routes.ok) return routes;
  const authorities = await readAuthorities(given, environment);
  if (!authorities.ok) return authorities;
  const userAgent = commandUserAgent(given, environment, introduction);
  const { routeFor, credentials } = routes.value;
  const connector = createConnector({
    routeFor: (url) => Promise.resolve(routeFor(url)),
    credentialsFor: (proxy) => credentials.get(proxy) ?? null,
    extraAuthorities: () => authorities.value,
    clock: systemClock,
    userAgent,
  });
  const http = createUndiciHttp({
    connect: (target) => connector.connect(target),
  });
  return success({
    http,
    connector,
    userAgent,
    connectivityFor: (origin, contract) =>
      createConnectivityWatch({
        http,
        clock: systemClock,
        serviceUrl: () => currentUserUrl(origin, contract),
        hasInterface,
        userAgent,
      }),
  });
}

/** A call that the service answers with 401 where nobody is signed in. */
export function currentUserUrl(
  origin: string,
  { apiPrefix }: Pick<ContractSettings, "apiPrefix">,
): URL {
  return new URL(`${apiPrefix}/users/current`, origin);
}

function routesOf(
  given: NetworkArguments,
  environment: CliEnvironment,
): Result<FixedRoutes, string> {
  if (given.proxy === "none") return success(directRoutes);
  const fromEnvironment = environmentRoutes(environment.variables);
  if (!fromEnvironment.ok)
    return failed(
      `The variable ${fromEnvironment.failure} holds no address of a proxy. Write it as http://HOST:PORT or socks5://HOST:PORT.`,
    );
  if (given.proxy === undefined) return fromEnvironment;
  const { variables } = environment;
  const { routeFor } = manualRoutes(
    given.proxy,
    variables["no_proxy"] ?? variables["NO_PROXY"] ?? "",
  );
  // A password in the environment may belong to the very proxy that was named.
  return success({ routeFor, credentials: fromEnvironment.value.credentials });
}

async function readAuthorities(
  given: NetworkArguments,
  environment: CliEnvironment,
): Promise<Result<readonly string[], string>> {
  // Node itself reads this one for other programs; users of a hospital's computer expect it to hold here too.
  const fromNode = environment.variables["NODE_EXTRA_CA_CERTS"];
  const pems: string[] = [];
  for (const path of [given.caFile, fromNode]) {
    if (path === undefined || path === "") continue;
    const read = await readAuthorityFile(path);
    if (!read.ok && path === given.caFile) return read;
    if (read.ok) pems.push(...read.value);
  }
  return success(pems);
}

async function readAuthorityFile(
  path: string,
): Promise<Result<readonly string[], string>> {
  let content: Uint8Array;
  try {
    content = await readFile(path);
  } catch {
    return failed("The certificate file cannot be read.");
  }
  const parsed = parseAuthorityFile(content, systemClock.nowMs());
  if (parsed.ok) return success(parsed.value.map(({ pem }) => pem));
  const { title, why, whatNext } = authorityProblemWords(parsed.failure);
  return failed(`${title}. ${why} ${whatNext}`);
}

/** False if no interface but loopback has an address. */
function hasInterface(): boolean {
  return Object.values(networkInterfaces()).some(
    (addresses) => addresses?.some(({ internal }) => !internal) ?? false,
  );
}
