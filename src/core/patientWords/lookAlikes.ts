// Words written with letters of another script that look the same: "Smіth" with a Cyrillic і reads like any Smith.
import { foldText } from "./foldText.ts";

/**
 * What letters of Cyrillic and Greek look like in Latin, in pairs: of the confusables of Unicode TS #39 those of letters that names
 * are written with, and small letters that look like small capitals (к, м, н, т, в).
 */
const pairsByScript = {
  Cyrillic:
    "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ԚQ ТT ԜW ХX УY ҮY ҺH ӀI Ԁd ЬB " +
    "аa еe оo рp сc уy хx іi ѕs јj һh ԁd ԛq ԝw үy ӏl ѵv гr кk мm нh тt вb ьb пn",
  Greek:
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC ϺM " +
    "αa ιi κk νv οo ρp σo τt υu χx γy ϲc ϳj ηn εe βb ωw",
} as const;
type Script = keyof typeof pairsByScript;

/** Latin letters of phonetic alphabets that look like plain ones: ɪ, ꜱ. NFKD takes apart only some. */
const phonetic: ReadonlyMap<string, string> = new Map(
  Array.from(
    "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpꞯqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzɑaɡgɩiʋvɯw".matchAll(
      /(.)([a-z])/gu,
    ),
    ([, letter = "", plain = ""]) => [letter, plain] as const,
  ),
);

const pairs = {
  Cyrillic: parsedPairs(pairsByScript.Cyrillic),
  Greek: parsedPairs(pairsByScript.Greek),
};
const toLatin = new Map([...pairs.Cyrillic, ...pairs.Greek]);
const fromLatin: Readonly<Record<Script, ReadonlyMap<string, string>>> = {
  Cyrillic: turnedRound(pairs.Cyrillic),
  Greek: turnedRound(pairs.Greek),
};

const letterOf: Readonly<Record<Script, RegExp>> = {
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
};
const latinLetter = /\p{Script=Latin}/u;
const otherLetter = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
const none: readonly string[] = [];

/**
 * The words, folded, that a word looks like: its letters taken for Latin, or those of Latin in it for its own script. Empty where no
 * word of one script comes of it, as for nearly every word.
 */
export function lookAlikes(word: string): readonly string[] {
  if (/^[\u0000-\u024f]*$/.test(word)) return none;
  const written = word.normalize("NFKD");
  const plain = mapped(written, phonetic);
  const found = plain === written ? [] : [plain];
  if (otherLetter.test(plain)) {
    const inLatin = mapped(plain, toLatin);
    if (!otherLetter.test(inLatin)) found.push(inLatin);
    for (const script of ["Cyrillic", "Greek"] as const)
      found.push(...readInScript(plain, script));
  }
  return found.map(foldText);
}

/** A word of another script with letters of Latin among its own. */
function readInScript(word: string, script: Script): readonly string[] {
  if (!letterOf[script].test(word) || !latinLetter.test(word)) return [];
  const read = mapped(word, fromLatin[script]);
  return latinLetter.test(read) ? [] : [read];
}

function mapped(word: string, letters: ReadonlyMap<string, string>): string {
  let text = "";
  for (const letter of word) text += letters.get(letter) ?? letter;
  return text;
}

function parsedPairs(pairs: string): ReadonlyMap<string, string> {
  return new Map(
    pairs.split(" ").map((pair) => {
      const [letter = "", latin = ""] = Array.from(pair);
      return [letter, latin] as const;
    }),
  );
}

/** Of several letters that look like one of Latin the first is meant. */
function turnedRound(
  letters: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(
    [...letters].reverse().map(([letter, latin]) => [latin, letter]),
  );
}
