// The viewer's image with its masks, and what is written over it.
import type { ReactNode } from "react";
import type { Failure } from "../../../shared/failure.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import type { PreviewImage } from "../../../shared/preview.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { ImageCanvas } from "../../images/ImageCanvas.tsx";
import { isKept } from "../../images/trimming.ts";
import type { StageFrame } from "../masks/stageFrame.ts";
import { stackName } from "./stackWords.ts";
import styles from "./Viewer.module.css";

/** Lies in the stage; `children` are drawn over the image. */
export function ViewerImage({
  stack,
  index,
  image,
  failure,
  frame,
  children,
}: {
  readonly stack: StackView;
  readonly index: number;
  readonly image: PreviewImage | null;
  readonly failure: Failure | null;
  /** Null until the stage is laid out. */
  readonly frame: StageFrame | null;
  readonly children: ReactNode;
}): ReactNode {
  const { imageCount } = stack;
  return (
    <>
      {frame !== null && (
        <div
          className={styles.frame}
          style={{
            transform: `translate(${frame.left}px, ${frame.top}px)`,
            width: frame.columns * frame.scale,
            height: frame.rows * frame.scale,
          }}
        >
          <ImageCanvas
            image={image}
            name={`${stackName(stack)}, image ${index + 1} of ${imageCount}`}
            fills
          />
        </div>
      )}
      {children}
      {failure !== null && (
        <div className={styles.failure} role="alert">
          <p className={styles.failureTitle}>{failureWords(failure).title}</p>
          <p>{failureWords(failure).why}</p>
        </div>
      )}
      <div className={styles.overlay} aria-hidden>
        <span>
          {index + 1} / {imageCount}
          {!isKept(stack, index) && " · trimmed away"}
          {index === stack.keyImage && " · key image"}
        </span>
        {image?.window != null && (
          <span>
            C {image.window.center} W {image.window.width}
          </span>
        )}
      </div>
    </>
  );
}
