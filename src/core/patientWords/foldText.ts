// Text without what spellings of one name differ in: case, marks above and below letters, width.

/** Letters that Unicode does not take apart into a plain one and a mark. */
const plainLetters: ReadonlyMap<string, string> = new Map([
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["ł", "l"],
  ["đ", "d"],
  ["ð", "d"],
  ["þ", "th"],
  ["ı", "i"],
  // Letters of Arabic that keyboards of other languages write otherwise.
  ["ى", "ي"],
  ["ی", "ي"],
  ["ک", "ك"],
  ["ة", "ه"],
]);

/** The zeros of the scripts whose digits follow one another. */
const zeros = "٠۰०০੦૦௦౦೦൦๐໐၀០０";

/**
 * What keyboards and systems write for an apostrophe, for a class of a regular expression; two are accents that stand by
 * themselves.
 */
export const apostrophes = "'’‘ʼʻ＇`´";

/** Two-letter spellings for letters with marks: of the north, and of Croatian and Serbian. */
const spelledOut: ReadonlyMap<string, string> = new Map([
  ["ä", "ae"],
  ["ö", "oe"],
  ["ü", "ue"],
  ["å", "aa"],
  ["ø", "oe"],
  ["đ", "dj"],
]);

/** Lower case, no marks, no apostrophes, nothing invisible, digits of ASCII; "Müller" is "muller", "O’Brien" is "obrien". */
export function foldText(text: string): string {
  // Most texts are ASCII, and most of the time is spent on them.
  if (isAscii(text)) {
    const lower = text.toLowerCase();
    return hasApostrophe(text) ? lower.replace(/['`]/g, "") : lower;
  }
  return text
    .replaceAll("´", "'")
    .normalize("NFKD")
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}'’‘ʼʻ`ـ]/gu, "")
    .toLowerCase()
    .replace(
      /[ßæœøłđðþıىیکة]/gu,
      (letter) => plainLetters.get(letter) ?? letter,
    )
    .replace(/\p{Nd}/gu, plainDigit)
    .normalize("NFC");
}

/** All folded spellings: "Müller" is "muller" and "mueller", "Đorđević" is "dordevic" and "djordjevic". */
export function foldedSpellings(text: string): readonly string[] {
  const folded = foldText(text);
  const lower = isAscii(text) ? text : text.normalize("NFC").toLowerCase();
  if (!/[äöüåøđ]/u.test(lower)) return [folded];
  const spelled = lower.replace(
    /[äöüåøđ]/gu,
    (letter) => spelledOut.get(letter) ?? letter,
  );
  return [folded, foldText(spelled)];
}

/** The same text with digits, signs and letters of full width in their plain form: places in it are places in the text. */
export function withPlainForms(text: string): string {
  if (isAscii(text)) return text;
  return text.replace(/[\uff01-\uff5e\u3000\u2010\u2011]|\p{Nd}/gu, (sign) => {
    if (sign.length > 1) return sign;
    if (sign === "\u2010" || sign === "\u2011") return "-";
    return plainDigit(sign.normalize("NFKC"));
  });
}

function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  for (const zero of zeros) {
    const value = code - (zero.codePointAt(0) ?? 0);
    if (value >= 0 && value <= 9) return String(value);
  }
  return digit;
}

/** True for text of a script that writes words without spaces between them. */
export function isUnspacedScript(text: string): boolean {
  return (
    !isAscii(text) &&
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
      text,
    )
  );
}

function hasApostrophe(ascii: string): boolean {
  for (let at = 0; at < ascii.length; at += 1) {
    const code = ascii.charCodeAt(at);
    if (code === 0x27 || code === 0x60) return true;
  }
  return false;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1)
    if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
