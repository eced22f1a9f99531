// The inverse cosine transform of 8 x 8 blocks by the algorithm of Loeffler, Ligtenberg and Moschytz (ICASSP 1989), in integers.
//
// Scaling and rounding are those of the IJG library's accurate integer transform, so that samples come out exactly as in
// the programs most images were looked at with before they got here.

/** Factors are multiples of 2^-13. */
const factorBits = 13;
const scaled = (factor: number): number =>
  Math.round(factor * (1 << factorBits));
const f0298 = scaled(0.298631336);
const f0390 = scaled(0.390180644);
const f0541 = scaled(0.5411961);
const f0765 = scaled(0.765366865);
const f0899 = scaled(0.899976223);
const f1175 = scaled(1.175875602);
const f1501 = scaled(1.50132111);
const f1847 = scaled(1.847759065);
const f1961 = scaled(1.96157056);
const f2053 = scaled(2.053119869);
const f2562 = scaled(2.562915447);
const f3072 = scaled(3.072711026);

/** Transforms blocks of one precision. Holds room for one block, so one at a time. */
export class InverseDct {
  readonly #workspace = new Int32Array(64);
  readonly #columnShift: number;
  readonly #rowShift: number;
  readonly #center: number;
  readonly #largest: number;

  /** `precision` 8 or 12 bits. */
  constructor(precision: number) {
    // Extra bits kept between the passes: as many as 32 bits have room for.
    const keptBits = precision === 8 ? 2 : 1;
    this.#columnShift = factorBits - keptBits;
    // Both passes together leave a factor of 8.
    this.#rowShift = factorBits + keptBits + 3;
    this.#center = 1 << (precision - 1);
    this.#largest = (1 << precision) - 1;
  }

  /** Coefficients at `at`, in natural order, times their quantization steps, to eight lines of eight samples. */
  block(
    coefficients: Int16Array,
    at: number,
    quantization: Uint16Array,
    into: {
      readonly samples: Uint8Array | Uint16Array;
      readonly first: number;
      readonly stride: number;
    },
  ): void {
    const workspace = this.#workspace;
    for (let index = 0; index < 64; index += 1)
      workspace[index] =
        (coefficients[at + index] ?? 0) * (quantization[index] ?? 0);
    for (let column = 0; column < 8; column += 1)
      transform(workspace, column, 8, this.#columnShift);
    const { samples, first, stride } = into;
    for (let row = 0; row < 8; row += 1) {
      transform(workspace, row * 8, 1, this.#rowShift);
      const to = first + row * stride;
      for (let column = 0; column < 8; column += 1) {
        const sample = (workspace[row * 8 + column] ?? 0) + this.#center;
        samples[to + column] =
          sample < 0 ? 0 : sample > this.#largest ? this.#largest : sample;
      }
    }
  }
}

/** Eight values, `step` apart, in place; results are rounded and shifted right by `shift`. */
function transform(
  values: Int32Array,
  first: number,
  step: number,
  shift: number,
): void {
  const v0 = values[first] ?? 0;
  const v1 = values[first + step] ?? 0;
  const v2 = values[first + 2 * step] ?? 0;
  const v3 = values[first + 3 * step] ?? 0;
  const v4 = values[first + 4 * step] ?? 0;
  const v5 = values[first + 5 * step] ?? 0;
  const v6 = values[first + 6 * step] ?? 0;
  const v7 = values[first + 7 * step] ?? 0;
  const half = 1 << (shift - 1);

  if ((v1 | v2 | v3 | v4 | v5 | v6 | v7) === 0) {
    const same = ((v0 << factorBits) + half) >> shift;
    for (let index = 0; index < 8; index += 1)
      values[first + index * step] = same;
    return;
  }

  const evenSum = (v2 + v6) * f0541;
  const even2 = evenSum - v6 * f1847;
  const even3 = evenSum + v2 * f0765;
  const even0 = (v0 + v4) * (1 << factorBits);
  const even1 = (v0 - v4) * (1 << factorBits);
  const a0 = even0 + even3 + half;
  const a3 = even0 - even3 + half;
  const a1 = even1 + even2 + half;
  const a2 = even1 - even2 + half;

  const oddSum = (v7 + v3 + v5 + v1) * f1175;
  const o71 = (v7 + v1) * -f0899;
  const o53 = (v5 + v3) * -f2562;
  const o73 = (v7 + v3) * -f1961 + oddSum;
  const o51 = (v5 + v1) * -f0390 + oddSum;
  const b0 = v7 * f0298 + o71 + o73;
  const b1 = v5 * f2053 + o53 + o51;
  const b2 = v3 * f3072 + o53 + o73;
  const b3 = v1 * f1501 + o71 + o51;

  values[first] = (a0 + b3) >> shift;
  values[first + 7 * step] = (a0 - b3) >> shift;
  values[first + step] = (a1 + b2) >> shift;
  values[first + 6 * step] = (a1 - b2) >> shift;
  values[first + 2 * step] = (a2 + b1) >> shift;
  values[first + 5 * step] = (a2 - b1) >> shift;
  values[first + 3 * step] = (a3 + b0) >> shift;
  values[first + 4 * step] = (a3 - b0) >> shift;
}
