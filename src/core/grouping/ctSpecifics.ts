// Suggests the "specifics" of a CT stack: window by reconstruction kernel, or phase of contrast by the words of the series.
import { contrastPhaseIn } from "../dicom/contrastPhaseWords.ts";
import type { ContrastPhase } from "../model/contrastState.ts";
import type { InstanceHeader } from "../model/instanceHeader.ts";
import { hasContrast, seriesWords } from "./seriesWords.ts";

/** What a series of vessels is, whatever else its words are. */
const pulmonaryArteries =
  /\b(CTPA|PULM\w* ANGIO\w*|PULMONARY (ART\w*|EMB\w*)|PE PROTOCOL)\b/;
const arteries = /\b(CTA|ANGIO\w*)\b/;

/** The list of the contract knows fewer phases than radiologists do. */
const suggestions: Readonly<Record<ContrastPhase, string>> = {
  unenhanced: "non-contrast",
  enhanced: "",
  earlyArterial: "C+ arterial phase",
  arterial: "C+ arterial phase",
  lateArterial: "C+ arterial phase",
  pancreatic: "C+ arterial phase",
  portalVenous: "C+ portal venous phase",
  venous: "C+ portal venous phase",
  corticomedullary: "C+ renal cortical phase",
  nephrographic: "C+ renal parenchymal phase",
  excretory: "C+ renal excretory phase",
  delayed: "C+ delayed",
  hepatobiliary: "C+ delayed",
};

/** Suggestion from the closed list of the contract, or empty. `phase`: that its images state. */
export function ctSpecifics(
  header: InstanceHeader,
  phase: ContrastPhase | null,
): string {
  const window = reconstructionWindow(header);
  if (window !== "") return window;
  const words = seriesWords(header);
  if (phase !== "unenhanced" && pulmonaryArteries.test(words)) return "C+ CTPA";
  const named =
    phase ??
    contrastPhaseIn(header.seriesDescription) ??
    contrastPhaseIn(header.protocolName);
  if (phase === null && named === "unenhanced" && hasContrast(header, null))
    return "";
  if (named !== null && named !== "enhanced") return suggestions[named];
  return arteries.test(words) ? suggestions.arterial : "";
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
