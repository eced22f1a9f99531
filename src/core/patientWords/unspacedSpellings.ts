// How a name of a script without spaces may be written in a file: in its other kana, its other width, taken apart, or spaced.

const hiragana = /[\u3041-\u3096]/gu;
const katakana = /[\u30a1-\u30f6]/gu;
/** From one kana to the other. */
const kanaDistance = 0x60;
/** Names of more characters are hardly divided. */
const longestDivided = 4;

/** By the form of full width, the signs for voiced sounds apart. */
const halfWidths: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 0xff9f - 0xff65 + 1 }, (_, at) => {
    const half = String.fromCharCode(0xff65 + at);
    return [half.normalize("NFKC"), half];
  }),
);

/** The name in every form, its own included. */
export function unspacedForms(text: string): readonly string[] {
  const full = text.normalize("NFKC");
  const inKatakana = full.replace(hiragana, (kana) =>
    shifted(kana, kanaDistance),
  );
  const inHiragana = full.replace(katakana, (kana) =>
    shifted(kana, -kanaDistance),
  );
  const half = Array.from(inKatakana.normalize("NFD"))
    .map((sign) => halfWidths.get(sign) ?? sign)
    .join("");
  return [
    ...new Set([
      ...[text, full, inKatakana, inHiragana],
      ...[text, full, inKatakana, inHiragana].map((form) =>
        form.normalize("NFD"),
      ),
      half.normalize("NFC"),
    ]),
  ];
}

/** The name with family and given name apart, wherever one of them may end. */
export function spacedForms(text: string): readonly string[] {
  const characters = Array.from(text.normalize("NFC"));
  if (characters.length > longestDivided) return [];
  return characters.slice(1).flatMap((_, at) => {
    const [family, given] = [
      characters.slice(0, at + 1).join(""),
      characters.slice(at + 1).join(""),
    ];
    return [" ", "^", "\u3000"].map((by) => family + by + given);
  });
}

function shifted(character: string, by: number): string {
  return String.fromCodePoint((character.codePointAt(0) ?? 0) + by);
}
