// One stack, large: scroll, window and level, zoom, move, play, and the edits one makes while looking.
import { Dialog } from "@base-ui/react/dialog";
import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { IconButton } from "../../controls/Button.tsx";
import { PlaceSlider } from "../../controls/RangeSlider.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import { ImageCanvas } from "../../images/ImageCanvas.tsx";
import type { ImageRequest } from "../../images/imageSource.ts";
import { useImageSource } from "../../images/ImageSourceContext.ts";
import { clampIndex, neighbours } from "../../images/scrub.ts";
import { arrangementOf, sideToRequest } from "../../images/sizing.ts";
import { isKept } from "../../images/trimming.ts";
import { useStackImage } from "../../images/useStackImage.ts";
import { markLookedAt, useViewState } from "../../view/viewState.ts";
import { stackFacts, stackName } from "./stackWords.ts";
import { useElementSide } from "./useElementSide.ts";
import { useViewerControls } from "./useViewerControls.ts";
import styles from "./Viewer.module.css";
import { ViewerTools } from "./ViewerTools.tsx";

/** Keyed by stack. `place` of `stackCount` is 0-based; `onMove` goes to a neighbouring stack. */
export function Viewer({
  caseId,
  stack,
  startIndex,
  isFrozen,
  place,
  stackCount,
  onMove,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly startIndex: number;
  readonly isFrozen: boolean;
  readonly place: number;
  readonly stackCount: number;
  readonly onMove: (by: 1 | -1) => void;
}): ReactNode {
  const stage = useRef<HTMLDivElement>(null);
  const side = useElementSide(stage);
  const [index, setIndex] = useState(clampIndex(startIndex, stack.imageCount));
  const stackWindow = useViewState(
    (state) => state.windows.get(stack.stackId) ?? null,
  );
  useEffect(() => {
    markLookedAt(stack.stackId);
  }, [stack.stackId]);
  const controls = useViewerControls({
    stage,
    side,
    caseId,
    stack,
    isFrozen,
    index,
    setIndex,
    onMove,
  });
  const request: ImageRequest = {
    caseId,
    stackId: stack.stackId,
    arrangement: arrangementOf(stack),
    index,
    // While a window is dragged, images are rendered for every movement: smaller ones keep up.
    maxSidePixels: controls.isWindowing
      ? 384
      : sideToRequest(
          side * Math.min(2, Math.max(1, controls.view.zoom)),
          globalThis.devicePixelRatio,
          Math.max(stack.rows, stack.columns),
        ),
    window: stackWindow,
  };
  const shown = useStackImage(side === 0 ? null : request);
  usePrefetch(request, stack.imageCount, controls.direction);
  const name = stackName(stack);
  return (
    <>
      <header className={styles.head}>
        <IconButton
          icon={ChevronLeft}
          name="Previous stack"
          shortcut="P"
          disabled={place === 0}
          onClick={() => {
            onMove(-1);
          }}
        />
        <IconButton
          icon={ChevronRight}
          name="Next stack"
          shortcut="N"
          disabled={place === stackCount - 1}
          onClick={() => {
            onMove(1);
          }}
        />
        <div className={styles.titles}>
          <Dialog.Title className={styles.title}>
            <Truncated text={name} />
          </Dialog.Title>
          <p className={styles.facts}>
            {stackFacts(stack)} · stack {place + 1} of {stackCount}
          </p>
        </div>
        <Dialog.Close
          render={
            <IconButton icon={X} name="Close the viewer" shortcut="Esc" />
          }
        />
      </header>
      <div className={styles.body}>
        <div
          ref={stage}
          className={styles.stage}
          data-mode={controls.isWindowing ? "window" : undefined}
          {...controls.pointerHandlers}
        >
          <ImageCanvas
            image={shown.image}
            name={`${name}, image ${index + 1} of ${stack.imageCount}`}
            zoom={controls.view.zoom}
            panX={controls.view.panX}
            panY={controls.view.panY}
          />
          {shown.failure !== null && (
            <div className={styles.failure} role="alert">
              <p className={styles.failureTitle}>
                {failureWords(shown.failure).title}
              </p>
              <p>{failureWords(shown.failure).why}</p>
            </div>
          )}
          <div className={styles.overlay} aria-hidden>
            <span>
              {index + 1} / {stack.imageCount}
              {!isKept(stack, index) && " · trimmed away"}
              {index === stack.keyImage && " · key image"}
            </span>
            {shown.image?.window != null && (
              <span>
                C {shown.image.window.center} W {shown.image.window.width}
              </span>
            )}
          </div>
        </div>
        <ViewerTools
          caseId={caseId}
          stack={stack}
          index={index}
          isFrozen={isFrozen}
          appliedWindow={shown.image?.window ?? null}
          controls={controls}
        />
      </div>
      <PlaceSlider
        className={styles.slider}
        name="Place in the stack"
        value={index}
        max={stack.imageCount - 1}
        describe={(position) => `Image ${position + 1} of ${stack.imageCount}`}
        onChange={setIndex}
      />
    </>
  );
}

function usePrefetch(
  request: ImageRequest,
  count: number,
  direction: 1 | -1,
): void {
  const source = useImageSource();
  const key = JSON.stringify(request);
  useEffect(() => {
    const base = JSON.parse(key) as ImageRequest;
    return source.prefetch(
      neighbours(base.index, count, direction).map((index) => ({
        ...base,
        index,
      })),
    );
  }, [key, count, direction, source]);
}
