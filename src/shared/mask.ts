// Masks as data: which pixels of which images are painted over before anything leaves. Drawn in the window, applied by the engine, undone by it.
import { z } from "zod";

/** Pixels of the stored image, counted from its top left corner; before any turning or zoom of the screen. */
const pixel = z.number().int().min(-100_000).max(100_000);
const size = z.number().int().min(1).max(100_000);
const box = { left: pixel, top: pixel, width: size, height: size };

/** A rectangle of pixels: `left` and `top` are the first column and row inside. */
export const pixelBoxSchema = z.strictObject(box);
export type PixelBox = Readonly<z.infer<typeof pixelBoxSchema>>;

/** What is painted over. The `outside...` shapes paint everything but what they enclose. */
export const maskShapeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("rectangle"), ...box }),
  z.strictObject({ kind: z.literal("ellipse"), ...box }),
  z.strictObject({ kind: z.literal("outsideRectangle"), ...box }),
  z.strictObject({ kind: z.literal("outsideEllipse"), ...box }),
  /** A sector of a ring, as curved ultrasound probes make. Degrees run clockwise from straight right; 90 is straight down. */
  z.strictObject({
    kind: z.literal("outsideFan"),
    apexX: pixel,
    apexY: pixel,
    innerRadius: z.number().int().min(0).max(100_000),
    outerRadius: size,
    fromDegrees: z.number().min(-360).max(360),
    toDegrees: z.number().min(-360).max(360),
  }),
]);
export type MaskShape = Readonly<z.infer<typeof maskShapeSchema>>;

/** 0-based places in the stack's display order before trimming, both included. */
export const imageRangeSchema = z.strictObject({
  first: z.number().int().nonnegative(),
  last: z.number().int().nonnegative(),
});
export type ImageRange = Readonly<z.infer<typeof imageRangeSchema>>;

export const maskSchema = z.strictObject({
  /** Made by the window; tells masks of one stack apart. */
  maskId: z.string().min(1).max(64),
  shape: maskShapeSchema,
  /** Null: every image of the stack. */
  images: imageRangeSchema.nullable(),
});
export type Mask = Readonly<z.infer<typeof maskSchema>>;

/** A mask that may be wanted, with what suggests it. */
export interface MaskProposal {
  readonly shape: MaskShape;
  readonly why:
    /** Used before on images of the same make, model and matrix. */
    | "usedBefore"
    /** The ultrasound regions the scanner declares (0018,6011). */
    | "ultrasoundRegions"
    /** Where this make and model prints its texts. */
    | "knownLayout";
}
