// What an image says of contrast medium, in closed words only: the comments they are read from may name the patient and are never kept.

const phases = [
  "unenhanced",
  "enhanced",
  "earlyArterial",
  "arterial",
  "lateArterial",
  "pancreatic",
  "portalVenous",
  "venous",
  "corticomedullary",
  "nephrographic",
  "excretory",
  "delayed",
  "hepatobiliary",
] as const;

/** When after the injection, or that there was none yet. `enhanced`: some time after it, nobody says when. */
export type ContrastPhase = (typeof phases)[number];

export function isContrastPhase(text: string): text is ContrastPhase {
  return (phases as readonly string[]).includes(text);
}

/** Of one image, or of one frame. */
export interface ContrastState {
  /** Null where the image does not say. */
  readonly isGiven: boolean | null;
  /** By what the image says of itself, not by the words of its series; null where that is nothing, or several phases at once. */
  readonly phase: ContrastPhase | null;
  /** TM as written, or empty. */
  readonly bolusStartTime: string;
}

/** Of an image that says nothing of contrast medium. */
export const noContrastStated: ContrastState = {
  isGiven: null,
  phase: null,
  bolusStartTime: "",
};
