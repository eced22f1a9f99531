// Phases of contrast in the words of scanners and technologists, in the languages of the devices.
import type { ContrastPhase } from "../model/contrastState.ts";

const art = "(ART|ARTER\\w*)";
const ven = "(VEN|VENO\\w*|VENEUX|VENEUS|VEINEU\\w*)";
const late = "(LATE|DELAYED|SPATE?|SPAETE?|TARDI\\w+)";
const early = "(EARLY|FRUHE?|FRUEHE?|PRECOCE)";
const medium = "(CON\\w*|KM|KONTRAST\\w*|GD|GAD\\w*|MDC|INJ\\w*|IODE|CIV|PDC)";

/** In this order, and what one has matched is not there for the next: `late arterial` is not late, `non-contrast` not with contrast. */
const patterns: readonly (readonly [RegExp, ContrastPhase])[] = [
  words(
    `(${early} |${late} )?(PORTAL\\w*( ${ven})?|PORTO ?${ven}|PVP?)`,
    "portalVenous",
  ),
  words(`${late} ?${art}|${art} ${late}`, "lateArterial"),
  words(`${early} ?${art}|${art} ${early}`, "earlyArterial"),
  words(`${late} ?${ven}|${ven} ${late}`, "delayed"),
  words(
    `NON ?CON\\w*|NON ?ENHANCED|UN ?ENHANCED|WITHOUT( ${medium})?|W ?/? ?O( ${medium})?|NECT|NCCT|NATIVE?|NATIV\\w*|PLAIN|PRE ?${medium}|VOR ${medium}|AVANT ${medium}|OHNE ${medium}|SANS( ${medium})?|SENZA( ${medium})?|SIN (${medium}|IV)|FASE (BASALE?|SIMPLE)|DIRETTA|BLANCO`,
    "unenhanced",
  ),
  words(
    "EXCRET\\w*|EXKRET\\w*|ESCRET\\w*|AUSSCHEID\\w*|UROGRA\\w*|PYELO\\w*",
    "excretory",
  ),
  words(
    "CORTICO\\w*|KORTIKO\\w*|CORTICAL PHASE|(PHASE|FASE) CORTICALE?",
    "corticomedullary",
  ),
  words(
    "NEPHROGRA\\w*|NEFROGRA\\w*|(PARENCHYM\\w*|PARENQUIM\\w*) ?PHASE|(PHASE|FASE) PARENC?H?Q?\\w*|PARENCHYMPHASE",
    "nephrographic",
  ),
  words("HEPATO ?BIL\\w*|EPATO ?BIL\\w*|HBP", "hepatobiliary"),
  words(
    "PANCREATIC PHASE|PANKREAS ?PHASE|(PHASE|FASE) PANCREA\\w*",
    "pancreatic",
  ),
  words(art, "arterial"),
  words(ven, "venous"),
  words(
    `${late}( PHASE)?|DELAY\\w*|SPATPHASE|SPAETPHASE|RETARD\\w*|EQUILIB\\w*|GLEICHGEWICHT\\w*`,
    "delayed",
  ),
  words(
    `POST ?(${medium}|C|IV)|(W/|WITH|MIT|NACH|AVEC|APRES|CON|DOPO) ${medium}|CONTRAST ENHANCED|ENHANCED|CECT|C \\+|\\+ (C|GD|KM)`,
    "enhanced",
  ),
];

/** Words for a whole examination rather than for one phase of it. */
const withAndWithout = /\bW(ITH)?[ /]*(AND|UND|&|\/)? ?W(ITHOUT\b|\/?O\b)/;

function words(
  source: string,
  phase: ContrastPhase,
): readonly [RegExp, ContrastPhase] {
  // No \b at the end: it would miss the sign in `C +`.
  return [new RegExp(`(?<![A-Z0-9])(${source})(?![A-Z0-9])`, "g"), phase];
}

/** The one phase that a text names in any case and spelling; null if it names none, or several. */
export function contrastPhaseIn(text: string): ContrastPhase | null {
  let rest = plainWords(text);
  if (rest === "" || withAndWithout.test(rest)) return null;
  const found = new Set<ContrastPhase>();
  for (const [pattern, phase] of patterns) {
    const without = rest.replace(pattern, " | ");
    if (without !== rest) found.add(phase);
    rest = without;
  }
  // Says no more than the others do.
  if (found.size > 1) found.delete("enhanced");
  const [phase = null] = found;
  return found.size === 1 ? phase : null;
}

/** Capitals without accents, and the signs + and /, between single spaces. */
function plainWords(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toUpperCase()
    .replaceAll("+", " + ")
    .replaceAll(/[^A-Z0-9+/]+/g, " ")
    .trim();
}
