// One stack, large: scroll, window and level, zoom, move, play, mask, and the edits one makes while looking.
import {
  useEffect,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
} from "react";
import type { MaskShape } from "../../../shared/mask.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import { PlaceSlider } from "../../controls/RangeSlider.tsx";
import type { ImageRequest } from "../../images/imageSource.ts";
import { useImageSource } from "../../images/ImageSourceContext.ts";
import { clampIndex, neighbours } from "../../images/scrub.ts";
import { arrangementOf, sideToRequest } from "../../images/sizing.ts";
import { useStackImage } from "../../images/useStackImage.ts";
import {
  markLookedAt,
  useViewState,
  type ViewerSide,
} from "../../view/viewState.ts";
import { MaskLayer } from "../masks/MaskLayer.tsx";
import { MaskPanel } from "../masks/MaskPanel.tsx";
import { stageFrame } from "../masks/stageFrame.ts";
import { useMaskList } from "../masks/useMaskList.ts";
import { useMaskTool } from "../masks/useMaskTool.ts";
import { useShownFinding } from "../masks/useShownFinding.ts";
import { studyPatient } from "./stackWords.ts";
import { useElementSize } from "./useElementSize.ts";
import { useViewerControls } from "./useViewerControls.ts";
import styles from "./Viewer.module.css";
import { ViewerHead } from "./ViewerHead.tsx";
import { ViewerImage } from "./ViewerImage.tsx";
import { wholeImage } from "./viewerKeys.ts";
import { ViewerSideTabs } from "./ViewerSideTabs.tsx";
import { ViewerTools } from "./ViewerTools.tsx";

/** Keyed by stack. `place` of `stackCount` is 0-based; `onMove` goes to a neighbouring stack. */
export function Viewer({
  snapshot,
  stack,
  startIndex,
  startSide,
  place,
  stackCount,
  onMove,
}: {
  readonly snapshot: CaseSnapshot;
  readonly stack: StackView;
  readonly startIndex: number;
  readonly startSide: ViewerSide;
  readonly place: number;
  readonly stackCount: number;
  readonly onMove: (by: 1 | -1, side: ViewerSide) => void;
}): ReactNode {
  const { caseId, isFrozen } = snapshot;
  const { imageCount } = stack;
  const study = snapshot.studies.find(({ stacks }) => stacks.includes(stack));
  const stage = useRef<HTMLDivElement>(null);
  const size = useElementSize(stage);
  const [index, setIndex] = useState(clampIndex(startIndex, imageCount));
  const [view, setView] = useState(wholeImage);
  const [side, setSide] = useState(startSide);
  const [ghosts, setGhosts] = useState<readonly MaskShape[]>([]);
  useEffect(() => {
    markLookedAt(stack.stackId);
  }, [stack.stackId]);

  const move = (by: 1 | -1) => {
    onMove(by, side);
  };
  const isMasking = side === "masks";
  const frame = size.width === 0 ? null : stageFrame(size, stack, view);
  const list = useMaskList(caseId, stack);
  const tool = useMaskTool({
    stack,
    index,
    frame,
    list,
    isActive: isMasking && !isFrozen,
  });
  const longSide = Math.max(size.width, size.height);
  const controls = useViewerControls({
    stage,
    side: longSide,
    caseId,
    stack,
    isFrozen,
    index,
    setIndex,
    view,
    setView,
    onMove: move,
    onToggleMasks: () => {
      setSide(isMasking ? "view" : "masks");
    },
    onKey: tool.onKey,
  });
  const shownFinding = useShownFinding({ stack, index, setIndex, setView });
  const request: ImageRequest = {
    caseId,
    stackId: stack.stackId,
    arrangement: arrangementOf(stack),
    index,
    // While a window is dragged, images are rendered for every movement: smaller ones keep up.
    maxSidePixels: controls.isWindowing
      ? 384
      : sideToRequest(
          longSide * Math.min(2, Math.max(1, view.zoom)),
          globalThis.devicePixelRatio,
          Math.max(stack.rows, stack.columns),
        ),
    window: useViewState((state) => state.windows.get(stack.stackId) ?? null),
  };
  const shown = useStackImage(longSide === 0 ? null : request);
  usePrefetch(request, imageCount, controls.direction);

  type Handler = "onPointerDown" | "onPointerMove" | "onPointerUp";
  /** Masks first; what is not for them sets the window or moves the image. */
  const handle = (name: Handler) => (event: PointerEvent<HTMLDivElement>) => {
    if (name === "onPointerDown")
      event.currentTarget.setPointerCapture(event.pointerId);
    if (!tool[name](event)) controls.pointerHandlers[name](event);
  };
  return (
    <>
      <ViewerHead
        stack={stack}
        patient={study === undefined ? "" : studyPatient(study, snapshot)}
        place={place}
        stackCount={stackCount}
        onMove={move}
      />
      <div className={styles.body}>
        <div
          ref={stage}
          className={styles.stage}
          data-mode={controls.isWindowing ? "window" : undefined}
          data-cursor={tool.cursor}
          onPointerDown={handle("onPointerDown")}
          onPointerMove={handle("onPointerMove")}
          onPointerUp={handle("onPointerUp")}
          onPointerCancel={handle("onPointerUp")}
        >
          <ViewerImage
            stack={stack}
            index={index}
            image={shown.image}
            failure={shown.failure}
            frame={frame}
          >
            {frame !== null && (
              <MaskLayer
                stage={size}
                frame={frame}
                masks={tool.shown}
                findings={isMasking ? shownFinding.here : []}
                ghosts={ghosts}
                index={index}
                imageCount={imageCount}
                selectedId={isMasking ? tool.selectedId : null}
                shownFindingId={shownFinding.findingId}
                isActive={isMasking && !isFrozen}
                isAsSent={tool.isAsSent || !isMasking}
                onSelect={tool.select}
              />
            )}
          </ViewerImage>
        </div>
        <ViewerSideTabs
          stack={stack}
          side={side}
          onChange={setSide}
          view={
            <ViewerTools
              caseId={caseId}
              stack={stack}
              index={index}
              isFrozen={isFrozen}
              appliedWindow={shown.image?.window ?? null}
              controls={controls}
            />
          }
          masks={
            <MaskPanel
              snapshot={snapshot}
              stack={stack}
              index={index}
              list={list}
              tool={tool}
              shownFindingId={shownFinding.findingId}
              onShowFinding={shownFinding.show}
              onGhosts={setGhosts}
              onGoTo={setIndex}
            />
          }
        />
      </div>
      <PlaceSlider
        isOnImage
        className={styles.slider}
        name="Place in the stack"
        value={index}
        max={imageCount - 1}
        describe={(position) => `Image ${position + 1} of ${imageCount}`}
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
