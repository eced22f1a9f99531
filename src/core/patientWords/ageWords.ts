// What ages are written with, in the languages of case texts (as in monthNames.ts): parts of patterns in any case.

/** Behind the number: "years old", "-year-old", "years". One line a language, or some that are akin. */
const behind = [
  // English.
  "years?(?:\\s*-?\\s*old)?|yrs?|y\\/?o|y\\.o\\.",
  // German.
  "jahre?n?|jährige?[rsnm]?|jaehrige?[rsnm]?",
  // French, Spanish, Portuguese, Italian, Romanian.
  "ans|años|anos|anni|enne|(?:de\\s+)?ani",
  // Dutch, Danish, Norwegian, Swedish.
  "jaar|jarige?|års?|årige?|åriga|årigt|åring(?:en)?",
  // Polish, Czech, Slovak, Croatian, Slovenian, Serbian.
  "lat|latk[ai]|letni(?:a|ą|e|ego|ej|emu|m)?|let|let(?:á|ý|ého|ou|é|ému)|roků|rokov|ročn(?:á|ý|ého|ej|ú|ému)|godin[aeu]?|godišnj(?:a|i|eg|e)",
  // Russian, Ukrainian, Bulgarian.
  "лет|года?|летн(?:яя|ий|ей|его|юю|ему|им)|років|роки|рік|річн(?:а|ий|ої|ого|у)|години|годишн(?:а|ия|ият|ата)",
  // Greek.
  "ετών|ετων|έτους|ετους|χρονών|χρονων|χρόνων|χρονη|χρονος|χρονο[υς]?",
  // Finnish, Estonian, Latvian, Lithuanian, Hungarian.
  "vuotias|vuotiaa\\p{L}*|vuotta|aasta\\p{L}*|gad(?:i|us?)|gadīg\\p{L}*|metų|éves(?:en)?|esztendős",
  // Turkish, Indonesian, Vietnamese.
  "yaşında(?:ki)?|yaş|yaşlı|tahun|tuổi",
  // Arabic, Persian, Hebrew, Hindi.
  "سنة|سنه|عاما|عامًا|عاماً|عام|ساله|سال|שנים|שנה|वर्ष|वर्षीय|साल",
].join("|");

/** In front of the number: "aged", "age". */
const inFront = [
  "aged?|im alter von|alter|edad|età|idade|vârsta|vârstă|varsta|âgée?|âge|leeftijd|ålder|alder|ikä",
  "wiek|věk|vek|starost|возраст|возрасте|вік|ηλικία|ηλικίας|életkor|yaşı?|umur|usia|tuổi",
  "العمر|عمره|عمرها|سن|גיל|בגיל|בן|בת|उम्र|आयु|อายุ|年龄|年齡|年齢|나이|연령",
].join("|");

const number = "(?<age>\\d{2,3})";

/** An age in plain forms (`withPlainForms`) with its words, as group `age`; the text around is not looked at. */
export const agePatterns = {
  before: `${number}\\s*[-–—]?\\s*(?:${behind})`,
  after: `(?:${inFront})\\s*[:=]?\\s*(?:de\\s+)?${number}`,
  /** In scripts that divide no words. */
  unspaced: `${number}\\s?(?:歳|才|岁|歲|세|살|ปี)`,
} as const;

/** "90 lat" is a view too, in what is said of projections. */
export function isLateralView({ 0: said, input, index }: RegExpMatchArray) {
  if (!/\slat$/iu.test(said) || input === undefined) return false;
  const [from, end] = [index ?? 0, (index ?? 0) + said.length];
  return (
    said.endsWith("LAT") ||
    /(?:rao|lao|cra|cau|cran|caud|deg|degrees|angle|°)\W*$/iu.test(
      input.slice(Math.max(0, from - 12), from),
    ) ||
    /^\.?\s*(?:view|proj|decub|film|xr)/iu.test(input.slice(end, end + 12))
  );
}
