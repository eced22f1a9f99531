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
  | "maximumProjection"
  | "minimumProjection"
  | "projection"
  | "average"
  | "reformat"
  | "susceptibility"
  | "water"
  | "fat"
  | "inPhase"
  | "outOfPhase"
  | "parameterMap";

/** First match wins, so the more telling kinds come first. Philips writes components as M_FFE, R_IR and so on. */
const componentsByValue: readonly (readonly [RegExp, ImageComponent])[] = [
  [/^(ADC|ADC_?MAP|ADC_UNSPECIFIED)$/, "adc"],
  [/^(EADC|EXP_?ADC|EXPONENTIAL)$/, "eadc"],
  [/^(FA|FA_?MAP|FRACTIONAL_ANISOTROPY|DIFFUSION_ANISO)$/, "fa"],
  [
    /^(TRACEW?|TRACE_?WEIGHTED|ISOTROPIC|DIFFUSION_TRACE|DIFFUSION_ISO)$/,
    "trace",
  ],
  [
    /^(R?CBF|R?CBV|R?MTT|TTP|TMAX|TT[DP]M?|GBP|PBP|K_?TRANS)(_|$)/,
    "perfusionMap",
  ],
  [/^(T1|T2|T2_?STAR|R2|R2_?STAR|PD|B0|B1)[ _]MAP$/, "parameterMap"],
  [/^(SUB|SUBTRACTION|SUBTRACT)$/, "subtraction"],
  [/^(MIP|MIP_SWI|MAX_IP|MAXIMUM)$/, "maximumProjection"],
  [/^(MNIP|MINIP|MIN_IP|MINIMUM)$/, "minimumProjection"],
  [/^PROJECTION IMAGE$/, "projection"],
  [/^(AVERAGE|MEAN)$/, "average"],
  [/^(MPR|MPR_.*|CPR|REFORMATTED|CSA MPR.*)$/, "reformat"],
  [/^(P|P_.*|PHASE|PHASE[ _]MAP|VELOCITY|VELOCITY[ _]MAP)$/, "phase"],
  [/^(R|R_.*|REAL)$/, "real"],
  [/^(I|I_.*|IMAGINARY)$/, "imaginary"],
  [/^(W|WATER)$/, "water"],
  [/^(F|FAT)$/, "fat"],
  [/^(IP|IN_PHASE|IN-PHASE)$/, "inPhase"],
  [/^(OP|OUT_PHASE|OUT_OF_PHASE|OPP_PHASE|OPPOSED_PHASE)$/, "outOfPhase"],
  // After the projections and the phase of such a series, which bear the word too.
  [/^(SWI|SUSCEPTIBILITY)$/, "susceptibility"],
];

/** Complex Image Component (PS3.3 C.8.13.3.1.1). Magnitude is what everybody calls the image. */
const componentsByComplex: Readonly<Record<string, ImageComponent>> = {
  PHASE: "phase",
  REAL: "real",
  IMAGINARY: "imaginary",
};

/** The component of an image. Values one and two of Image Type (ORIGINAL, PRIMARY) say nothing about it. */
export function imageComponent(header: InstanceHeader): ImageComponent {
  const complex = componentsByComplex[header.complexImageComponent];
  if (complex !== undefined) return complex;
  const component = componentOfType(header.imageType);
  if (component !== "") return component;
  // Philips marks the sum of the directions nowhere else.
  return header.diffusionDirectionality === "ISOTROPIC" ? "trace" : "";
}

/** By Image Type, which the images of a series share: tens of thousands of images are asked several times each. */
const knownComponents = new WeakMap<readonly string[], ImageComponent>();

function componentOfType(imageType: readonly string[]): ImageComponent {
  const known = knownComponents.get(imageType);
  if (known !== undefined) return known;
  const values = imageType.slice(2).map((value) => value.toUpperCase());
  const match = componentsByValue.find(([pattern]) =>
    values.some((value) => pattern.test(value)),
  );
  const component = match?.[1] ?? "";
  knownComponents.set(imageType, component);
  return component;
}

/** Components a reader of the case rarely wants: not selected until the user says so. */
export function isAuxiliary(component: ImageComponent): boolean {
  return (
    component === "phase" || component === "real" || component === "imaginary"
  );
}
