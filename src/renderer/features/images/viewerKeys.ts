// What keys do in the viewer, beyond scrolling.

export type ViewerAction =
  | "resetView"
  | "keyImage"
  | "keepFromHere"
  | "keepUpToHere"
  | "zoomIn"
  | "zoomOut"
  | "togglePlay"
  | "nextStack"
  | "previousStack"
  | "toggleMasks";

const actions: Readonly<Record<string, ViewerAction>> = {
  r: "resetView",
  k: "keyImage",
  "[": "keepFromHere",
  "]": "keepUpToHere",
  "+": "zoomIn",
  "=": "zoomIn",
  "-": "zoomOut",
  " ": "togglePlay",
  n: "nextStack",
  p: "previousStack",
  m: "toggleMasks",
};

/** The action of a key, or null. */
export function viewerActionFor(key: string): ViewerAction | null {
  return actions[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/** How the image lies on the stage. Pans in CSS pixels. */
export interface StageView {
  readonly zoom: number;
  readonly panX: number;
  readonly panY: number;
}

export const wholeImage: StageView = { zoom: 1, panX: 0, panY: 0 };

/** The view zoomed by `factor`, from the whole image up to 8 times; back at 1 the image is centred again. */
export function zoomed(view: StageView, factor: number): StageView {
  const zoom = Math.max(1, Math.min(8, view.zoom * factor));
  if (zoom === 1) return wholeImage;
  const ratio = zoom / view.zoom;
  return { zoom, panX: view.panX * ratio, panY: view.panY * ratio };
}
