// Pointer, wheel and keys of the viewer.
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type PointerEvent,
  type RefObject,
} from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import type { DisplayWindow } from "../../images/imageSource.ts";
import { clampIndex, indexAfterKey, wheelSteps } from "../../images/scrub.ts";
import { withFirst, withLast } from "../../images/trimming.ts";
import { dragWindow } from "../../images/windowLevel.ts";
import { setStackWindow, useViewState } from "../../view/viewState.ts";
import { isTextField } from "../app/shortcuts.ts";
import { edit, trimStack } from "./stackEdits.ts";
import {
  viewerActionFor,
  wholeImage,
  zoomed,
  type StageView,
  type ViewerAction,
} from "./viewerKeys.ts";

interface Deps {
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly side: number;
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly isFrozen: boolean;
  readonly index: number;
  readonly setIndex: (change: (index: number) => number) => void;
  readonly view: StageView;
  readonly setView: (
    change: StageView | ((view: StageView) => StageView),
  ) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onToggleMasks: () => void;
  /** Asked first; true if the key was meant for something on the image. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

export interface ViewerControls {
  readonly view: StageView;
  readonly isWindowing: boolean;
  readonly isPlaying: boolean;
  /** The way the user is scrolling. */
  readonly direction: 1 | -1;
  readonly pointerHandlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLDivElement>) => void;
  };
  readonly perform: (action: ViewerAction) => void;
}

interface Drag {
  readonly kind: "window" | "pan";
  readonly startX: number;
  readonly startY: number;
  readonly window: DisplayWindow;
  readonly view: StageView;
}

/** Images a second while playing. */
const playRate = 12;

/** Handlers and state of the viewer's stage. */
export function useViewerControls(deps: Deps): ViewerControls {
  const { stage, side, caseId, stack, isFrozen, index, setIndex } = deps;
  const { view, setView } = deps;
  const [drag, setDrag] = useState<Drag | null>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const [direction, setDirection] = useState<1 | -1>(1);

  const scrollBy = useCallback(
    (images: number) => {
      if (images === 0) return;
      setDirection(images > 0 ? 1 : -1);
      setIndex((current) => clampIndex(current + images, stack.imageCount));
    },
    [setIndex, stack.imageCount],
  );

  const perform = (action: ViewerAction) => {
    switch (action) {
      case "resetView":
        setView(wholeImage);
        setStackWindow(stack.stackId, null);
        return;
      case "keyImage":
        if (!isFrozen && index !== stack.keyImage)
          edit(caseId, { kind: "setKeyImage", stackId: stack.stackId, index });
        return;
      case "keepFromHere":
        if (!isFrozen)
          void trimStack(
            caseId,
            stack.stackId,
            withFirst(trimOf(stack), index),
          );
        return;
      case "keepUpToHere":
        if (!isFrozen)
          void trimStack(caseId, stack.stackId, withLast(trimOf(stack), index));
        return;
      case "zoomIn":
        setView((current) => zoomed(current, 1.25));
        return;
      case "zoomOut":
        setView((current) => zoomed(current, 0.8));
        return;
      case "togglePlay":
        setIsPlaying((current) => !current);
        return;
      case "nextStack":
        deps.onMove(1);
        return;
      case "previousStack":
        deps.onMove(-1);
        return;
      case "toggleMasks":
        deps.onToggleMasks();
        return;
      default:
        assertNever(action, "viewer action");
    }
  };

  useWheel(stage, scrollBy, setView);
  usePlay(isPlaying, stack.imageCount, setIndex);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTextField(event.target) || hasOwnKeys(event)) return;
    if (deps.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = indexAfterKey(event.key, index, stack.imageCount);
    if (next !== null) {
      event.preventDefault();
      scrollBy(next - index);
      return;
    }
    // Space and letters belong to a focused button first.
    const isOnButton = event.target instanceof HTMLButtonElement;
    const action = viewerActionFor(event.key);
    if (action === null || (isOnButton && event.key === " ")) return;
    event.preventDefault();
    perform(action);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      onKey(event);
    };
    // Captured, since the dialog keeps arrow keys from bubbling any further; on the window, to have Escape before the dialog.
    window.addEventListener("keydown", listener, { capture: true });
    return () => {
      window.removeEventListener("keydown", listener, { capture: true });
    };
  }, []);

  return {
    view,
    isWindowing: drag?.kind === "window",
    isPlaying,
    direction,
    perform,
    pointerHandlers: {
      onPointerDown: (event) => {
        const isPan = event.shiftKey || event.button === 1;
        const window =
          useViewState.getState().windows.get(stack.stackId) ?? stack.window;
        // Colour images have no window to change.
        if (!isPan && window === null) return;
        setDrag({
          kind: isPan ? "pan" : "window",
          startX: event.clientX,
          startY: event.clientY,
          window: window ?? { center: 0, width: 1 },
          view,
        });
      },
      onPointerMove: (event) => {
        if (drag === null) return;
        const dx = event.clientX - drag.startX;
        const dy = event.clientY - drag.startY;
        if (drag.kind === "pan")
          setView({
            ...drag.view,
            panX: drag.view.panX + dx,
            panY: drag.view.panY + dy,
          });
        else if (dx !== 0 || dy !== 0)
          setStackWindow(
            stack.stackId,
            dragWindow(drag.window, { dx, dy, sidePixels: side }),
          );
      },
      onPointerUp: () => {
        setDrag(null);
      },
    },
  };
}

function trimOf(stack: StackView) {
  return {
    first: stack.first,
    last: stack.last,
    keepEvery: stack.keepEvery,
  };
}

/** Sliders, lists that open and forms in place answer to keys themselves; tabs to those that lead to another tab. */
function hasOwnKeys({ target, key }: KeyboardEvent): boolean {
  if (target instanceof HTMLInputElement && target.type === "range")
    return true;
  if (!(target instanceof Element)) return false;
  if (target.closest("[role=tab]") !== null)
    return key === " " || /^(Arrow|Home$|End$)/.test(key);
  return (
    target.closest("[role=combobox], [role=listbox], [data-own-keys]") !== null
  );
}

function useWheel(
  stage: RefObject<HTMLDivElement | null>,
  scrollBy: (images: number) => void,
  setView: (change: (view: StageView) => StageView) => void,
): void {
  const rest = useRef(0);
  useEffect(() => {
    const target = stage.current;
    if (target === null) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      if (event.ctrlKey) {
        setView((view) => zoomed(view, 2 ** (-event.deltaY / 300)));
        return;
      }
      const step = wheelSteps(rest.current, event.deltaY);
      rest.current = step.rest;
      scrollBy(step.images);
    };
    // React's own wheel listeners are passive and could not keep the page from zooming.
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      target.removeEventListener("wheel", onWheel);
    };
  }, [stage, scrollBy, setView]);
}

function usePlay(
  isPlaying: boolean,
  count: number,
  setIndex: (change: (index: number) => number) => void,
): void {
  useEffect(() => {
    if (!isPlaying || count < 2) return;
    const timer = setInterval(() => {
      setIndex((current) => (current + 1) % count);
    }, 1000 / playRate);
    return () => {
      clearInterval(timer);
    };
  }, [isPlaying, count, setIndex]);
}
