// Text decoding by Specific Character Set (0008,0005): PS3.3 C.12.1.1.2 and PS3.5 6.1, code extensions (ISO 2022) included.
import {
  allGuesses,
  decodeStrictly,
  guessText,
  latin1,
  likelyGuesses,
  mixesScripts,
} from "./guessedText.ts";

type Decoder = InstanceType<typeof TextDecoder>;

/** Character sets a data set declares, ready to decode with. */
export interface CharacterSet {
  readonly kind: "ascii" | "whole" | "switching";
  /** For `whole`: the one encoding of every byte. */
  readonly decoder: Decoder | null;
  /** For `switching`: what bytes from 0x80 mean before the first escape sequence. */
  readonly initialG1: UpperSet | null;
  /** Encodings of the declared sets that an escape sequence should have selected, for bytes from 0x80 that come without one. */
  readonly unescaped: readonly string[];
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

/**
 * What is written in place of a set by programs that do not know it from their own: the same letters, mostly at the same
 * places, and more of them where the set has control characters that no DICOM text may hold (PS3.5 6.1.3).
 */
const windowsSets: ReadonlyMap<UpperSet, string> = new Map([
  ["iso-8859-1", "windows-1252"],
  ["iso-8859-2", "windows-1250"],
  ["iso-8859-4", "windows-1257"],
  ["iso-8859-5", "windows-1251"],
  ["iso-8859-6", "windows-1256"],
  ["iso-8859-7", "windows-1253"],
  ["iso-8859-8", "windows-1255"],
  ["iso-8859-9", "windows-1254"],
  ["iso-8859-15", "windows-1252"],
]);

/** Sets that only an escape sequence selects; as first value they stand for ASCII until then. */
const escapedSets = new Set(["6", "87", "159", "149", "58"]);

/** Of those, the sets whose upper bytes are often written without their escape sequence. */
const unescapedSets: ReadonlyMap<string, string> = new Map([
  ["149", "euc-kr"],
  ["58", "gbk"],
]);

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
  unescaped: [],
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
      unescaped: [],
      isKnown: true,
    };
  const number = setNumber(first);
  const unescaped = [first, ...others].flatMap(unescapedEncodingOf);
  const isKnown = [first, ...others].every(isKnownTerm);
  const initialG1 =
    number === null ? null : (singleByteSets.get(number) ?? null);
  if (isKnown && initialG1 === null && others.length === 0)
    return unescaped.length === 0 ? ascii : { ...ascii, unescaped };
  return { kind: "switching", decoder: null, initialG1, unescaped, isKnown };
}

/** A set that stands alone has no business behind another, but is what the bytes are in then. */
function unescapedEncodingOf(term: string): readonly string[] {
  const number = setNumber(term);
  const encoding =
    number === null ? wholeSets.get(term) : unescapedSets.get(number);
  return encoding === undefined ? [] : [encoding];
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
 * Text of a value. Bytes that the declaration does not cover are read as UTF-8 if they are valid UTF-8, then as a declared
 * set whose escape sequence is missing, else as ISO 8859-1, and `isAsDeclared` is false; so it is where bytes mean nothing
 * in their set, or follow an unknown escape sequence. Where a set of one byte would make control characters of them, they are
 * read as the set of Windows that is taken for it.
 */
export function decodeText(bytes: Uint8Array, set: CharacterSet): DecodedText {
  const { hasUpper, hasEscape } = surveyOf(bytes);
  if (!hasUpper && !hasEscape)
    return { text: latin1(bytes), isAsDeclared: true };
  if (set.kind === "whole" && set.decoder !== null)
    return decodeWhole(bytes, set.decoder);
  if (hasEscape) return decodeSwitching(bytes, set);
  if (set.initialG1 === null)
    return { text: guessText(bytes, set.unescaped), isAsDeclared: false };
  // Nobody writes ISO 8859-1 that happens to be UTF-8; many write UTF-8 and leave the declaration as it was.
  if (set.initialG1 === "iso-8859-1") {
    const utf8 = decodeStrictly(bytes, "utf-8");
    if (utf8 !== null) return { text: utf8, isAsDeclared: false };
  }
  const windows = windowsSets.get(set.initialG1);
  return windows !== undefined && bytes.some(isUpperControl)
    ? {
        text:
          decodeStrictly(bytes, "utf-8") ??
          decodeStrictly(bytes, windows) ??
          decoderOf(windows).decode(bytes),
        isAsDeclared: false,
      }
    : decodeSwitching(bytes, set);
}

function isUpperControl(byte: number): boolean {
  return byte >= 0x80 && byte <= 0x9f;
}

/**
 * Every text that a value may be, the likeliest first. More than one where the declaration does not hold, or where bytes fit
 * it by chance: who looks for a name must not rely on one guess.
 */
export function textReadings(
  bytes: Uint8Array,
  set: CharacterSet,
): readonly string[] {
  const { hasUpper, hasEscape } = surveyOf(bytes);
  const { text, isAsDeclared } = decodeText(bytes, set);
  if (!hasUpper && !hasEscape) return [text];
  const isDoubtful =
    !isAsDeclared ||
    mixesScripts(text) ||
    (set.unescaped.length > 0 && !hasEscape);
  if (isDoubtful)
    return distinct([
      text,
      set.decoder?.decode(bytes) ?? text,
      ...allGuesses(bytes),
    ]);
  // A set of one byte gives any bytes a meaning, also those of another.
  const isTolerant = set.initialG1 !== null && !hasEscape;
  return distinct([
    text,
    decodeStrictly(bytes, "utf-8") ?? text,
    ...(isTolerant ? likelyGuesses(bytes, text) : []),
  ]);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** A few broken characters among many, as a cut value ends in, are shown as such; bytes of another set are guessed. */
function decodeWhole(bytes: Uint8Array, decoder: Decoder): DecodedText {
  const text = decoder.decode(bytes);
  const broken = text.split(undecodable).length - 1;
  if (broken === 0) return { text, isAsDeclared: true };
  const intact = text.match(/[^\u0000-\u007f\ufffd]/gu)?.length ?? 0;
  const isOfSet = intact > broken && !mixesScripts(text);
  const utf8 = decodeStrictly(bytes, "utf-8");
  return {
    text: utf8 ?? (isOfSet ? text : latin1(bytes)),
    isAsDeclared: false,
  };
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

/** Decodes with escape sequences; the sets return to their initial state at every delimiter (PS3.5 6.1.2.5.3). */
function decodeSwitching(
  bytes: Uint8Array,
  { initialG1, unescaped }: CharacterSet,
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
      text +=
        g1 === null ? guessText(stretch, unescaped) : decodeUpper(stretch, g1);
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
  return { text, isAsDeclared: isAsDeclared && !isBroken(text) };
}

/** Half characters, and bytes beyond the set that became control characters. */
function isBroken(text: string): boolean {
  return /[\ufffd\u0080-\u009f]/.test(text);
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

function decodeUpper(bytes: Uint8Array, g1: UpperSet): string {
  // The platform's name for ISO 8859-1 is windows-1252, which differs from 0x80 to 0x9f.
  if (g1 === "iso-8859-1") return latin1(bytes);
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
