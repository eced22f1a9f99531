// Says what a line is that holds none of the patient's words: other text, print about technique, or no text at all.
import type { ReadWord } from "../ports/textReader.ts";

/** Words that scanners print about how an image was made, and sides and positions. */
const technical = new Set(
  "L,R,A,P,H,F,S,I,AP,PA,LAT,LL,RL,RT,LT,LEFT,RIGHT,ERECT,SUPINE,PRONE,PORTABLE,AXIAL,SAG,COR,OBL,KV,KVP,MA,MAS,MS,S,SEC,MIN,MM,CM,M,HZ,KHZ,MHZ,DB,BPM,FPS,MI,TI,TIS,TIB,TIC,GAIN,GN,FR,WL,WW,W,C,L,B,THK,SL,FOV,DFOV,ZOOM,IM,IMG,SE,SER,TR,TE,FA,NEX,DR,DIST,DEPTH,FREQ,MAP,PRF,WF,PWR,AO,SCALE,MAG,STANDARD,BONE,SOFT,LUNG,ABDOMEN,CHEST,HEAD,CARDIAC,VASCULAR,GENERAL,OB,FRAME,SLICE,HU,SD,MEAN,AREA,X,XY,D,V,HI,LO,RES,PEN,CF,PW,CW,2D,3D,DYN,R1,HR,HD".split(
    ",",
  ),
);

/** Beyond this score a line is writing, even if in letters that cannot be read. */
const sureScore = 9;
/** Least legibility of what is called text. */
const leastLegibility = -0.4;

/** The best of the readings of a line, ranked by it and by how much the line looks like writing; null: no text. */
export function rankText(found: {
  readonly score: number;
  readonly readings: readonly (readonly ReadWord[])[];
}): { readonly rank: "text" | "technical"; readonly words: string } | null {
  const [best] = found.readings
    .map((words) => ({ words, quality: qualityOf(words) }))
    .sort((a, b) => b.quality.solid - a.quality.solid);
  if (best === undefined) return null;
  const isText =
    found.score >= sureScore ||
    legibility(best.quality, found.score) >= leastLegibility;
  if (!isText) return null;
  return {
    rank: isTechnical(best.words) ? "technical" : "text",
    words: best.words.map((word) => word.text).join(" "),
  };
}

/** How much was read, and how well. */
interface ReadingQuality {
  /** Letters and digits, up to ten. */
  readonly characters: number;
  /** Mean confidence in them, from 0 to 1. */
  readonly confidence: number;
  /** Part of what was read that is letters and digits. */
  readonly purity: number;
  readonly solid: number;
}

function qualityOf(words: readonly ReadWord[]): ReadingQuality {
  let [characters, confidences, all] = [0, 0, 0];
  for (const { text, confidence } of words) {
    const count = text.replace(/[^\p{L}\p{N}]/gu, "").length;
    characters += count;
    confidences += (count * confidence) / 100;
    all += text.length;
  }
  const confidence = characters === 0 ? 0 : confidences / characters;
  const purity = all === 0 ? 0 : characters / all;
  return {
    characters: Math.min(10, characters),
    confidence,
    purity,
    solid: Math.min(8, characters) * confidence * purity,
  };
}

/** The logarithm of the odds that a line is text, by what was read of it. Fitted like the writing score. */
function legibility(quality: ReadingQuality, score: number): number {
  const { characters, confidence, purity } = quality;
  const length = Math.log(1 + characters);
  return (
    -4 +
    0.38 * score -
    4 * confidence * purity -
    0.76 * length +
    6.29 * confidence * length
  );
}

/** A day or a time of day. */
const dateOrTime = /\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}:\d{2}/;

/** True if there is nothing but words of technique and short numbers. */
function isTechnical(words: readonly ReadWord[]): boolean {
  if (words.some(({ text }) => dateOrTime.test(text))) return false;
  const parts = words
    .flatMap(({ text }) => text.toUpperCase().split(/[^\p{L}\p{N}.]+/u))
    .filter((part) => part !== "");
  return (
    parts.length > 0 &&
    parts.every(
      (part) =>
        technical.has(part.replaceAll(".", "")) ||
        /^(?=(?:[^\d]*\d){1,4}[^\d]*$)[\d.]+[A-Z]{0,3}$/.test(part),
    )
  );
}
