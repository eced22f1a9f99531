// Paints a rendered image, whole, in its own proportions; the browser scales it to the place it has.
import { useEffect, useRef, type ReactNode } from "react";
import type { PreviewImage } from "../../shared/preview.ts";
import styles from "./ImageCanvas.module.css";

/** `name` describes what is shown; null where something around it does. `fills`: what is around it has the image's own proportions, to the pixel. */
export function ImageCanvas({
  image,
  name,
  fills = false,
}: {
  readonly image: PreviewImage | null;
  readonly name: string | null;
  readonly fills?: boolean;
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
      className={fills ? styles.filling : styles.canvas}
      hidden={image === null}
    />
  );
}
