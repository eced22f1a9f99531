// What a proxy asks for in Proxy-Authenticate (RFC 9110 11.7.1), and the answer to Basic (RFC 7617).
import type { ProxyAuthScheme } from "../../shared/proxyAuthScheme.ts";
import type { ProxyCredentials } from "./proxyHop.ts";

const known: readonly ProxyAuthScheme[] = [
  "negotiate",
  "ntlm",
  "digest",
  "basic",
];

/** The known schemes among the challenges, strongest first. Several challenges may share a header, with commas inside and between. */
export function challengedSchemes(
  headers: readonly string[],
): readonly ProxyAuthScheme[] {
  const text = headers
    .join(", ")
    // Quoted strings may hold anything, the name of a scheme included.
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const words = text
    .split(",")
    .map((part) => /^\s*([a-z]+)(?=\s|$)/i.exec(part)?.[1]?.toLowerCase());
  return known.filter((scheme) => words.includes(scheme));
}

/** Value of Proxy-Authorization for Basic, in UTF-8. */
export function basicAuthorization(credentials: ProxyCredentials): string {
  const pair = `${credentials.username}:${credentials.password}`;
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}
