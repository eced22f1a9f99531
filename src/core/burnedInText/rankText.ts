// Says what a line is that holds none of the patient's words: other text, print about technique, or no text at all.
import type { ReadWord } from "../ports/textReader.ts";
import { bestReading, type LineReadings } from "./legibility.ts";

/** Words that scanners print about how an image was made, and sides and positions. */
const technical = new Set(
  "L,R,A,P,H,F,S,I,AP,PA,LAT,LL,RL,RT,LT,LEFT,RIGHT,ERECT,SUPINE,PRONE,PORTABLE,AXIAL,SAG,COR,OBL,KV,KVP,MA,MAS,MS,S,SEC,MIN,MM,CM,M,HZ,KHZ,MHZ,DB,BPM,FPS,MI,TI,TIS,TIB,TIC,GAIN,GN,FR,WL,WW,W,C,L,B,THK,SL,FOV,DFOV,ZOOM,IM,IMG,SE,SER,TR,TE,FA,NEX,DR,DIST,DEPTH,FREQ,MAP,PRF,WF,PWR,AO,SCALE,MAG,STANDARD,BONE,SOFT,LUNG,ABDOMEN,CHEST,HEAD,CARDIAC,VASCULAR,GENERAL,OB,FRAME,SLICE,HU,SD,MEAN,AREA,X,XY,D,V,HI,LO,RES,PEN,CF,PW,CW,2D,3D,DYN,R1,HR,HD".split(
    ",",
  ),
);

/** Beyond this score a line is writing, even if in letters that cannot be read. */
const sureScore = 8.5;

/** Odds, as logarithms, from which what was read is called text. */
const leastOdds = 0.2;

/** The best of the readings of a line, ranked by it and by how much the line looks like writing; null: no text. */
export function rankText(
  line: LineReadings,
): { readonly rank: "text" | "technical"; readonly words: string } | null {
  const { words, odds } = bestReading(line);
  if (line.score < sureScore && odds < leastOdds) return null;
  return {
    rank: rankWords(words),
    words: words.map((word) => word.text).join(" "),
  };
}

/** What words are that surely were read and are not the patient's. */
export function rankWords(words: readonly ReadWord[]): "text" | "technical" {
  return isTechnique(words.map(({ text }) => text)) ? "technical" : "text";
}

/** A day or a time of day. */
const dateOrTime = /\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}:\d{2}/;

/** What can be a year: no part of a longer number, no value of a window or a time, and without a unit. */
const year =
  /(?<![\d.,])(?<!(?:^|\P{L})(?:WW?|WL|WC|TR|TE|TI|PRF|FREQ)[\s:=.]*)(?:19|20)\d\d(?![\d.,]?\d)(?!\s*(?:MS|S|HZ|KHZ|MM|CM|MA|MAS|HU|DB)(?!\p{L}))/iu;

/** 067Y and 006M, as an Age String is printed (PS3.5 6.2), and 45 Y. */
const age =
  /(?<![\d.,])(?:\d{3}[DWMY]|\d{1,3}\s*(?:Y|YRS?|YO))(?![\p{L}\p{N}])/iu;

/** True if there is nothing but words of technique and short numbers, and at least one of them. */
export function isTechnique(texts: readonly string[]): boolean {
  const line = texts.join(" ");
  if ([dateOrTime, year, age].some((form) => form.test(line))) return false;
  const parts = texts
    .flatMap((text) => text.toUpperCase().split(/[^\p{L}\p{N}.]+/u))
    .filter((part) => part !== "");
  return parts.length > 0 && parts.every(isTechnicalPart);
}

/** A word of technique, a short number with or without a unit, or one after the other: TIS0.4. */
function isTechnicalPart(part: string): boolean {
  const [, word = "", number = ""] =
    /^([A-Z]*(?:\.[A-Z]+)*)([\d.]*[A-Z]{0,3})$/.exec(part) ?? [];
  const isNumber = /^(?=(?:[^\d]*\d){1,4}[^\d]*$)[\d.]+[A-Z]{0,3}$/;
  return (
    technical.has(part.replaceAll(".", "")) ||
    isNumber.test(part) ||
    (technical.has(word) && word.length > 1 && isNumber.test(number))
  );
}
