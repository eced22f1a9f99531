// The picture in the tray, drawn by code: three slices above a tray, as in the window's corner.

/** Side in pixels; the system scales it. */
export const trayIconPixels = 32;

/** Rows of the mark in a grid of 16: [y, from x, to x]. */
const strokes = [
  [2, 4, 11],
  [5, 4, 11],
  [8, 4, 11],
  [10, 1, 1],
  [11, 1, 1],
  [12, 1, 1],
  [10, 14, 14],
  [11, 14, 14],
  [12, 14, 14],
  [13, 1, 14],
] as const;

/** Pixels as BGRA, four bytes each. `color`: red, green, blue. */
export function trayIconBitmap(
  color: readonly [number, number, number],
): Uint8Array {
  const bitmap = new Uint8Array(trayIconPixels * trayIconPixels * 4);
  const scale = trayIconPixels / 16;
  const [red, green, blue] = color;
  for (const [row, from, to] of strokes)
    for (let y = row * scale; y < (row + 1) * scale; y += 1)
      for (let x = from * scale; x < (to + 1) * scale; x += 1)
        bitmap.set([blue, green, red, 255], (y * trayIconPixels + x) * 4);
  return bitmap;
}
