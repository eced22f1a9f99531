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
]);

/** Two-letter spellings of the north for letters with marks. */
const spelledOut: ReadonlyMap<string, string> = new Map([
  ["ä", "ae"],
  ["ö", "oe"],
  ["ü", "ue"],
  ["å", "aa"],
  ["ø", "oe"],
]);

/** Lower case, no marks, no apostrophes; "Müller" is "muller", "O’Brien" is "obrien". */
export function foldText(text: string): string {
  // Most texts are ASCII, and most of the time is spent on them.
  if (isAscii(text)) return text.toLowerCase().replaceAll("'", "");
  return text
    .normalize("NFKD")
    .replace(/[\p{M}'’ʼ`]/gu, "")
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/gu, (letter) => plainLetters.get(letter) ?? letter)
    .normalize("NFC");
}

/** All folded spellings: "Müller" is "muller" and "mueller". */
export function foldedSpellings(text: string): readonly string[] {
  const folded = foldText(text);
  const lower = isAscii(text) ? text : text.normalize("NFC").toLowerCase();
  if (!/[äöüåø]/u.test(lower)) return [folded];
  const spelled = lower.replace(
    /[äöüåø]/gu,
    (letter) => spelledOut.get(letter) ?? letter,
  );
  return [folded, foldText(spelled)];
}

/** True for text of a script that writes words without spaces between them. */
export function isUnspacedScript(text: string): boolean {
  return (
    !isAscii(text) &&
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(
      text,
    )
  );
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1)
    if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
