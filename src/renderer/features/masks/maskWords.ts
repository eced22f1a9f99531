// Masks and findings in words.
import { assertNever } from "../../../shared/assertNever.ts";
import type {
  TextFindingView,
  TextRank,
} from "../../../shared/burnedInText.ts";
import type {
  ImageRange,
  Mask,
  MaskProposal,
  MaskShape,
  PixelBox,
} from "../../../shared/mask.ts";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import type { PatientWordKind } from "../../../shared/patientWord.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { openFindings } from "./maskEdits.ts";
import type { ImageSize, ShapeKind } from "./maskShapes.ts";

/** What each shape is called. */
export const shapeNames: Readonly<Record<ShapeKind, string>> = {
  rectangle: "Rectangle",
  ellipse: "Ellipse",
  outsideRectangle: "Keep a rectangle",
  outsideEllipse: "Keep an ellipse",
  outsideFan: "Keep a fan",
};

/** `120 × 30 at 10, 20`, in stored pixels. */
export function shapeSize(shape: MaskShape): string {
  if (shape.kind === "outsideFan")
    return `radius ${shape.outerRadius} at ${shape.apexX}, ${shape.apexY}`;
  return `${shape.width} × ${shape.height} at ${shape.left}, ${shape.top}`;
}

/** `all 40 images`, `image 3 only`, `images 3 to 40`; 1-based. */
export function rangeWords(
  images: ImageRange | null,
  imageCount: number,
): string {
  if (imageCount === 1) return "the one image";
  if (images === null) return `all ${formatCount(imageCount)} images`;
  if (images.first === images.last) return `image ${images.first + 1} only`;
  return `images ${formatCount(images.first + 1)} to ${formatCount(images.last + 1)}`;
}

/** Accessible name of a mask. */
export function maskName(mask: Mask, imageCount: number): string {
  return `${shapeNames[mask.shape.kind]}, ${shapeSize(mask.shape)} pixels, ${rangeWords(mask.images, imageCount)}`;
}

/** `top left`, `middle`, `bottom right`. */
export function placeWords(box: PixelBox, image: ImageSize): string {
  const across = third((box.left + box.width / 2) / Math.max(1, image.columns));
  const down = third((box.top + box.height / 2) / Math.max(1, image.rows));
  const vertical = ["top", "middle", "bottom"][down] ?? "";
  const horizontal = ["left", "", "right"][across] ?? "";
  return `${vertical} ${horizontal}`.trim();
}

function third(share: number): 0 | 1 | 2 {
  return share < 1 / 3 ? 0 : share < 2 / 3 ? 1 : 2;
}

/** What a rank is called in lists. */
export const rankNames: Readonly<Record<TextRank, string>> = {
  patientWord: "This patient's words",
  text: "Looks like text",
  technical: "Looks technical",
};

const wordKindNames: Readonly<Record<PatientWordKind, string>> = {
  name: "name",
  id: "number",
  birthDate: "date of birth",
  date: "date",
  accession: "accession number",
  institution: "institution",
  physician: "physician",
  address: "address",
  phone: "phone number",
  station: "station",
  comment: "comment",
};

/** `the patient's name and date`; empty for findings that match nothing. */
export function matchWords(matches: readonly PatientWordKind[]): string {
  const names = [...new Set(matches.map((kind) => wordKindNames[kind]))];
  const last = names.at(-1);
  if (last === undefined) return "";
  return names.length === 1
    ? last
    : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** Of a place that was accepted before the patient's words were known to be in it. */
export function acceptedBeforeWords(reason: string): string {
  return `Accepted before (${reason}), while none of the patient’s words was known to be there: look again`;
}

/** What is known of the text in a stack, in one line, and whether it asks for something. */
export interface TextVerdict {
  readonly words: string;
  readonly tone: "quiet" | "accent" | "good" | "warn";
}

/** What the line under a stack is made of. */
type StackText = Pick<StackView, "text" | "textObstacles">;

/** The line under a stack. Never says that a stack is clear of what nobody has looked at. */
export function textVerdict(stack: StackText): TextVerdict {
  const { text } = stack;
  const open = openFindings(stack);
  if (open.length > 0) return openVerdict(open);
  switch (text.state.kind) {
    case "waiting":
      return { words: "Not looked through for text yet", tone: "quiet" };
    case "looking":
      return {
        words: `Looking for text… ${formatCount(text.state.lookedImages)} of ${formatCount(text.state.totalImages)}`,
        tone: "accent",
      };
    case "failed":
      return {
        words: "Could not be looked through for text",
        tone: text.unseen.status.kind === "accepted" ? "quiet" : "warn",
      };
    case "looked":
      return lookedVerdict(stack, text.state.unseenImages);
    default:
      return assertNever(text.state, "text search state");
  }
}

/** Images that nobody has seen outweigh what was found in the others. */
function lookedVerdict(
  { text, textObstacles }: StackText,
  unseenImages: number,
): TextVerdict {
  const notSeen = (count: number) =>
    `${countOf(count, "image")} not looked through`;
  if (textObstacles.unseenImages > 0)
    return { words: notSeen(textObstacles.unseenImages), tone: "warn" };
  if (unseenImages > 0)
    return {
      words:
        text.unseen.status.kind === "accepted"
          ? notSeen(unseenImages)
          : `${notSeen(unseenImages)}, none of which leaves`,
      tone: "quiet",
    };
  return { words: decidedWords(text.findings), tone: "good" };
}

function openVerdict(open: readonly TextFindingView[]): TextVerdict {
  const named = open.filter(({ rank }) => rank === "patientWord").length;
  const words =
    named > 0
      ? `${countOf(named, "place")} with this patient's words`
      : `${countOf(open.length, "place")} ${open.length === 1 ? "looks" : "look"} like text`;
  return { words, tone: "warn" };
}

function decidedWords(findings: readonly TextFindingView[]): string {
  if (findings.length === 0) return "No text found";
  const decided = (kind: "masked" | "accepted") =>
    findings.filter(({ status }) => status.kind === kind).length;
  const masked = decided("masked");
  const accepted = decided("accepted");
  if (masked + accepted === 0)
    return findings.every(({ rank }) => rank === "technical")
      ? "Only technical marks found"
      : "Text only on images that do not leave";
  return [
    masked > 0 ? `${countOf(masked, "place")} masked` : "",
    accepted > 0 ? `${formatCount(accepted)} accepted` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** What would leave though nobody has looked at it; null if nothing would. */
export function unseenWords({
  textObstacles: { unseenImages },
  picture,
}: Pick<StackView, "textObstacles" | "picture">): string | null {
  if (unseenImages === 0) return null;
  if (picture === "mp4")
    return "Films are not looked through for text: no frame of this one was. Watch all of it yourself and accept it, or leave it out.";
  const [was, it] = unseenImages === 1 ? ["was", "it"] : ["were", "them"];
  return `${countOf(unseenImages, "image")} could not be decoded and ${was} not looked through. Look at ${it} yourself and accept ${it}, or trim ${it} away. What cannot be prepared stays here anyway.`;
}

/** What suggests a mask. */
export function proposalTitle(why: MaskProposal["why"]): string {
  switch (why) {
    case "usedBefore":
      return "This scanner's masks from last time";
    case "ultrasoundRegions":
      return "Keep what the scanner declares as image";
    case "knownLayout":
      return "Where this scanner prints its texts";
    default:
      return assertNever(why, "mask proposal");
  }
}
