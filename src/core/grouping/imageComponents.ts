// What the pixel values of an image are: read from Image Type, whose values after the second are the scanner's own words.
import type { InstanceHeader } from "../model/instanceHeader.ts";

/** Kinds of values that must not share a stack. Empty for plain images. */
export type ImageComponent =
  | ""
  | "phase"
  | "real"
  | "imaginary"
  | "adc"
  | "eadc"
  | "fa"
  | "trace"
  | "perfusionMap"
  | "subtraction"
  | "projection"
  | "reformat"
  | "water"
  | "fat"
  | "inPhase"
  | "outOfPhase"
  | "parameterMap";

/** First match wins, so the more telling kinds come first. Philips writes components as M_FFE, R_IR and so on. */
const componentsByValue: readonly (readonly [RegExp, ImageComponent])[] = [
  [/^(ADC|ADC_?MAP|ADC_UNSPECIFIED)$/, "adc"],
  [/^(EADC|EXP_?ADC|EXPONENTIAL)$/, "eadc"],
  [/^(FA|FA_?MAP|FRACTIONAL_ANISOTROPY)$/, "fa"],
  [/^(TRACEW?|TRACE_?WEIGHTED|ISOTROPIC|DIFFUSION_TRACE)$/, "trace"],
  [
    /^(R?CBF|R?CBV|R?MTT|TTP|TMAX|TT[DP]M?|GBP|PBP|K_?TRANS)(_|$)/,
    "perfusionMap",
  ],
  [/^(T1|T2|T2_?STAR|R2|R2_?STAR|PD|B0|B1)[ _]MAP$/, "parameterMap"],
  [/^(SUB|SUBTRACTION|SUBTRACT)$/, "subtraction"],
  [/^(MIP|MNIP|MINIP|PROJECTION IMAGE|MIN_IP|AVERAGE)$/, "projection"],
  [/^(MPR|MPR_.*|CPR|REFORMATTED|CSA MPR.*)$/, "reformat"],
  [/^(P|P_.*|PHASE|PHASE[ _]MAP|VELOCITY|VELOCITY[ _]MAP)$/, "phase"],
  [/^(R|R_.*|REAL)$/, "real"],
  [/^(I|I_.*|IMAGINARY)$/, "imaginary"],
  [/^(W|WATER)$/, "water"],
  [/^(F|FAT)$/, "fat"],
  [/^(IP|IN_PHASE|IN-PHASE)$/, "inPhase"],
  [/^(OP|OUT_PHASE|OUT_OF_PHASE|OPP_PHASE|OPPOSED_PHASE)$/, "outOfPhase"],
];

/** The component of an image. Values one and two (ORIGINAL, PRIMARY) say nothing about it. */
export function imageComponent(header: InstanceHeader): ImageComponent {
  const values = header.imageType.slice(2).map((value) => value.toUpperCase());
  const match = componentsByValue.find(([pattern]) =>
    values.some((value) => pattern.test(value)),
  );
  return match?.[1] ?? "";
}

/** Components a reader of the case rarely wants: not selected until the user says so. */
export function isAuxiliary(component: ImageComponent): boolean {
  return (
    component === "phase" || component === "real" || component === "imaginary"
  );
}
