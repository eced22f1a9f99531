// Paths as text and as the file system has them: a name that is not UTF-8, as on old shares, keeps its bytes within the text.
import { isUtf8 } from "node:buffer";
import type { Stats } from "node:fs";
import { readdir, realpath } from "node:fs/promises";

/** Only here are names plain bytes; Windows has UTF-16 of its own, in which the escapes could be real. */
const hasByteNames = process.platform !== "win32";

/** A byte 0x80..0xFF that is no part of UTF-8 stands in the text as U+DC80..U+DCFF, which no UTF-8 decodes to (as PEP 383 has it). */
const escapeBase = 0xdc00;
const escapes = /([\udc80-\udcff])/u;

/** What Node tells of the type of an entry. */
export type FileType = Pick<
  Stats,
  | "isFile"
  | "isDirectory"
  | "isSymbolicLink"
  | "isFIFO"
  | "isSocket"
  | "isBlockDevice"
  | "isCharacterDevice"
>;

/** What a folder lists. */
export interface ListedName {
  readonly name: string;
  readonly type: FileType;
}

/** The path for a call of the file system: its text, or its bytes where these are not UTF-8. */
export function systemPath(path: string): string | Buffer {
  if (!hasByteNames || !escapes.test(path)) return path;
  return bytesOf(path);
}

/** The text of a path that the file system gave as bytes; `systemPath` turns it back. On screens an escaped byte is a replacement character. */
export function pathText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    text +=
      length === 0
        ? String.fromCharCode(escapeBase + (bytes[at] ?? 0))
        : bytes.toString("utf8", at, at + length);
    at += Math.max(1, length);
  }
  return text;
}

/** As `readdir`; throws as it does. */
export async function listNames(
  folder: string,
): Promise<readonly ListedName[]> {
  if (!hasByteNames)
    return (await readdir(folder, { withFileTypes: true })).map((type) => ({
      name: type.name,
      type,
    }));
  // The folder as bytes too: where the listing tells no types, Node joins it with each name.
  const entries = await readdir(bytesOf(folder), {
    withFileTypes: true,
    encoding: "buffer",
  });
  return entries.map((type) => ({ name: pathText(type.name), type }));
}

/** As `realpath`; throws as it does. */
export async function realPathOf(path: string): Promise<string> {
  return hasByteNames
    ? pathText(await realpath(bytesOf(path), "buffer"))
    : await realpath(path);
}

function bytesOf(path: string): Buffer {
  return Buffer.concat(
    path
      .split(escapes)
      .map((part) =>
        escapes.test(part)
          ? Buffer.of(part.charCodeAt(0) - escapeBase)
          : Buffer.from(part, "utf8"),
      ),
  );
}

/** Bytes of the UTF-8 character that begins here; 0 if none does. */
function characterLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4; length += 1)
    if (at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)))
      return length;
  return 0;
}
