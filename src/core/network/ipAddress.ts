// IPv4 and IPv6 addresses as bytes: parsing, ranges, loopback.

/** Four or sixteen bytes. */
export type IpBytes = readonly number[];

/** A CIDR range (RFC 4632). */
export interface IpRange {
  readonly bytes: IpBytes;
  readonly prefixBits: number;
}

/** The bytes of a literal address, in brackets or not, zone cut off; null if it is none. IPv4 in IPv6 (::ffff:a.b.c.d) becomes IPv4. */
export function parseIp(text: string): IpBytes | null {
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (!bare.includes(":")) return parseIpv4(bare);
  const bytes = parseIpv6(bare.split("%")[0] ?? "");
  if (bytes === null) return null;
  const isMapped =
    bytes.slice(0, 10).every((byte) => byte === 0) &&
    bytes[10] === 255 &&
    bytes[11] === 255;
  return isMapped ? bytes.slice(12) : bytes;
}

function parseIpv4(text: string): IpBytes | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  const bytes = parts.map((part) =>
    /^\d{1,3}$/.test(part) ? Number(part) : 256,
  );
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function parseIpv6(text: string): IpBytes | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const parsed = halves.map((half) => (half === "" ? [] : groupsOf(half)));
  const [head, tail] = parsed;
  if (head === undefined || head === null || tail === null) return null;
  if (tail === undefined) return head.length === 16 ? head : null;
  const missing = 16 - head.length - tail.length;
  return missing >= 2
    ? [...head, ...Array.from({ length: missing }, () => 0), ...tail]
    : null;
}

function groupsOf(text: string): number[] | null {
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [index, group] of groups.entries()) {
    if (group.includes(".") && index === groups.length - 1) {
      const ipv4 = parseIpv4(group);
      if (ipv4 === null) return null;
      bytes.push(...ipv4);
    } else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    } else return null;
  }
  return bytes;
}

/** A range such as `10.0.0.0/8` or `fd00::/8`; null if it is none. */
export function parseIpRange(text: string): IpRange | null {
  const [, address = "", bits = ""] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const bytes = parseIp(address);
  const prefixBits = Number(bits);
  return bytes !== null && bits !== "" && prefixBits <= bytes.length * 8
    ? { bytes, prefixBits }
    : null;
}

export function isInRange(address: IpBytes, range: IpRange): boolean {
  if (address.length !== range.bytes.length) return false;
  return address.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, range.prefixBits - index * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((range.bytes[index] ?? 0) & mask);
  });
}

/** True for this computer itself: 127.0.0.0/8, ::1, and the name localhost with what is below it (RFC 6761 6.3). `host` as in a URL. */
export function isLoopbackHost(host: string): boolean {
  const address = parseIp(host);
  if (address !== null)
    return address.length === 4
      ? address[0] === 127
      : address.slice(0, 15).every((byte) => byte === 0) && address[15] === 1;
  const name = host.toLowerCase().replace(/\.$/, "");
  return name === "localhost" || name.endsWith(".localhost");
}
