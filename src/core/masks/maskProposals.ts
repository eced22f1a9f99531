// Masks that a stack may want: those used before on the same scanner, and what lies outside of what an ultrasound scanner measures.
import type { MaskProposal, MaskShape, PixelBox } from "../../shared/mask.ts";
import type { StackImage } from "../model/stack.ts";

/** Proposals for a stack, likeliest first. `usedBefore` are shapes remembered of its scanner (workspace/maskMemory.ts). */
export function maskProposals(
  images: readonly StackImage[],
  usedBefore: readonly MaskShape[],
): readonly MaskProposal[] {
  const proposals: readonly MaskProposal[] = [
    ...usedBefore.map((shape) => ({ shape, why: "usedBefore" as const })),
    ...ultrasoundProposals(images),
  ];
  const seen = new Set<string>();
  return proposals.filter(({ shape }) => {
    const key = JSON.stringify(shape);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function ultrasoundProposals(
  images: readonly StackImage[],
): readonly MaskProposal[] {
  const size = commonSize(images);
  if (size === null || !images.every(isUltrasound)) return [];
  const regions = regionsWithin(images, size);
  if (regions === null) return knownLayouts(images, size);
  const isEverything =
    regions.width === size.columns && regions.height === size.rows;
  if (isEverything) return [];
  const why = "ultrasoundRegions";
  return [
    ...(regions.top > 0
      ? [{ shape: topStrip(size, regions.top), why } as const]
      : []),
    { shape: { kind: "outsideRectangle", ...regions }, why },
  ];
}

interface ImageSize {
  readonly rows: number;
  readonly columns: number;
}

/** The size of all images; null if they differ or do not say. */
function commonSize(images: readonly StackImage[]): ImageSize | null {
  const [first] = images;
  const pixels = first?.instance.header.pixels ?? null;
  if (pixels === null) return null;
  const { rows, columns } = pixels;
  const areAlike = images.every(({ instance }) => {
    const others = instance.header.pixels;
    return others?.rows === rows && others.columns === columns;
  });
  return areAlike ? { rows, columns } : null;
}

function isUltrasound({ instance }: StackImage): boolean {
  const { modality } = instance.header;
  return modality === "US" || modality === "IVUS";
}

/**
 * The box around the regions of all images. Null if an image has none, or has one beyond its edges: then it was made smaller
 * since, and nobody can say where its regions are. Some scanners count one pixel too many.
 */
function regionsWithin(
  images: readonly StackImage[],
  { rows, columns }: ImageSize,
): PixelBox | null {
  let [left, top, right, bottom] = [columns, rows, 0, 0];
  for (const { instance } of images) {
    const regions = instance.header.ultrasoundRegions;
    if (regions.length === 0) return null;
    for (const region of regions) {
      left = Math.min(left, region.left);
      top = Math.min(top, region.top);
      right = Math.max(right, region.left + region.width);
      bottom = Math.max(bottom, region.top + region.height);
    }
  }
  if (left < 0 || top < 0 || right > columns + 1 || bottom > rows + 1)
    return null;
  return {
    left,
    top,
    width: Math.min(right, columns) - left,
    height: Math.min(bottom, rows) - top,
  };
}

/** The strip across the top where ultrasound scanners print the patient. */
function topStrip({ columns }: ImageSize, height: number): MaskShape {
  return { kind: "rectangle", left: 0, top: 0, width: columns, height };
}

/** Strips that were measured on images of these scanners. */
const measuredStrips: readonly {
  readonly maker: RegExp;
  readonly model: RegExp;
  readonly matrix: string;
  readonly rows: number;
}[] = [
  { maker: /^PHILIPS/i, model: /^(CX50|IU22)/i, matrix: "800x600", rows: 60 },
  { maker: /^PHILIPS/i, model: /^EPIQ/i, matrix: "1024x768", rows: 24 },
];

/** Where nothing is known of a scanner: nearly all have name, number and date in the top tenth. */
const usualShare = 0.1;

function knownLayouts(
  images: readonly StackImage[],
  size: ImageSize,
): readonly MaskProposal[] {
  const header = images[0]?.instance.header;
  const measured = measuredStrips.find(
    ({ maker, model, matrix }) =>
      maker.test(header?.manufacturer ?? "") &&
      model.test(header?.manufacturerModelName ?? "") &&
      matrix === `${size.columns}x${size.rows}`,
  );
  const height = measured?.rows ?? Math.ceil(size.rows * usualShare);
  return [{ shape: topStrip(size, height), why: "knownLayout" }];
}
