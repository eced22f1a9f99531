// Says what a line is that holds none of the patient's words: other text, print about technique, or no text at all.
import type { TextRank } from "../../shared/burnedInText.ts";
import type { ReadWord } from "../ports/textReader.ts";

/** Words that scanners print about how an image was made, and sides and positions. */
const technical = new Set(
  "L,R,A,P,H,F,S,I,AP,PA,LAT,LL,RL,RT,LT,LEFT,RIGHT,ERECT,SUPINE,PRONE,PORTABLE,AXIAL,SAG,COR,OBL,KV,KVP,MA,MAS,MS,S,SEC,MIN,MM,CM,M,HZ,KHZ,MHZ,DB,BPM,FPS,MI,TI,TIS,TIB,TIC,GAIN,GN,FR,WL,WW,W,C,L,B,THK,SL,FOV,DFOV,ZOOM,IM,IMG,SE,SER,TR,TE,FA,NEX,DR,DIST,DEPTH,FREQ,MAP,PRF,WF,PWR,AO,SCALE,MAG,STANDARD,BONE,SOFT,LUNG,ABDOMEN,CHEST,HEAD,CARDIAC,VASCULAR,GENERAL,OB,FRAME,SLICE,HU,SD,MEAN,AREA,X,XY,D,V,HI,LO,RES,PEN,CF,PW,CW,2D,3D,DYN,R1,HR,HD".split(
    ",",
  ),
);

/** Sure enough of a line to call it text without having read it: beyond this score, nine in ten are. */
const sureScore = 6.5;

/** Ranks a line by what was read and by how much it looks like writing; null: no text. */
export function rankText(found: {
  readonly score: number;
  readonly words: readonly ReadWord[];
}): Exclude<TextRank, "patientWord"> | null {
  const { words, score } = found;
  if (!isLegible(words, score) && score < sureScore) return null;
  return isTechnical(words) ? "technical" : "text";
}

/** True if enough characters were read with enough confidence. */
function isLegible(words: readonly ReadWord[], score: number): boolean {
  const solid = words.filter(
    ({ text, confidence }) =>
      confidence >= 60 &&
      /^[^\p{L}\p{N}]*[\p{L}\p{N}][\p{L}\p{N}.,:/'()%^-]*$/u.test(text),
  );
  const characters = solid.reduce(
    (sum, { text }) => sum + text.replace(/[^\p{L}\p{N}]/gu, "").length,
    0,
  );
  const all = words.reduce((sum, { text }) => sum + text.length, 0);
  const needed = score >= 4 ? 2 : score >= 2 ? 3 : 4;
  return characters >= needed && characters * 2 >= all;
}

/** True if there is nothing but words of technique and short numbers. */
function isTechnical(words: readonly ReadWord[]): boolean {
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
