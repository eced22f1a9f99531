// Lists of masks as they are sent: one added, changed, doubled, taken over from findings and from other stacks.
import type { TextFindingView } from "../../../shared/burnedInText.ts";
import type { ImageRange, Mask, MaskShape } from "../../../shared/mask.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import { clamp, movedShape, type ImageSize } from "./maskShapes.ts";

/** As many as one stack may have (the edit's schema). */
export const mostMasks = 200;

type MakeId = () => string;

/** A range as it is stored: all images have none. */
export function rangeOrAll(
  range: ImageRange,
  imageCount: number,
): ImageRange | null {
  return range.first === 0 && range.last === imageCount - 1 ? null : range;
}

/** True if a mask lies on the image at a 0-based place. */
export function isOnImage(mask: Mask, index: number): boolean {
  const { images } = mask;
  return images === null || (index >= images.first && index <= images.last);
}

/** The list with one mask in another form. */
export function withMask(
  masks: readonly Mask[],
  changed: Mask,
): readonly Mask[] {
  return masks.map((mask) => (mask.maskId === changed.maskId ? changed : mask));
}

/** A copy a little to the right and below, so that it can be seen. */
export function duplicateOf(
  mask: Mask,
  image: ImageSize,
  makeId: MakeId,
): Mask {
  const step = Math.max(4, Math.round(image.columns / 40));
  return {
    ...mask,
    maskId: makeId(),
    shape: movedShape(mask.shape, { x: step, y: step }, image),
  };
}

/** Margin around a finding in stored pixels: letters have soft edges, and their height says how soft. */
function marginOf(height: number): number {
  return clamp(Math.round(height / 4), 2, 12);
}

/** A rectangle over a finding with a margin, kept on the image. */
export function shapeOverFinding(
  finding: TextFindingView,
  image: ImageSize,
): MaskShape {
  const { left, top, width, height } = finding.box;
  const margin = marginOf(height);
  const from = { x: Math.max(0, left - margin), y: Math.max(0, top - margin) };
  const right = Math.min(image.columns, left + width + margin);
  const bottom = Math.min(image.rows, top + height + margin);
  return {
    kind: "rectangle",
    left: from.x,
    top: from.y,
    width: Math.max(1, right - from.x),
    height: Math.max(1, bottom - from.y),
  };
}

/** The stack's masks with one more over each of these findings, on all images where the finding is. */
export function withFindingsMasked(
  stack: StackView,
  findings: readonly TextFindingView[],
  makeId: MakeId,
): readonly Mask[] {
  const added = findings.map((finding) => ({
    maskId: makeId(),
    shape: shapeOverFinding(finding, stack),
    images: rangeOrAll(finding.images, stack.imageCount),
  }));
  return [...stack.masks, ...added].slice(0, mostMasks);
}

/** Findings that keep the case from being sent. */
export function openFindings({
  text,
  textObstacles,
}: Pick<StackView, "text" | "textObstacles">): readonly TextFindingView[] {
  const inTheWay = new Set(textObstacles.findingIds);
  return text.findings.filter(({ findingId }) => inTheWay.has(findingId));
}

/** Other stacks of the case whose images have the same size and that could be sent. */
export function stacksOfSameSize(
  snapshot: CaseSnapshot,
  stack: StackView,
): readonly StackView[] {
  return snapshot.studies
    .flatMap((study) => study.stacks)
    .filter(
      (other) =>
        other.stackId !== stack.stackId &&
        other.canBeSelected &&
        other.canPreview &&
        other.rows === stack.rows &&
        other.columns === stack.columns,
    );
}

/** Masks of another stack with copies of `masks` added, as far as it lacks them. Those for some images only stay where they are. */
export function withCopies(
  target: StackView,
  masks: readonly Mask[],
  makeId: MakeId,
): readonly Mask[] {
  const has = new Set(target.masks.map(({ shape }) => JSON.stringify(shape)));
  const copies = masks
    .filter(
      ({ images, shape }) => images === null && !has.has(JSON.stringify(shape)),
    )
    .map((mask) => ({ ...mask, maskId: makeId() }));
  return [...target.masks, ...copies].slice(0, mostMasks);
}

/** True if both lists paint the same. */
export function sameMasks(
  one: readonly Mask[],
  other: readonly Mask[],
): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
