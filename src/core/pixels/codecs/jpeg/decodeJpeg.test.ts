// Tests of JPEG with codestreams written bit by bit: each process, colour marks, restarts, and whatever can be damaged.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeJpeg } from "./decodeJpeg.ts";

const soi = [0xff, 0xd8];
const eoi = [0xff, 0xd9];

function segment(code: number, parameters: readonly number[]): number[] {
  const length = parameters.length + 2;
  return [0xff, code, length >> 8, length & 255, ...parameters];
}

interface Component {
  readonly id: number;
  /** Sampling factors, such as 0x21: two across, one down. */
  readonly factors?: number;
}

/** Start of frame: SOF0 baseline, SOF1 extended, SOF2 progressive, SOF3 lossless. */
function frame(head: {
  readonly sof: number;
  readonly precision?: number;
  readonly rows: number;
  readonly columns: number;
  readonly components?: readonly Component[];
}): number[] {
  const { precision = 8, components = [{ id: 1 }] } = head;
  return segment(0xc0 + head.sof, [
    ...[precision, 0, head.rows, 0, head.columns, components.length],
    ...components.flatMap(({ id, factors = 0x11 }) => [id, factors, 0]),
  ]);
}

/** Table 0 of class 0 (DC) or 1 (AC): every symbol 0 to 16 by a code of five bits, which is its own number. */
function fiveBitTable(tableClass: number): number[] {
  const counts = Array.from({ length: 16 }, (_, index) =>
    index === 4 ? 17 : 0,
  );
  const symbols = Array.from({ length: 17 }, (_, symbol) => symbol);
  return segment(0xc4, [tableClass << 4, ...counts, ...symbols]);
}

const tables = [...fiveBitTable(0), ...fiveBitTable(1)];

/** Quantization table 0: every step is 8, so that a DC coefficient is the block's distance from the middle grey. */
const eights = segment(0xdb, [0, ...Array<number>(64).fill(8)]);

/** Start of scan with tables 0. `band` is Ss, Se, Ah and Al; for lossless Ss is the predictor. */
function scan(
  ids: readonly number[],
  band: readonly [number, number, number, number] = [0, 63, 0, 0],
): number[] {
  const [start, end, high, low] = band;
  return segment(0xda, [
    ids.length,
    ...ids.flatMap((id) => [id, 0]),
    ...[start, end, high * 16 + low],
  ]);
}

const code = (symbol: number) => symbol.toString(2).padStart(5, "0");

/** A difference as its category's code and its bits (T.81 table F.1). */
function difference(value: number): string {
  if (value === 0) return code(0);
  const category = Math.floor(Math.log2(Math.abs(value))) + 1;
  const bits = value > 0 ? value : value + 2 ** category - 1;
  return code(category) + bits.toString(2).padStart(category, "0");
}

const endOfBlock = code(0);
/** A block that has only a DC coefficient. */
const flatBlock = (dcDifference: number) =>
  difference(dcDifference) + endOfBlock;

/** Bits as bytes, filled up with ones; a zero behind each FF. */
function data(...bits: readonly string[]): number[] {
  const all = bits.join("");
  const whole = all.padEnd(Math.ceil(all.length / 8) * 8, "1");
  return Array.from({ length: whole.length / 8 }, (_, index) =>
    Number.parseInt(whole.slice(index * 8, index * 8 + 8), 2),
  ).flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
}

function decode(
  codestream: readonly number[],
  size: { rows: number; columns: number; components?: number },
) {
  return decodeJpeg(Uint8Array.from(codestream), { components: 1, ...size });
}

const flat = (count: number, value: number) => Array<number>(count).fill(value);

