// What text is whose bytes the declared character set does not cover, or covers as a set of one byte covers any.

type Decoder = InstanceType<typeof TextDecoder>;

const strictDecoders = new Map<string, Decoder>();

/** Null if the bytes are not of that encoding of the platform. */
export function decodeStrictly(
  bytes: Uint8Array,
  encoding: string,
): string | null {
  if (encoding === "windows-1252") return windows1252(bytes);
  let decoder = strictDecoders.get(encoding);
  if (decoder === undefined) {
    decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    strictDecoders.set(encoding, decoder);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** The characters of windows-1252 from 0x80 to 0x9f; five bytes mean nothing. */
const windows1252Upper =
  "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** By our own table, since the decoder that Node has for this name is that of ISO 8859-1. */
function windows1252(bytes: Uint8Array): string {
  return latin1(bytes).replace(
    /[\u0080-\u009f]/g,
    (control) => windows1252Upper[control.charCodeAt(0) - 0x80] ?? control,
  );
}

/** ISO 8859-1, in which every byte means something. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    "latin1",
  );
}

/**
 * UTF-8 if the bytes are that, else the first of the `likely` encodings that covers them, else ISO 8859-1. Two syllables of
 * Korean may by chance be UTF-8 of another script; three bytes to a character are no chance.
 */
export function guessText(
  bytes: Uint8Array,
  likely: readonly string[],
): string {
  const utf8 = decodeStrictly(bytes, "utf-8");
  if (utf8 !== null && /[\u0800-\uffff]/.test(utf8)) return utf8;
  for (const encoding of likely) {
    const text = decodeStrictly(bytes, encoding);
    if (text !== null) return text;
  }
  return utf8 ?? latin1(bytes);
}

/** Plain Latin letters and another script in one word: what Latin text looks like in the sets of other scripts. */
export function mixesScripts(text: string): boolean {
  return /[A-Za-z](?!\p{Script=Latin})\p{L}|(?!\p{Script=Latin})\p{L}[a-z]/u.test(
    text,
  );
}

/** Those that show by themselves whether bytes are theirs. */
const tellingSets = ["utf-8", "gb18030", "euc-kr", "euc-jp", "shift_jis"];

/** Those in which nearly any bytes mean something, and Big5, in which many do. */
const tolerantSets = [
  ...["windows-1250", "windows-1251", "windows-1253", "windows-1254"],
  ...["windows-1255", "windows-1256", "windows-874", "koi8-r", "big5"],
  ...["iso-8859-2", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8"],
  "windows-1252",
];

/**
 * Every text that bytes could be which their declaration does not cover: those of the sets that are met with no or another
 * declaration, and that cover them. Of sets in which any bytes mean something, only what looks like words.
 */
export function allGuesses(bytes: Uint8Array): readonly string[] {
  return [
    ...readingsIn(tellingSets, bytes),
    latin1(bytes),
    ...readingsIn(tolerantSets, bytes).filter(looksLikeWords),
  ];
}

/**
 * Of all guesses, those that look like words: for bytes that their declaration covers, as a set of one byte covers any. Where
 * the `declared` text looks like words of another script than Latin, those of that script.
 */
export function likelyGuesses(
  bytes: Uint8Array,
  declared: string,
): readonly string[] {
  const found = allGuesses(bytes).filter(looksLikeWords);
  if (!otherThanLatin.test(declared) || !looksLikeWords(declared)) return found;
  return found.filter((text) =>
    scripts.some((script) => script.test(text) && script.test(declared)),
  );
}

function readingsIn(
  encodings: readonly string[],
  bytes: Uint8Array,
): readonly string[] {
  return encodings.flatMap((encoding) => decodeStrictly(bytes, encoding) ?? []);
}

/** Scripts that never stand in one name with another but Latin; those of East Asia do among themselves. */
const scripts = [
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Thai}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u,
];
const otherThanLatin = /(?!\p{Script=Latin})\p{L}/u;
/** Letters and marks, points of Thai and Arabic, quotes, dots and spaces: nothing else beyond ASCII is in names. */
const noSignOfWords =
  /[^\u0000-\u007f\p{L}\p{M}\p{Nd}´‘’“”‐-―·・，。：；（）\u00a0\u3000ー々〇]/u;
/** What capitals and small letters of one Cyrillic set look like in another. */
const swappedCase =
  /\p{Ll}(?!\p{Script=Latin})\p{Lu}|(?!\p{Script=Latin})\p{Ll}\p{Lu}/u;

/** False for what text of one set mostly looks like in another. */
function looksLikeWords(text: string): boolean {
  if (noSignOfWords.test(text) || mixesScripts(text)) return false;
  if (!otherThanLatin.test(text)) return looksLatin(text);
  const found = scripts.filter((script) => script.test(text));
  const hasOthers = /[^\u0000-\u007f\P{Script=Latin}]/u.test(text);
  return found.length === 1 && !hasOthers && !swappedCase.test(text);
}

/** Marks are on fewer than half of the letters of a word. */
function looksLatin(text: string): boolean {
  if (/\p{M}|(?![0-9])\p{Nd}/u.test(text)) return false;
  const words = text.match(/\p{L}+/gu) ?? [];
  return words.every((word) => {
    const marked = word.replace(/[\u0000-\u007f]/g, "").length;
    return word.length < 3 || marked * 2 <= word.length;
  });
}
