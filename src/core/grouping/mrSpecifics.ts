// Suggests the "specifics" of an MR stack: first by what the values are, then by the words of the series, then by the physics.
import type { ContrastPhase } from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { imageComponent } from "./imageComponents.ts";
import { hasContrast, seriesWords } from "./seriesWords.ts";

/** Kinds that take no further detail. First match wins. */
const kindsByWords: readonly (readonly [RegExp, string])[] = [
  [/\b(E?ADC|APPARENT DIFFUSION)\b/, "ADC"],
  [/\b(R?CBF|R?CBV|MTT|TTP|TMAX)\b/, "perfusion maps"],
  [
    /\b(DWI|DIFF|DIFFUSION|DTI|TRACEW?|B ?(500|600|800|1000|1500|2000))\b/,
    "DWI",
  ],
  [/\b(SWI|SWAN|SWIP|VEN BOLD|SUSCEPTIBILITY)\b/, "SWI"],
  [/\b(MRS|SPECTRO\w*|CSI)\b/, "MRS"],
  [/\b(MRV|VENOGRA\w*|PHLEBO\w*)\b/, "MRV"],
  [/\b(MRA|TOF|TWIST|TRICKS|ANGIO\w*)\b/, "MRA"],
  [/\b(FLAIR|DARK FLUID)\b/, "FLAIR"],
  [/\b(STIR|TIRM)\b/, "STIR"],
];

const inPhaseWords = /\b(IN ?PHASE|IP|INPH\w*)\b/;
const outOfPhaseWords =
  /\b(OUT ?(OF ?)?PHASE|OPP?(OSED)? ?PHASE|OPP?|OUTPH\w*)\b/;
const fatSatWords =
  /\b(FS|FAT ?SAT\w*|FATSUP\w*|SPAIR|SPIR|CHESS|WE|SPECIAL)\b/;

/** Suggestion from the closed list of the contract, or empty. `phase`: that its images state. */
export function mrSpecifics(
  header: InstanceHeader,
  phase: ContrastPhase | null,
): string {
  return byComponent(header) ?? byWords(header) ?? byWeighting(header, phase);
}

function byComponent(header: InstanceHeader): string | null {
  const component = imageComponent(header);
  if (component === "adc") return "ADC";
  if (component === "trace") return "DWI";
  if (component === "susceptibility") return "SWI";
  if (component === "perfusionMap") return "perfusion maps";
  if (component === "inPhase") return "T1 in-phase";
  if (component === "outOfPhase") return "T1 out-of-phase";
  return (header.diffusionBValue ?? 0) > 0 ? "DWI" : null;
}

function byWords(header: InstanceHeader): string | null {
  const words = seriesWords(header);
  const kind = kindsByWords.find(([pattern]) => pattern.test(words))?.[1];
  if (kind !== undefined) return kind;
  if (outOfPhaseWords.test(words)) return "T1 out-of-phase";
  return inPhaseWords.test(words) ? "T1 in-phase" : null;
}

/** T1, T2 or PD with fat suppression and contrast; otherwise what kind of echo it is. */
function byWeighting(
  header: InstanceHeader,
  phase: ContrastPhase | null,
): string {
  const weighting = weightingOf(header);
  if (weighting === "" || weighting === "FLAIR" || weighting === "STIR")
    return weighting === "" ? echoKind(header) : weighting;
  const isFatSat =
    header.scanOptions.includes("FS") || fatSatWords.test(seriesWords(header));
  const isEnhanced = weighting === "T1" && hasContrast(header, phase);
  return `${weighting}${isEnhanced ? " C+" : ""}${isFatSat ? " fat sat" : ""}`;
}

function weightingOf(header: InstanceHeader): string {
  const words = seriesWords(header);
  if (/\bT2 ?(\*|STAR)/.test(words)) return "";
  if (
    /\b(T1W?|T1WI?|MPRAGE|VIBE|LAVA|THRIVE|BRAVO|FSPGR|MP2RAGE)\b/.test(words)
  )
    return "T1";
  if (/\b(PDW?|PROTON DENSITY|DP)\b/.test(words)) return "PD";
  if (/\b(T2W?|T2WI?|HASTE|SSFSE|CISS|FIESTA|MRCP)\b/.test(words)) return "T2";
  return weightingByTimes(header);
}

/** Textbook ranges in milliseconds, for spin echo only; in gradient echo the flip angle mixes the contrasts. */
function weightingByTimes(header: InstanceHeader): string {
  const { repetitionTimeMs, echoTimeMs, inversionTimeMs, scanningSequence } =
    header;
  const isSpinEcho =
    scanningSequence.includes("SE") &&
    !scanningSequence.includes("GR") &&
    !scanningSequence.includes("EP");
  if (!isSpinEcho || repetitionTimeMs === null || echoTimeMs === null)
    return "";
  if (scanningSequence.includes("IR") && inversionTimeMs !== null) {
    if (inversionTimeMs > 1500 && echoTimeMs >= 60) return "FLAIR";
    if (inversionTimeMs > 0 && inversionTimeMs < 300) return "STIR";
  }
  if (repetitionTimeMs < 1000 && echoTimeMs < 35) return "T1";
  if (repetitionTimeMs >= 1800 && echoTimeMs >= 65) return "T2";
  return repetitionTimeMs >= 1800 && echoTimeMs < 40 ? "PD" : "";
}

function echoKind({ scanningSequence }: InstanceHeader): string {
  if (scanningSequence.includes("EP")) return "Echo planar";
  return scanningSequence.includes("GR") ? "Gradient Echo" : "";
}
