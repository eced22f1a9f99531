// Names of months in the languages that case texts are most often written in.
import { foldText } from "./foldText.ts";

/** One line a month: English, German, French, Spanish, Italian, Portuguese, Dutch, Danish, Norwegian, Swedish, Polish, Czech, Turkish. */
const names = [
  "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia ledna ocak",
  "february feb februar februari février fevrier févr febrero febbraio fevereiro lutego února şubat",
  "march mar märz mrz maerz mars marzo março marco maart mrt marts marca března mart",
  "april apr avril avr abril abr aprile kwietnia dubna nisan",
  "may mai mayo maggio mag maio mei maj maja května mayıs",
  "june jun juni juin junio giugno giu junho czerwca června haziran",
  "july jul juli juillet juil julio luglio lug julho lipca července temmuz",
  "august aug août aout agosto ago augustus augusti sierpnia srpna ağustos",
  "september sep sept septembre septiembre settembre set setembro září września eylül",
  "october oct oktober okt octobre octubre ottobre ott outubro out października října ekim",
  "november nov novembre noviembre novembro listopada listopadu kasım",
  "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia prosince aralık",
].map((line) => line.split(" "));

const months: ReadonlyMap<string, string> = new Map(
  names.flatMap((list, index) =>
    list.map((name) => [foldText(name), String(index + 1)] as const),
  ),
);

/** Matches any name; longer ones first, so that none is taken for its beginning. */
export const monthPattern = [...new Set(names.flat())]
  .sort((a, b) => b.length - a.length)
  .join("|");

/** 1 to 12 as text; empty if it is no month. */
export function monthOf(name: string): string {
  return months.get(foldText(name)) ?? "";
}