describe("sequential JPEG", () => {
  const header = [...soi, ...eights, ...tables];

  it("of one block is decoded", () => {
    const codestream = [
      ...header,
      ...frame({ sof: 0, rows: 8, columns: 8 }),
      ...scan([1]),
      ...data(flatBlock(16)),
      ...eoi,
    ];

    expect(decode(codestream, { rows: 8, columns: 8 })).toEqual({
      rows: 8,
      columns: 8,
      components: 1,
      precision: 8,
      isSigned: false,
      isLossy: true,
      samples: Uint8Array.from(flat(64, 128 + 16)),
      colour: null,
    });
  });

  it("of 12 bits has its middle at 2048", () => {
    const codestream = [
      ...header,
      ...frame({ sof: 1, precision: 12, rows: 8, columns: 8 }),
      ...scan([1]),
      ...data(flatBlock(-1000)),
      ...eoi,
    ];

    expect(decode(codestream, { rows: 8, columns: 8 })?.samples).toEqual(
      Uint16Array.from(flat(64, 1048)),
    );
  });

  it("predicts DC from block to block, and leaves out what only fills blocks", () => {
    const codestream = [
      ...header,
      ...frame({ sof: 0, rows: 1, columns: 10 }),
      ...scan([1]),
      ...data(flatBlock(16), flatBlock(-4)),
      ...eoi,
    ];

    expect(decode(codestream, { rows: 1, columns: 10 })?.samples).toEqual(
      Uint8Array.from([...flat(8, 144), ...flat(2, 140)]),
    );
  });

  it("forgets the prediction at restart markers", () => {
    const codestream = [
      ...header,
      ...segment(0xdd, [0, 1]),
      ...frame({ sof: 0, rows: 1, columns: 16 }),
      ...scan([1]),
      ...data(flatBlock(16)),
      ...[0xff, 0xd0],
      ...data(flatBlock(-4)),
      ...eoi,
    ];

    expect(decode(codestream, { rows: 1, columns: 16 })?.samples).toEqual(
      Uint8Array.from([...flat(8, 144), ...flat(8, 124)]),
    );
  });

  it("takes frequencies apart: one step of the first across is a half wave", () => {
    const codestream = [
      ...header,
      ...frame({ sof: 0, rows: 1, columns: 8 }),
      ...scan([1]),
      // DC 0; then without zeros before it (0) a coefficient of category 6: 40; then the end.
      ...data(difference(0), code(6), "101000", endOfBlock),
      ...eoi,
    ];

    // 128 + 40 * 8 / 8 * sqrt(2) * cos((2x + 1) * pi / 16), rounded.
    expect(decode(codestream, { rows: 1, columns: 8 })?.samples).toEqual(
      Uint8Array.of(183, 175, 159, 139, 117, 97, 81, 73),
    );
  });

  it("brings chroma of half the size to the size of the image", () => {
    const codestream = [
      ...header,
      ...frame({
        sof: 0,
        rows: 1,
        columns: 16,
        components: [{ id: 1, factors: 0x21 }, { id: 2 }, { id: 3 }],
      }),
      ...scan([1, 2, 3]),
      // One MCU: two blocks of luminance, one of each chroma.
      ...data(flatBlock(16), flatBlock(0), flatBlock(-8), flatBlock(8)),
      ...eoi,
    ];

    const image = decode(codestream, { rows: 1, columns: 16, components: 3 });

    expect(image?.colour).toBe("YBR_FULL");
    expect(image?.samples).toEqual(
      Uint8Array.from(Array.from({ length: 16 }, () => [144, 120, 136]).flat()),
    );
  });

  it("takes components from scans of their own", () => {
    const codestream = [
      ...header,
      ...frame({
        sof: 0,
        rows: 1,
        columns: 1,
        components: [{ id: 1 }, { id: 2 }, { id: 3 }],
      }),
      ...[1, 2, 3].flatMap((id) => [...scan([id]), ...data(flatBlock(id))]),
      ...eoi,
    ];

    expect(
      decode(codestream, { rows: 1, columns: 1, components: 3 })?.samples,
    ).toEqual(Uint8Array.of(129, 130, 131));
  });
});

describe("progressive JPEG", () => {
  it("gets its coefficients bit by bit and band by band", () => {
    const codestream = [
      ...soi,
      ...eights,
      ...tables,
      ...frame({ sof: 2, rows: 1, columns: 8 }),
      // DC without its lowest bit: 8 for 17.
      ...scan([1], [0, 0, 0, 1]),
      ...data(difference(8)),
      // The first coefficient across without its lowest bit: 20 for 40.
      ...scan([1], [1, 5, 0, 1]),
      ...data(code(5), "10100", endOfBlock),
      // The lowest bit of DC: 1.
      ...scan([1], [0, 0, 1, 0]),
      ...data("1"),
      // The lowest bits of the band: the end of it comes first, then a bit for what is there.
      ...scan([1], [1, 5, 1, 0]),
      ...data(endOfBlock, "0"),
      ...eoi,
    ];

    // As in the sequential test, and 17 brighter.
    expect(decode(codestream, { rows: 1, columns: 8 })?.samples).toEqual(
      Uint8Array.of(200, 192, 176, 156, 134, 114, 98, 90),
    );
  });
});

