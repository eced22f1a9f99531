// Where the image lies on the stage, and the way between places on the screen and stored pixels.
import type { StageView } from "../images/viewerKeys.ts";

/** A place in CSS pixels from the stage's top left corner, or in stored pixels from the image's; fractions are inside a pixel. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The image's box on the stage. `scale` is CSS pixels per stored pixel, the same both ways. */
export interface StageFrame {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
  readonly columns: number;
  readonly rows: number;
}

/** The whole image in its own proportions in the middle of the stage, then zoomed around the middle and moved. */
export function stageFrame(
  stage: Size,
  image: { readonly columns: number; readonly rows: number },
  view: StageView,
): StageFrame {
  const columns = Math.max(1, image.columns);
  const rows = Math.max(1, image.rows);
  const whole = Math.min(stage.width / columns, stage.height / rows);
  const scale = whole * view.zoom;
  return {
    left: stage.width / 2 + view.panX - (columns * scale) / 2,
    top: stage.height / 2 + view.panY - (rows * scale) / 2,
    scale,
    columns,
    rows,
  };
}

/** The place in the stored image under a place on the stage; may lie outside the image. */
export function toImage(frame: StageFrame, onStage: Point): Point {
  return {
    x: (onStage.x - frame.left) / frame.scale,
    y: (onStage.y - frame.top) / frame.scale,
  };
}

/** The place on the stage where a place of the stored image is shown. */
export function toStage(frame: StageFrame, inImage: Point): Point {
  return {
    x: frame.left + inImage.x * frame.scale,
    y: frame.top + inImage.y * frame.scale,
  };
}
