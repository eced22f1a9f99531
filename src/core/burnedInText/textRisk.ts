// Which images are likely to have text in their pixels.
import type { ScannedInstance } from "../model/stack.ts";

/** Kinds of images on which scanners and people print, and pictures of screens. */
const riskyModalities = new Set(
  "US,IVUS,SC,XA,RF,CR,DX,MG,IO,PX,NM,OT,ES,XC,GM,OP,ECG,BMD".split(","),
);
/** Secondary Capture Image Storage, single and multi-frame (PS3.4 B.5). */
const secondaryCapture = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(?:\.|$)/;

/** True for images in which faint signs of text are followed up too. */
export function isLikelyPrintedOn({
  header,
  picture,
}: ScannedInstance): boolean {
  return (
    picture !== undefined ||
    header.modality === "" ||
    riskyModalities.has(header.modality) ||
    secondaryCapture.test(header.sopClassUID) ||
    header.burnedInAnnotation === "YES" ||
    header.imageType.some((value) => /SCREEN|SECONDARY CAPTURE/.test(value))
  );
}
