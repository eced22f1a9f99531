// Names of months in the languages that case texts are most often written in.
import { foldText } from "./foldText.ts";

/**
 * One line a month: English, German, French, Spanish, Italian, Portuguese, Dutch, Danish, Norwegian, Swedish, Polish, Czech, Slovak,
 * Croatian, Turkish, Russian, Ukrainian, Bulgarian, Greek, Hungarian, Finnish, Romanian, Arabic of Egypt and of the Levant, Hebrew with
 * and without "in", Hindi, Thai. As CLDR gives them within a date; written out, since engines come with different parts of it.
 */
const names = [
  "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia ledna januára siječnja ocak января янв січня януари ιανουαρίου ιαν január tammikuuta ianuarie يناير ינואר בינואר जनवरी มกราคม ม.ค",
  "february feb februar februari février fevrier févr febrero febbraio fevereiro lutego února februára veljače şubat февраля фев лютого февруари φεβρουαρίου φεβ február helmikuuta februarie فبراير شباط פברואר בפברואר फ़रवरी फरवरी กุมภาพันธ์ ก.พ",
  "march mar märz mrz maerz mars marzo março marco maart mrt marts marca března ožujka mart марта мар березня март μαρτίου μαρ március maaliskuuta martie مارس آذار מרץ במרץ मार्च มีนาคม มี.ค",
  "april apr avril avr abril abr aprile kwietnia dubna apríla travnja nisan апреля апр квітня април απριλίου απρ április huhtikuuta aprilie أبريل إبريل نيسان אפריל באפריל अप्रैल เมษายน เม.ย",
  "may mai mayo maggio mag maio mei maj maja května mája svibnja mayıs мая травня май μαΐου μαι május toukokuuta مايو أيار מאי במאי मई พฤษภาคม พ.ค",
  "june jun juni juin junio giugno giu junho czerwca června júna lipnja haziran июня июн червня юни ιουνίου ιουν június kesäkuuta iunie يونيو حزيران יוני ביוני जून มิถุนายน มิ.ย",
  "july jul juli juillet juil julio luglio lug julho lipca července júla srpnja temmuz июля июл липня юли ιουλίου ιουλ július heinäkuuta iulie يوليو تموز יולי ביולי जुलाई กรกฎาคม ก.ค",
  "august aug août aout agosto ago augustus augusti sierpnia srpna augusta kolovoza ağustos августа авг серпня август αυγούστου αυγ augusztus elokuuta أغسطس آب אוגוסט באוגוסט अगस्त สิงหาคม ส.ค",
  "september sep sept septembre septiembre settembre set setembro września září septembra rujna eylül сентября сен вересня септември σεπτεμβρίου σεπ szeptember syyskuuta septembrie سبتمبر أيلول ספטמבר בספטמבר सितंबर सितम्बर กันยายน ก.ย",
  "october oct oktober okt octobre octubre ottobre ott outubro out października října októbra listopada ekim октября окт жовтня октомври οκτωβρίου οκτ október lokakuuta octombrie أكتوبر אוקטובר באוקטובר अक्टूबर अक्तूबर ตุลาคม ต.ค",
  "november nov novembre noviembre novembro listopada listopadu novembra studenoga kasım ноября ноя листопада ноември νοεμβρίου νοε marraskuuta noiembrie نوفمبر נובמבר בנובמבר नवंबर नवम्बर พฤศจิกายน พ.ย",
  "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia prosince decembra prosinca aralık декабря дек грудня декември δεκεμβρίου δεκ joulukuuta decembrie ديسمبر דצמבר בדצמבר दिसंबर दिसम्बर ธันวาคม ธ.ค",
].map((line) => line.split(" "));

const months = new Map<string, readonly string[]>();
for (const [index, list] of names.entries())
  for (const name of list) {
    const folded = foldText(name);
    const known = months.get(folded) ?? [];
    months.set(folded, [...known, String(index + 1)]);
  }

/** Matches any word that may be a month; `monthsOf` tells. In Thai they are shortened by a point within. */
export const monthPattern =
  "[\\p{L}\\p{M}]{2,14}(?:\\.\\p{Script=Thai})?(?![\\p{L}\\p{M}])";

/** 1 to 12 as text; none if it is no month; two for what is October in Croatian and November in Polish. */
export function monthsOf(name: string): readonly string[] {
  return months.get(foldText(name)) ?? [];
}
