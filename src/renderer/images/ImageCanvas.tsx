// Paints a rendered image, whole, in its own proportions; the browser scales it to the place it has.
import { useEffect, useRef, type ReactNode } from "react";
import type { PreviewImage } from "../../shared/preview.ts";
import styles from "./ImageCanvas.module.css";

/** `name` describes what is shown; null where something around it does. */
export function ImageCanvas({
  image,
  name,
  zoom = 1,
  panX = 0,
  panY = 0,
}: {
  readonly image: PreviewImage | null;
  readonly name: string | null;
  readonly zoom?: number;
  /** CSS pixels. */
  readonly panX?: number;
  readonly panY?: number;
}): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || image === null) return;
    const context = element.getContext("2d", { alpha: false });
    if (context === null) return;
    // Setting a size clears the canvas, so it is done only when it changes.
    if (element.width !== image.width) element.width = image.width;
    if (element.height !== image.height) element.height = image.height;
    context.putImageData(
      new ImageData(image.pixels, image.width, image.height),
      0,
      0,
    );
  }, [image]);
  return (
    <canvas
      ref={canvas}
      role={name === null ? undefined : "img"}
      aria-hidden={name === null}
      aria-label={name ?? undefined}
      className={styles.canvas}
      hidden={image === null}
      style={
        zoom === 1 && panX === 0 && panY === 0
          ? undefined
          : { transform: `translate(${panX}px, ${panY}px) scale(${zoom})` }
      }
    />
  );
}
