// Text decoding by Specific Character Set (0008,0005): PS3.3 C.12.1.1.2 and PS3.5 6.1, code extensions (ISO 2022) included.

type Decoder = InstanceType<typeof TextDecoder>;

/** Character sets a data set declares, ready to decode with. */
export interface CharacterSet {
  readonly kind: "ascii" | "whole" | "switching";
  /** For `whole`: the one encoding of every byte. */
  readonly decoder: Decoder | null;
  /** For `switching`: what bytes from 0x80 mean before the first escape sequence. */
  readonly initialG1: UpperSet | null;
  /** False if the declaration has a term that no edition of the standard knows. */
  readonly isKnown: boolean;
}

/** Decoded text, and whether its bytes were what the declaration allows. */
export interface DecodedText {
  readonly text: string;
  readonly isAsDeclared: boolean;
}

/** What bytes below 0x80 mean. */
type LowerSet = "ascii" | "jisX0208" | "jisX0212";

/** What bytes from 0x80 mean: an encoding of the platform that gives the same characters there. */
type UpperSet = string;

/** Single-byte sets and their names as defined terms: `ISO_IR n` or `ISO 2022 IR n`. */
const singleByteSets: ReadonlyMap<string, UpperSet> = new Map([
  ["100", "iso-8859-1"],
  ["101", "iso-8859-2"],
  ["109", "iso-8859-3"],
  ["110", "iso-8859-4"],
  ["144", "iso-8859-5"],
  ["127", "iso-8859-6"],
  ["126", "iso-8859-7"],
  ["138", "iso-8859-8"],
  ["148", "iso-8859-9"],
  ["203", "iso-8859-15"],
  ["13", "shift_jis"],
  ["166", "tis-620"],
]);

/** Sets that only an escape sequence selects; as first value they stand for ASCII until then. */
const escapedSets = new Set(["6", "87", "159", "149", "58"]);

/** Encodings that stand alone and know no escape sequences. */
const wholeSets: ReadonlyMap<string, string> = new Map([
  ["ISO_IR 192", "utf-8"],
  ["GB18030", "gb18030"],
  ["GBK", "gbk"],
]);

/** Bytes after ESC that put a set into G0 (PS3.3 table C.12-3 and C.12-4). */
const lowerEscapes: ReadonlyMap<string, LowerSet> = new Map([
  ["(B", "ascii"],
  // JIS X 0201 romaji: ASCII but for the yen sign and the overline.
  ["(J", "ascii"],
  ["$B", "jisX0208"],
  ["$@", "jisX0208"],
  ["$(B", "jisX0208"],
  ["$(D", "jisX0212"],
]);

/** Bytes after ESC that put a set into G1. */
const upperEscapes: ReadonlyMap<string, UpperSet> = new Map([
  ["-A", "iso-8859-1"],
  ["-B", "iso-8859-2"],
  ["-C", "iso-8859-3"],
  ["-D", "iso-8859-4"],
  ["-L", "iso-8859-5"],
  ["-G", "iso-8859-6"],
  ["-F", "iso-8859-7"],
  ["-H", "iso-8859-8"],
  ["-M", "iso-8859-9"],
  ["-b", "iso-8859-15"],
  [")I", "shift_jis"],
  ["-T", "tis-620"],
  ["$)C", "euc-kr"],
  ["$)A", "gbk"],
]);

const escapeByte = 0x1b;
/** What the platform's decoders write for bytes that mean nothing. */
const undecodable = "\ufffd";
const ascii: CharacterSet = {
  kind: "ascii",
  decoder: null,
  initialG1: null,
  isKnown: true,
};

const decoders = new Map<string, Decoder>();

function decoderOf(encoding: string): Decoder {
  const cached = decoders.get(encoding);
  if (cached !== undefined) return cached;
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  decoders.set(encoding, decoder);
  return decoder;
}

/** The character set that the values of Specific Character Set declare. */
export function characterSetOf(terms: readonly string[]): CharacterSet {
  const [first = "", ...others] = terms.map(normalisedTerm);
  const whole = wholeSets.get(first);
  if (whole !== undefined)
    return {
      kind: "whole",
      decoder: decoderOf(whole),
      initialG1: null,
      isKnown: true,
    };
  const number = setNumber(first);
  const isKnown = [first, ...others].every(isKnownTerm);
  const initialG1 =
    number === null ? null : (singleByteSets.get(number) ?? null);
  if (isKnown && initialG1 === null && others.length === 0) return ascii;
  return { kind: "switching", decoder: null, initialG1, isKnown };
}

/** Terms as they are often miswritten: other case, hyphens, underscores or missing spaces. */
function normalisedTerm(term: string): string {
  const plain = term.trim().toUpperCase();
  const match = /^ISO[ _-]?(2022[ _-]?)?IR[ _-]?(\d+)$/.exec(plain);
  if (match === null) return plain === "UTF-8" ? "ISO_IR 192" : plain;
  return `${match[1] === undefined ? "ISO_IR" : "ISO 2022 IR"} ${match[2] ?? ""}`;
}

function setNumber(term: string): string | null {
  return /^(?:ISO_IR|ISO 2022 IR) (\d+)$/.exec(term)?.[1] ?? null;
}