describe("lossless JPEG", () => {
  function lossless(picture: {
    readonly precision?: number;
    readonly predictor: number;
    readonly pointTransform?: number;
    readonly rows: readonly (readonly number[])[];
  }): number[] {
    const { precision, predictor, pointTransform = 0, rows } = picture;
    return [
      ...soi,
      ...fiveBitTable(0),
      ...frame({
        sof: 3,
        precision: precision ?? 8,
        rows: rows.length,
        columns: rows[0]?.length ?? 0,
      }),
      ...scan([1], [predictor, 0, 0, pointTransform]),
      ...data(...rows.flat().map(difference)),
      ...eoi,
    ];
  }

  it.each([
    [1, 30],
    [2, 20],
    [3, 10],
    [4, 40],
    [5, 35],
    [6, 30],
    [7, 25],
  ])(
    "predictor %d of 10, 20 above and 30 at the left gives %d",
    (predictor, expected) => {
      // The first sample is predicted as 128, the first line from the left, the first column from above.
      const codestream = lossless({
        predictor,
        rows: [
          [10 - 128, 20 - 10],
          [30 - 10, 0],
        ],
      });

      expect(decode(codestream, { rows: 2, columns: 2 })?.samples).toEqual(
        Uint8Array.of(10, 20, 30, expected),
      );
    },
  );

  it("of 16 bits wraps around, and knows the difference of half the range", () => {
    const codestream = [
      ...soi,
      ...fiveBitTable(0),
      ...frame({ sof: 3, precision: 16, rows: 1, columns: 3 }),
      ...scan([1], [1, 0, 0, 0]),
      // 32768 + 32768 is 0; 0 - 1 is 65535; 65535 + 2 is 1.
      ...data(code(16), difference(-1), difference(2)),
      ...eoi,
    ];

    expect(decode(codestream, { rows: 1, columns: 3 })?.samples).toEqual(
      Uint16Array.of(0, 65535, 1),
    );
  });

  it("gives back the bits its point transform took away", () => {
    const codestream = lossless({
      predictor: 1,
      pointTransform: 2,
      // The first prediction is 2^(8 - 2 - 1).
      rows: [[33 - 32, 1]],
    });

    expect(decode(codestream, { rows: 1, columns: 2 })?.samples).toEqual(
      Uint8Array.of(132, 136),
    );
  });
});

describe("colour", () => {
  const adobe = (transform: number) =>
    segment(0xee, [...Buffer.from("Adobe"), 0, 100, 0, 0, 0, 0, transform]);
  const jfif = segment(0xe0, [
    ...Buffer.from("JFIF\0"),
    1,
    2,
    0,
    0,
    1,
    0,
    1,
    0,
    0,
  ]);
  const numbers = [1, 2, 3];
  const letters = [...Buffer.from("RGB")];

  it.each([
    ["an Adobe segment without transform", adobe(0), numbers, "RGB"],
    ["an Adobe segment with transform", adobe(1), letters, "YBR_FULL"],
    ["a JFIF segment", jfif, numbers, "YBR_FULL"],
    ["components called R, G and B", [], letters, "RGB"],
    ["nothing", [], numbers, null],
  ] as const)("is told by %s", (_, mark, ids, colour) => {
    const codestream = [
      ...soi,
      ...mark,
      ...eights,
      ...tables,
      ...frame({
        sof: 0,
        rows: 1,
        columns: 1,
        components: ids.map((id) => ({ id })),
      }),
      ...scan(ids),
      ...data(...ids.map(() => flatBlock(0))),
      ...eoi,
    ];

    expect(
      decode(codestream, { rows: 1, columns: 1, components: 3 })?.colour,
    ).toBe(colour);
  });
});

