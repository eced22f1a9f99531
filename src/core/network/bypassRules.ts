// Hosts that are reached without the proxy: every form of entry that NO_PROXY and the dialogs of operating systems know.
import {
  isInRange,
  parseIp,
  parseIpRange,
  type IpBytes,
  type IpRange,
} from "./ipAddress.ts";

/** One entry of a bypass list. */
export type BypassRule =
  | { readonly kind: "everything" }
  /** `<local>`: names without a dot. */
  | { readonly kind: "local" }
  | { readonly kind: "range"; readonly range: IpRange }
  | {
      readonly kind: "address";
      readonly bytes: IpBytes;
      readonly port: number | null;
    }
  /** `example.org` is the name and all below it, as curl takes it; `.example.org` and `*.example.org` are the same. */
  | {
      readonly kind: "suffix";
      readonly name: string;
      readonly port: number | null;
    }
  /** A star elsewhere, such as `10.1.*` or `pacs*.example.org`. */
  | {
      readonly kind: "pattern";
      readonly parts: readonly string[];
      readonly port: number | null;
    };

/** Parses a list with commas, semicolons, spaces or lines between its entries. What makes no sense matches nothing. */
export function parseBypassList(text: string): readonly BypassRule[] {
  return entriesOf(text)
    .map(parseRule)
    .filter((rule) => rule !== null);
}

/** The list as Chromium takes it (`proxyBypassRules`), with the same meaning: there a name alone does not stand for what is below it. */
export function chromiumBypassRules(text: string): string {
  return entriesOf(text)
    .flatMap((entry) => {
      const rule = parseRule(entry);
      if (rule?.kind !== "suffix") return [bareEntry(entry)];
      const port = rule.port === null ? "" : `:${rule.port}`;
      return [`${rule.name}${port}`, `*.${rule.name}${port}`];
    })
    .join(",");
}

function entriesOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((entry) => entry !== "");
}

function parseRule(entry: string): BypassRule | null {
  if (entry === "*") return { kind: "everything" };
  if (entry === "<local>") return { kind: "local" };
  const range = parseIpRange(entry.replace(/^\[(.*)\](?=\/)/, "$1"));
  if (range !== null) return { kind: "range", range };
  const { host, port } = splitPort(bareEntry(entry));
  const bytes = parseIp(host);
  if (bytes !== null) return { kind: "address", bytes, port };
  const name = host.replace(/^\*?\./, "").replace(/\.$/, "");
  if (name === "") return null;
  return name.includes("*")
    ? { kind: "pattern", parts: name.split("*"), port }
    : { kind: "suffix", name: asciiName(name), port };
}

/** Without what an address copied from a browser has beside the host and port. */
function bareEntry(entry: string): string {
  return entry
    .replace(/^([a-z]+:\/\/[^/]*)\/.*$/, "$1")
    .replace(/^[a-z]+:\/\//, "")
    .replace(/\/$/, "");
}

/** As addresses have it (RFC 5891): `röntgen.example` is `xn--rntgen-wxa.example` there. */
function asciiName(name: string): string {
  const address = `http://${name}`;
  return URL.canParse(address) ? new URL(address).hostname : name;
}

function splitPort(entry: string): {
  readonly host: string;
  readonly port: number | null;
} {
  // A bare IPv6 address has colons of its own.
  const [, host, port] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(entry) ?? [];
  return host === undefined
    ? { host: entry, port: null }
    : { host, port: Number(port) };
}

/** True if the rules say that this address is reached directly. */
export function isBypassed(rules: readonly BypassRule[], url: URL): boolean {
  const host = url.hostname.toLowerCase().replace(/\.$/, "");
  const address = parseIp(host);
  const port = portOf(url);
  return rules.some((rule) => {
    switch (rule.kind) {
      case "everything":
        return true;
      case "local":
        return address === null && !host.includes(".");
      case "range":
        return address !== null && isInRange(address, rule.range);
      case "address":
        return (
          address !== null &&
          isInRange(address, {
            bytes: rule.bytes,
            prefixBits: rule.bytes.length * 8,
          }) &&
          isPort(rule.port, port)
        );
      case "suffix":
        return (
          address === null &&
          (host === rule.name || host.endsWith(`.${rule.name}`)) &&
          isPort(rule.port, port)
        );
      case "pattern":
        return matchesParts(host, rule.parts) && isPort(rule.port, port);
    }
  });
}

function isPort(wanted: number | null, port: number): boolean {
  return wanted === null || wanted === port;
}

/** The port of an http or https address, the scheme's own if none is written. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** True if the text is the parts in their order with anything between them. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
