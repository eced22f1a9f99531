// The mask tool of the viewer: which tool is armed, which mask is selected, and what pointer and keys do to them.
import { useState, type PointerEvent } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import type { ImageRange, Mask } from "../../../shared/mask.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import {
  duplicateOf,
  isOnImage,
  mostMasks,
  rangeOrAll,
  withMask,
} from "./maskEdits.ts";
import { maskOfGesture, type Gesture } from "./maskGesture.ts";
import { handlesOf } from "./maskHandles.ts";
import { handleAt, maskAt } from "./maskHits.ts";
import { maskActionFor, type MaskAction, type Tool } from "./maskKeys.ts";
import { grownShape, movedShape, shapeInTheMiddle } from "./maskShapes.ts";
import { toImage, type Point, type StageFrame } from "./stageFrame.ts";
import type { MaskList } from "./useMaskList.ts";

/** Which images a mask is drawn on, seen from the image on show. */
export type Scope = "all" | "fromHere" | "thisImage";

interface Deps {
  readonly stack: StackView;
  readonly index: number;
  /** Null until the stage is laid out. */
  readonly frame: StageFrame | null;
  readonly list: MaskList;
  /** False where masks are only looked at. */
  readonly isActive: boolean;
}

export interface MaskTool {
  readonly tool: Tool;
  readonly setTool: (tool: Tool) => void;
  readonly scope: Scope;
  readonly setScope: (scope: Scope) => void;
  readonly selectedId: string | null;
  readonly select: (maskId: string | null) => void;
  /** The masks of all images, with what is being dragged as it is now. */
  readonly shown: readonly Mask[];
  readonly isDragging: boolean;
  readonly isAsSent: boolean;
  readonly setAsSent: (isAsSent: boolean) => void;
  readonly cursor: string | undefined;
  readonly perform: (action: MaskAction) => void;
  /** Each answers true if the event was for a mask. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => boolean;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => boolean;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => boolean;
}

/** CSS pixels around a handle or a line that still count as on it. */
const handleReach = 9;
const lineReach = 4;

const makeId = () => crypto.randomUUID();

/** The images that a scope means. */
export function scopeRange(
  scope: Scope,
  index: number,
  imageCount: number,
): ImageRange | null {
  switch (scope) {
    case "all":
      return null;
    case "fromHere":
      return rangeOrAll({ first: index, last: imageCount - 1 }, imageCount);
    case "thisImage":
      return rangeOrAll({ first: index, last: index }, imageCount);
    default:
      return assertNever(scope, "scope");
  }
}

/** State and handlers of the mask tool. Keyed by stack. */
export function useMaskTool(deps: Deps): MaskTool {
  const { stack, index, frame, list, isActive } = deps;
  const [tool, setTool] = useState<Tool>("select");
  const [scope, setScope] = useState<Scope>("all");
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [isAsSent, setAsSent] = useState(false);
  const [gesture, setGesture] = useState<Gesture | null>(null);
  const [dragged, setDragged] = useState<Mask | null>(null);
  const [hovered, setHovered] = useState<string | undefined>(undefined);

  const onThisImage = list.masks.filter((mask) => isOnImage(mask, index));
  const selected = list.masks.find(({ maskId }) => maskId === selectedId);
  const withDragged = (mask: Mask) =>
    list.masks.some(({ maskId }) => maskId === mask.maskId)
      ? withMask(list.masks, mask)
      : [...list.masks, mask];

  const add = (mask: Mask) => {
    if (list.masks.length >= mostMasks) return;
    list.commit([...list.masks, mask]);
    setSelectedId(mask.maskId);
    setTool("select");
  };
  const newMask = () => ({
    maskId: makeId(),
    images: scopeRange(scope, index, stack.imageCount),
  });

  const perform = (action: MaskAction) => {
    switch (action.kind) {
      case "tool":
        setTool(action.tool);
        if (action.tool !== "select") setSelectedId(null);
        return;
      case "placeInTheMiddle":
        if (tool !== "select")
          add({ ...newMask(), shape: shapeInTheMiddle(tool, stack) });
        return;
      case "toggleAsSent":
        setAsSent((current) => !current);
        return;
      case "leave":
        setGesture(null);
        setDragged(null);
        setTool("select");
        setSelectedId(null);
        return;
      case "remove":
        if (selected === undefined) return;
        list.commit(
          list.masks.filter(({ maskId }) => maskId !== selected.maskId),
        );
        setSelectedId(null);
        return;
      case "duplicate":
        if (selected !== undefined) add(duplicateOf(selected, stack, makeId));
        return;
      case "move":
      case "grow": {
        if (selected === undefined) return;
        const change = action.kind === "move" ? movedShape : grownShape;
        const shape = change(selected.shape, action.by, stack);
        list.commitSoon(withMask(list.masks, { ...selected, shape }));
        return;
      }
      default:
        assertNever(action, "mask action");
    }
  };

  const begin = (place: Point, scale: number): Gesture | null => {
    if (tool !== "select") return { kind: "draw", shape: tool, start: place };
    const isShown = selected !== undefined && isOnImage(selected, index);
    const handle = isShown
      ? handleAt(selected.shape, place, handleReach / scale)
      : null;
    if (isShown && handle !== null) {
      const at = handlesOf(selected.shape).find(({ name }) => name === handle);
      const grip = at === undefined ? place : at.at;
      return {
        kind: "resize",
        mask: selected,
        handle,
        grip: { x: place.x - grip.x, y: place.y - grip.y },
      };
    }
    const mask = maskAt(onThisImage, place, lineReach / scale);
    return mask === null ? null : { kind: "move", mask, start: place };
  };

  const cursorAt = (place: Point, scale: number): string | undefined => {
    const next = begin(place, scale);
    if (next === null) return undefined;
    return next.kind === "resize" ? handleCursor(next.handle) : next.kind;
  };

  return {
    tool,
    setTool: (next) => {
      perform({ kind: "tool", tool: next });
    },
    scope,
    setScope,
    selectedId,
    select: setSelectedId,
    shown: dragged === null ? list.masks : withDragged(dragged),
    isDragging: dragged !== null,
    isAsSent,
    setAsSent,
    cursor: isActive ? (tool === "select" ? hovered : "draw") : undefined,
    perform,
    onKey: (event) => {
      if (!isActive) return false;
      if (event.key === "Escape" && gesture !== null) {
        setGesture(null);
        setDragged(null);
        return true;
      }
      const hasSelection = selected !== undefined;
      const action = maskActionFor(event, { tool, hasSelection });
      if (action === null) return false;
      // Enter belongs to a focused button first, unless it is the tab that is open already.
      if (
        action.kind === "placeInTheMiddle" &&
        event.target instanceof HTMLButtonElement &&
        event.target.ariaSelected !== "true"
      )
        return false;
      perform(action);
      return true;
    },
    onPointerDown: (event) => {
      if (!isActive || frame === null) return false;
      if (event.button !== 0 || event.shiftKey) return false;
      const place = placeOf(event, frame);
      const next = begin(place, frame.scale);
      setGesture(next);
      if (next === null) {
        setSelectedId(null);
        return false;
      }
      if (next.kind === "draw") setSelectedId(null);
      else setSelectedId(next.mask.maskId);
      return true;
    },
    onPointerMove: (event) => {
      if (!isActive || frame === null) return false;
      const place = placeOf(event, frame);
      if (gesture === null) {
        if (event.buttons === 0) setHovered(cursorAt(place, frame.scale));
        return false;
      }
      setDragged((current) =>
        maskOfGesture(
          gesture,
          place,
          stack,
          gesture.kind === "draw" && current !== null ? current : newMask(),
        ),
      );
      return true;
    },
    onPointerUp: (event) => {
      if (gesture === null || frame === null) return false;
      setGesture(null);
      setDragged(null);
      // Not what the last movement showed: its rendering may still be on the way.
      const done = maskOfGesture(
        gesture,
        placeOf(event, frame),
        stack,
        dragged ?? newMask(),
      );
      if (done === null) return true;
      if (gesture.kind === "draw") add(done);
      else list.commit(withMask(list.masks, done));
      return true;
    },
  };
}

function placeOf(event: PointerEvent<HTMLElement>, frame: StageFrame): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return toImage(frame, {
    x: event.clientX - box.left,
    y: event.clientY - box.top,
  });
}

function handleCursor(handle: string): string {
  if (handle === "n" || handle === "s") return "ns";
  if (handle === "e" || handle === "w") return "ew";
  if (handle === "nw" || handle === "se") return "nwse";
  if (handle === "ne" || handle === "sw") return "nesw";
  return "handle";
}
