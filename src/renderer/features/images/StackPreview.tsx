// A preview that scrolls through its stack under the pointer, and by keys.
import { ImageOff } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { join } from "../../controls/classNames.ts";
import { ImageCanvas } from "../../images/ImageCanvas.tsx";
import type { ImageRequest } from "../../images/imageSource.ts";
import { useImageSource } from "../../images/ImageSourceContext.ts";
import {
  clampIndex,
  indexAfterKey,
  indexAt,
  neighbours,
} from "../../images/scrub.ts";
import { arrangementOf, sideToRequest } from "../../images/sizing.ts";
import { isKept } from "../../images/trimming.ts";
import { useStackImage } from "../../images/useStackImage.ts";
import {
  markLookedAt,
  openDialog,
  useViewState,
} from "../../view/viewState.ts";
import styles from "./StackPreview.module.css";
import { noPreviewWords, stackName } from "./stackWords.ts";

/** Cards are about this wide in CSS pixels. */
const cardSide = 220;

/** At rest it shows the key image; the pointer's place across it is the place in the stack. */
export function StackPreview({
  caseId,
  stack,
  isDimmed,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly isDimmed: boolean;
}): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const hasBeenSeen = useHasBeenSeen(place);
  const [scrubbed, setScrubbed] = useState<number | null>(null);
  const index = clampIndex(scrubbed ?? stack.keyImage, stack.imageCount);
  const window = useViewState(
    (state) => state.windows.get(stack.stackId) ?? null,
  );
  const request: ImageRequest = {
    caseId,
    stackId: stack.stackId,
    arrangement: arrangementOf(stack),
    index,
    maxSidePixels: sideToRequest(
      cardSide,
      globalThis.devicePixelRatio,
      Math.max(stack.rows, stack.columns),
    ),
    window,
  };
  const isFetching = hasBeenSeen && stack.canPreview;
  const shown = useStackImage(isFetching ? request : null);
  usePrefetch(scrubbed === null || !isFetching ? null : request, stack);

  const scrubTo = (next: number) => {
    setScrubbed(next);
    markLookedAt(stack.stackId);
  };
  if (!stack.canPreview)
    return (
      <div ref={place} className={styles.preview}>
        <div className={styles.nothing}>
          <ImageOff aria-hidden />
          <span>{noPreviewWords(stack)}</span>
        </div>
      </div>
    );
  const isTrimmedAway = !isKept(stack, index);
  const isWaiting = shown.image === null && shown.failure === null;
  return (
    <div
      ref={place}
      className={join(styles.preview, isDimmed && styles.dimmed)}
      role="slider"
      tabIndex={0}
      aria-busy={hasBeenSeen && isWaiting}
      aria-label={`Scroll through ${stackName(stack)}`}
      aria-valuemin={1}
      aria-valuemax={stack.imageCount}
      aria-valuenow={index + 1}
      aria-valuetext={`Image ${index + 1} of ${stack.imageCount}${isTrimmedAway ? ", trimmed away" : ""}`}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        scrubTo(indexAt(event.clientX - box.left, box.width, stack.imageCount));
      }}
      onPointerLeave={() => {
        setScrubbed(null);
      }}
      onBlur={() => {
        setScrubbed(null);
      }}
      onDoubleClick={() => {
        openDialog({ kind: "viewer", stackId: stack.stackId, index });
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          openDialog({ kind: "viewer", stackId: stack.stackId, index });
          return;
        }
        const next = indexAfterKey(event.key, index, stack.imageCount);
        if (next === null) return;
        event.preventDefault();
        scrubTo(next);
      }}
    >
      <ImageCanvas image={shown.image} name={null} />
      {isWaiting && <div className={styles.waiting} />}
      {shown.failure !== null && (
        <div className={styles.nothing}>
          <ImageOff aria-hidden />
          <span>{failureWords(shown.failure).title}</span>
        </div>
      )}
      {isTrimmedAway && <span className={styles.trimmed}>trimmed away</span>}
      <span className={styles.place} aria-hidden>
        {index + 1}/{stack.imageCount}
      </span>
      <PlaceBar stack={stack} index={index} isActive={scrubbed !== null} />
    </div>
  );
}

/** Where in the stack the image lies, and which part of the stack is kept. */
function PlaceBar({
  stack,
  index,
  isActive,
}: {
  readonly stack: StackView;
  readonly index: number;
  readonly isActive: boolean;
}): ReactNode {
  if (stack.imageCount < 2) return null;
  const percent = (position: number) =>
    `${(position / stack.imageCount) * 100}%`;
  return (
    <div className={styles.bar} aria-hidden>
      <div
        className={styles.kept}
        style={{
          left: percent(stack.first),
          width: percent(stack.last - stack.first + 1),
        }}
      />
      {isActive && (
        <div
          className={styles.here}
          style={{ left: percent(index), width: percent(1) }}
        />
      )}
    </div>
  );
}

/** True once the element has come near the visible part of the page: hundreds of cards fetch nothing until then. */
function useHasBeenSeen(element: React.RefObject<HTMLElement | null>): boolean {
  const [hasBeenSeen, setHasBeenSeen] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        setHasBeenSeen(true);
        observer.disconnect();
      },
      { rootMargin: "200px" },
    );
    observer.observe(target);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return hasBeenSeen;
}

function usePrefetch(request: ImageRequest | null, stack: StackView): void {
  const source = useImageSource();
  const key = request === null ? null : JSON.stringify(request);
  const count = stack.imageCount;
  useEffect(() => {
    if (key === null) return;
    const base = JSON.parse(key) as ImageRequest;
    return source.prefetch(
      neighbours(base.index, count, 1).map((index) => ({ ...base, index })),
    );
  }, [key, count, source]);
}
