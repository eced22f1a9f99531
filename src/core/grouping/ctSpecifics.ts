// Suggests the "specifics" of a CT stack: window by reconstruction kernel, or phase of contrast by the words of the series.
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { hasContrast, seriesWords } from "./seriesWords.ts";

/** First match wins: the more telling phase before the broader word it contains. */
const phases: readonly (readonly [RegExp, string])[] = [
  [
    /\b(CTPA|PULM\w* ANGIO\w*|PULMONARY (ART\w*|EMB\w*)|PE PROTOCOL)\b/,
    "C+ CTPA",
  ],
  [/\b(EXCRET\w*|UROGRAM|UROGRAPH\w*|PYELO\w*)\b/, "C+ renal excretory phase"],
  [/\b(CORTICO\w*|CORTICAL PHASE)\b/, "C+ renal cortical phase"],
  [/\b(NEPHROGRA\w*|PARENCHYMAL PHASE)\b/, "C+ renal parenchymal phase"],
  [
    /\b(PORTAL\w*|PORTOVEN\w*|VENOUS|VENOES|VENOS\w*|VENÖS\w*|PVP?)\b/,
    "C+ portal venous phase",
  ],
  [/\b(DELAY\w*|LATE|EQUILIBRIUM)\b/, "C+ delayed"],
  [
    /\b(ARTERIAL|ARTERIEL\w*|ARTERIELL\w*|ART|CTA|ANGIO\w*)\b/,
    "C+ arterial phase",
  ],
];

const withoutContrast =
  /\b(NON ?CON\w*|NON ?ENHANCED|UNENHANCED|WITHOUT( CONTRAST)?|W\/?O|NECT|NCCT|NATIVE?|NATIV\w*|PLAIN|SANS)( |$)/;

/** Suggestion from the closed list of the contract, or empty. */
export function ctSpecifics(header: InstanceHeader): string {
  const window = reconstructionWindow(header);
  if (window !== "") return window;
  const words = seriesWords(header);
  if (!hasContrast(header) && withoutContrast.test(words))
    return "non-contrast";
  return phases.find(([pattern]) => pattern.test(words))?.[1] ?? "";
}

/** Sharp reconstructions are read in the window they were made for; a soft one says nothing. */
function reconstructionWindow(header: InstanceHeader): string {
  const kernel = header.convolutionKernel.toUpperCase();
  const words = seriesWords(header);
  const isLung =
    /\bLUNGS?\b|\bLUNGE\b|\bPULMON\b/.test(words) || /LUNG/.test(kernel);
  const isBone =
    /\bBONES?\b|\bKNOCHEN\b|\bOSSEUX?\b/.test(words) || /BONE/.test(kernel);
  if (isLung !== isBone) return isLung ? "lung window" : "bone window";
  if (!isSharpKernel(kernel)) return "";
  // The same sharp kernels serve lung and bone; the window the scanner chose tells which.
  const { windowCenter, windowWidth } = header;
  if (windowCenter === null || windowWidth === null || windowWidth < 1000)
    return "";
  return windowCenter < -200 ? "lung window" : "bone window";
}

/** Siemens B60 to B90, Bl and Br from 56 and the like (also H, U, J, I series); GE EDGE and DETAIL have their own words. */
function isSharpKernel(kernel: string): boolean {
  const siemens = /^[BHIJUTQ][A-Z]?(\d{2})/.exec(kernel)?.[1];
  return (
    (siemens !== undefined && Number(siemens) >= 56) ||
    /\bEDGE\b|\bSHARP\b/.test(kernel)
  );
}