describe("a codestream", () => {
  const start = [...soi, ...eights, ...tables];
  const oneBlock = frame({ sof: 0, rows: 8, columns: 8 });
  const twoBlocks = frame({ sof: 0, rows: 8, columns: 16 });
  const size = { rows: 8, columns: 8 };

  it("without an end, or with fill bytes and padding, is decoded", () => {
    const codestream = [
      ...start,
      ...oneBlock,
      ...scan([1]),
      ...data(flatBlock(1)),
    ];

    expect(decode(codestream, size)).not.toBeNull();
    expect(decode([...codestream, 0xff, 0xff, ...eoi, 0], size)).not.toBeNull();
  });

  it("that leaves its number of lines open takes the header's", () => {
    const codestream = [
      ...start,
      ...frame({ sof: 0, rows: 0, columns: 8 }),
      ...scan([1]),
      ...data(flatBlock(1)),
      ...eoi,
    ];

    expect(decode(codestream, size)?.rows).toBe(8);
  });

  it.each([
    [
      "is of another size",
      [
        ...start,
        ...twoBlocks,
        ...scan([1]),
        ...data(flatBlock(1), flatBlock(1)),
        ...eoi,
      ],
    ],
    [
      "is arithmetic",
      [
        ...start,
        ...frame({ sof: 9, rows: 8, columns: 8 }),
        ...scan([1]),
        ...data(flatBlock(1)),
        ...eoi,
      ],
    ],
    ["has no frame", [...start, ...scan([1]), ...data(flatBlock(1)), ...eoi]],
    ["has no scan", [...start, ...oneBlock, ...eoi]],
    [
      "has no tables",
      [
        ...soi,
        ...eights,
        ...oneBlock,
        ...scan([1]),
        ...data(flatBlock(1)),
        ...eoi,
      ],
    ],
    [
      "has no quantization",
      [
        ...soi,
        ...tables,
        ...oneBlock,
        ...scan([1]),
        ...data(flatBlock(1)),
        ...eoi,
      ],
    ],
    [
      "uses a code that is none",
      [...start, ...oneBlock, ...scan([1]), ...data("11111"), ...eoi],
    ],
    [
      "ends in mid-block",
      [
        ...start,
        ...oneBlock,
        ...scan([1]),
        ...data(difference(500).slice(0, 8)),
        ...eoi,
      ],
    ],
    [
      "scans what the frame has not",
      [...start, ...oneBlock, ...scan([2]), ...data(flatBlock(1)), ...eoi],
    ],
    ["is none", [1, 2, 3]],
    ["is empty", []],
  ])("that %s is refused", (_, codestream) => {
    expect(decode(codestream, size)).toBeNull();
  });

  it("too short for its size is refused before room is made for it", () => {
    const codestream = [
      ...start,
      ...segment(0xc0, [8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]),
      ...eoi,
    ];

    expect(decode(codestream, { rows: 0xffff, columns: 0xffff })).toBeNull();
  });

  it("that misses a restart marker is refused", () => {
    const codestream = [
      ...start,
      ...segment(0xdd, [0, 1]),
      ...twoBlocks,
      ...scan([1]),
      ...data(flatBlock(1)),
      // The second marker where the first should be: a block is lost.
      ...[0xff, 0xd1],
      ...data(flatBlock(1)),
      ...eoi,
    ];

    expect(decode(codestream, { rows: 8, columns: 16 })).toBeNull();
  });

  it.each([
    ["sequential", 0, [0, 63, 0, 0]],
    ["progressive", 2, [0, 0, 0, 0]],
    ["lossless", 3, [4, 0, 0, 0]],
  ] as const)(
    "of %s JPEG may be changed anyhow: it decodes to its size or not at all",
    (_, sof, band) => {
      const codestream = [
        ...start,
        ...frame({ sof, rows: 8, columns: 8 }),
        ...scan([1], [...band]),
        ...data(
          ...Array.from({ length: 64 }, (__, index) =>
            difference((index % 7) - 3),
          ),
          endOfBlock,
        ),
        ...eoi,
      ];
      const change = fc.tuple(
        fc.integer({ min: 0, max: codestream.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
      );

      fc.assert(
        fc.property(
          fc.array(change, { maxLength: 5 }),
          fc.integer({ min: 0, max: codestream.length }),
          (changes, end) => {
            const bytes = codestream.slice(0, end);
            for (const [at, value] of changes) if (at < end) bytes[at] = value;

            const image = decode(bytes, size);

            expect(image === null || image.samples.length === 64).toBe(true);
          },
        ),
        { numRuns: 300 },
      );
    },
  );
});
