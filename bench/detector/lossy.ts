// What JPEG does to a plane: blocks of eight by eight in frequencies, rounded (ITU-T T.81 A.3.3, Annex K.1).
const luminanceSteps = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16,
  24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109,
  103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];

const cosines = Float64Array.from({ length: 64 }, (_, index) => {
  const [frequency, x] = [Math.floor(index / 8), index % 8];
  const scale = frequency === 0 ? Math.SQRT1_2 / 2 : 0.5;
  return scale * Math.cos(((2 * x + 1) * frequency * Math.PI) / 16);
});

/** Rounds the frequencies of a plane from 0 to 1, in place; `quality` from 1 to 100. */
export function compressLossily(
  plane: Float32Array,
  size: { readonly columns: number; readonly rows: number },
  quality: number,
): void {
  const scale = quality < 50 ? 50 / quality : 2 - quality / 50;
  const block = new Float64Array(64);
  for (let top = 0; top + 8 <= size.rows; top += 8)
    for (let left = 0; left + 8 <= size.columns; left += 8) {
      const at = (index: number) =>
        (top + Math.floor(index / 8)) * size.columns + left + (index % 8);
      for (let index = 0; index < 64; index += 1)
        block[index] = (plane[at(index)] ?? 0) * 255 - 128;
      const frequencies = transformed(block, false);
      frequencies.forEach((value, index) => {
        const step = Math.max(1, (luminanceSteps[index] ?? 1) * scale);
        frequencies[index] = Math.round(value / step) * step;
      });
      transformed(frequencies, true).forEach((value, index) => {
        plane[at(index)] = Math.min(1, Math.max(0, (value + 128) / 255));
      });
    }
}

/** Rows, then columns. */
function transformed(block: Float64Array, isBack: boolean): Float64Array {
  const factor = (to: number, from: number) =>
    cosines[isBack ? from * 8 + to : to * 8 + from] ?? 0;
  const half = new Float64Array(64);
  const whole = new Float64Array(64);
  for (let line = 0; line < 8; line += 1)
    for (let to = 0; to < 8; to += 1) {
      let sum = 0;
      for (let from = 0; from < 8; from += 1)
        sum += factor(to, from) * (block[line * 8 + from] ?? 0);
      half[line * 8 + to] = sum;
    }
  for (let column = 0; column < 8; column += 1)
    for (let to = 0; to < 8; to += 1) {
      let sum = 0;
      for (let from = 0; from < 8; from += 1)
        sum += factor(to, from) * (half[from * 8 + column] ?? 0);
      whole[to * 8 + column] = sum;
    }
  return whole;
}