function isKnownTerm(term: string): boolean {
  if (term === "") return true;
  const number = setNumber(term);
  return number !== null &&
    (singleByteSets.has(number) || escapedSets.has(number))
    ? true
    : wholeSets.has(term);
}

/**
 * Text of a value. Bytes that the declaration does not cover are read as UTF-8 if they are valid UTF-8, else as
 * ISO 8859-1, and `isAsDeclared` is false; so it is where bytes mean nothing in their set, or follow an unknown escape
 * sequence.
 */
export function decodeText(bytes: Uint8Array, set: CharacterSet): DecodedText {
  const { hasUpper, hasEscape } = surveyOf(bytes);
  if (!hasUpper && !hasEscape)
    return { text: latin1(bytes), isAsDeclared: true };
  if (set.kind === "whole" && set.decoder !== null) {
    const text = set.decoder.decode(bytes);
    return { text, isAsDeclared: !text.includes(undecodable) };
  }
  if (hasEscape) return decodeSwitching(bytes, set.initialG1);
  // Nobody writes ISO 8859-1 that happens to be UTF-8; many write UTF-8 and leave the declaration as it was.
  if (set.initialG1 === null || set.initialG1 === "iso-8859-1") {
    const utf8 = decodeUtf8(bytes);
    if (utf8 !== null) return { text: utf8, isAsDeclared: false };
  }
  return set.initialG1 === null
    ? { text: latin1(bytes), isAsDeclared: false }
    : decodeSwitching(bytes, set.initialG1);
}

function surveyOf(bytes: Uint8Array): {
  readonly hasUpper: boolean;
  readonly hasEscape: boolean;
} {
  let hasUpper = false;
  let hasEscape = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) hasUpper = true;
    else if (byte === escapeByte) hasEscape = true;
  }
  return { hasUpper, hasEscape };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    "latin1",
  );
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Null if the bytes are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Decodes with escape sequences; the sets return to their initial state at every delimiter (PS3.5 6.1.2.5.3). */
function decodeSwitching(
  bytes: Uint8Array,
  initialG1: UpperSet | null,
): DecodedText {
  let text = "";
  let isAsDeclared = true;
  let g0: LowerSet = "ascii";
  let g1 = initialG1;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === escapeByte) {
      const escape = escapeAt(bytes, at + 1);
      if (escape === "") isAsDeclared = false;
      g0 = lowerEscapes.get(escape) ?? g0;
      g1 = upperEscapes.get(escape) ?? g1;
      at += 1 + escape.length;
      continue;
    }
    const end = endOfStretch(bytes, at);
    const stretch = bytes.subarray(at, end);
    if (byte >= 0x80) {
      text += decodeUpper(stretch, g1);
      // Nothing says what these bytes are.
      if (g1 === null) isAsDeclared = false;
    } else if (g0 === "ascii") {
      text += latin1(stretch);
      if (stretch.some(isDelimiter)) g1 = initialG1;
    } else {
      text += decodeJapanese(stretch, g0);
    }
    at = end;
  }
  return { text, isAsDeclared: isAsDeclared && !text.includes(undecodable) };
}

/** The known escape sequence at `offset`, or an empty string. */
function escapeAt(bytes: Uint8Array, offset: number): string {
  const following = latin1(bytes.subarray(offset, offset + 3));
  for (const length of [3, 2]) {
    const escape = following.slice(0, length);
    if (lowerEscapes.has(escape) || upperEscapes.has(escape)) return escape;
  }
  return "";
}

/** End of the bytes from `start` that are all below 0x80, or all not, and hold no escape. */
function endOfStretch(bytes: Uint8Array, start: number): number {
  const isUpper = (bytes[start] ?? 0) >= 0x80;
  let end = start + 1;
  for (; end < bytes.length; end += 1) {
    const byte = bytes[end] ?? 0;
    if (byte >= 0x80 !== isUpper || byte === escapeByte) break;
  }
  return end;
}

/** Backslash, caret, equals sign, and the control characters of text. */
function isDelimiter(byte: number): boolean {
  return (
    byte === 0x5c ||
    byte === 0x5e ||
    byte === 0x3d ||
    (byte >= 0x09 && byte <= 0x0d)
  );
}

function decodeUpper(bytes: Uint8Array, g1: UpperSet | null): string {
  // The platform's name for ISO 8859-1 is windows-1252, which differs from 0x80 to 0x9f.
  if (g1 === null || g1 === "iso-8859-1") return latin1(bytes);
  return decoderOf(g1).decode(bytes);
}

/**
 * Two-byte JIS characters, decoded as EUC-JP: the same codes with the upper bits set, JIS X 0212 behind 0x8f. Half a
 * character is shown as undecodable.
 */
function decodeJapanese(
  bytes: Uint8Array,
  set: Exclude<LowerSet, "ascii">,
): string {
  const encoded: number[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    if (set === "jisX0212") encoded.push(0x8f);
    encoded.push((bytes[at] ?? 0) | 0x80, (bytes[at + 1] ?? 0) | 0x80);
  }
  const text = decoderOf("euc-jp").decode(Uint8Array.from(encoded));
  return bytes.length % 2 === 0 ? text : text + undecodable;
}
