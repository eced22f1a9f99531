// Which images are likely to have text in their pixels.
import type { ScannedInstance } from "../model/stack.ts";

/** Kinds of images on which scanners and people print, and pictures of screens. */
const riskyModalities = new Set(
  "US,IVUS,SC,XA,RF,CR,DX,MG,IO,PX,NM,OT,ES,XC,GM,OP,ECG,BMD".split(","),
);
/** Secondary Capture Image Storage, single and multi-frame (PS3.4 B.5). */
const secondaryCapture = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(?:\.|$)/;

/** How an image is searched. */
export interface ImageRisk {
  /** Faint signs of text are followed up too. */
  readonly isLikelyPrintedOn: boolean;
  /** A page, radiograph or picture: what is printed on it need not be on its neighbours. Slices and frames of a cine share what is printed on them. */
  readonly standsAlone: boolean;
}

/** How an image of a stack is to be searched. */
export function imageRisk(instance: ScannedInstance): ImageRisk {
  const isLikely = isLikelyPrintedOn(instance);
  return {
    isLikelyPrintedOn: isLikely,
    standsAlone: isLikely && (instance.header.pixels?.numberOfFrames ?? 1) <= 1,
  };
}

function isLikelyPrintedOn({ header, picture }: ScannedInstance): boolean {
  return (
    picture !== undefined ||
    header.modality === "" ||
    riskyModalities.has(header.modality) ||
    secondaryCapture.test(header.sopClassUID) ||
    header.burnedInAnnotation === "YES" ||
    header.imageType.some((value) => /SCREEN|SECONDARY CAPTURE/.test(value))
  );
}
