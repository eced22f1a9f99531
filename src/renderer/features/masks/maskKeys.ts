// What keys do while masks are shown in the viewer.
import type { Point } from "./stageFrame.ts";
import type { ShapeKind } from "./maskShapes.ts";

/** What a press on the image does: pick what is there, or draw. */
export type Tool = "select" | ShapeKind;

export type MaskAction =
  | { readonly kind: "tool"; readonly tool: Tool }
  | { readonly kind: "placeInTheMiddle" }
  | { readonly kind: "remove" }
  | { readonly kind: "duplicate" }
  | { readonly kind: "toggleAsSent" }
  | { readonly kind: "leave" }
  /** By stored pixels. */
  | { readonly kind: "move"; readonly by: Point }
  | { readonly kind: "grow"; readonly by: Point };

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const toolKeys: Readonly<Record<string, Tool>> = {
  v: "select",
  b: "rectangle",
  e: "ellipse",
  c: "outsideRectangle",
  o: "outsideEllipse",
  f: "outsideFan",
};

/** The key of each tool, as it is shown. */
export const toolKeyNames: Readonly<Record<Tool, string>> = {
  select: "V",
  rectangle: "B",
  ellipse: "E",
  outsideRectangle: "C",
  outsideEllipse: "O",
  outsideFan: "F",
};

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The action of a key press, or null. Arrows move a selected mask by one pixel, with Shift by ten, and resize it with Alt. */
export function maskActionFor(
  press: KeyPress,
  state: { readonly tool: Tool; readonly hasSelection: boolean },
): MaskAction | null {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.ctrlKey || press.metaKey)
    return key === "d" && state.hasSelection ? { kind: "duplicate" } : null;
  const arrow = arrows[key];
  if (arrow !== undefined) {
    if (!state.hasSelection) return null;
    const step = press.shiftKey ? 10 : 1;
    const by = { x: arrow.x * step, y: arrow.y * step };
    return { kind: press.altKey ? "grow" : "move", by };
  }
  if (press.altKey) return null;
  if (key === "Escape")
    return state.tool !== "select" || state.hasSelection
      ? { kind: "leave" }
      : null;
  if ((key === "Delete" || key === "Backspace") && state.hasSelection)
    return { kind: "remove" };
  if (key === "Enter")
    return state.tool === "select" ? null : { kind: "placeInTheMiddle" };
  if (key === "x") return { kind: "toggleAsSent" };
  const tool = toolKeys[key];
  return tool === undefined ? null : { kind: "tool", tool };
}
