// Passes over one region: apart wherever their slices fall, while one volume acquired in turns stays one.
import { describe, expect, it } from "vitest";
import {
  inBrief,
  passOf,
  sliceOf,
  stacksIn,
  timeAt,
} from "../../testing/seriesSlices.ts";
import {
  noContrastStated,
  type ContrastState,
} from "../model/contrastState.ts";
import type { InstanceHeader, Vector3 } from "../model/instanceHeader.ts";
import type { ScannedInstance } from "../model/stack.ts";

type Fields = Partial<InstanceHeader>;

const contrast = (fields: Partial<ContrastState>): Fields => ({
  contrast: { ...noContrastStated, ...fields },
});

/** Thirty slices every five millimetres, and thirty more that lie `shiftMm` further down. */
function twice(shiftMm: number, a: Fields, b: Fields): ScannedInstance[] {
  const slices = { count: 30, stepMm: 5 };
  return [
    ...passOf({ ...slices, name: "a", number: 1, fieldsAt: () => a }),
    ...passOf({
      ...slices,
      name: "b",
      number: 31,
      fromMm: shiftMm,
      fieldsAt: () => b,
    }),
  ];
}

const bolus = (bolusStartTime: string, acquisitionTime = "") => ({
  ...contrast({ isGiven: true, bolusStartTime }),
  acquisitionTime,
});

describe.each([0.02, 0.5, 1.25, 2.5])(
  "a second pass whose slices lie %s mm further down",
  (shiftMm) => {
    it.each<[string, Fields, Fields, [string, string]]>([
      [
        "time point",
        { temporalPosition: 1 },
        { temporalPosition: 2 },
        ["temporalPosition=1", "temporalPosition=2"],
      ],
      [
        "bolus",
        bolus("101500"),
        bolus("101900"),
        ["contrast=bolus 101500", "contrast=bolus 101900"],
      ],
      [
        "contrast medium",
        {},
        contrast({ isGiven: true }),
        ["contrast=unenhanced", "contrast=enhanced"],
      ],
      [
        "time since the bolus",
        bolus("101500", "101530"),
        bolus("101500", "101610"),
        ["contrast=30 s", "contrast=70 s"],
      ],
      [
        "acquisition",
        { acquisitionNumber: 2 },
        { acquisitionNumber: 3 },
        ["acquisition=2", "acquisition=3"],
      ],
      [
        "echo time",
        { modality: "MR", echoTimeMs: 20 },
        { modality: "MR", echoTimeMs: 80 },
        ["echo=20.0", "echo=80.0"],
      ],
    ])("is a stack of its own by its %s", (_, a, b, names) => {
      const stacks = stacksIn(twice(shiftMm, a, b));
      expect(inBrief(stacks)).toEqual([
        `a1 30 ${names[0]}`,
        `b1 30 ${names[1]}`,
      ]);
      expect(stacks.flatMap(({ warnings }) => warnings)).toEqual([]);
    });
  },
);

it("tells a shorter pass between the slices of a longer one by the pause before it", () => {
  const stacks = stacksIn([
    ...passOf({
      name: "l",
      count: 10,
      stepMm: 5,
      fromMm: 31,
      number: 1,
      fieldsAt: (index) => ({ acquisitionTime: timeAt(36_900 + index) }),
    }),
    ...passOf({
      name: "a",
      count: 30,
      stepMm: 5,
      number: 11,
      fieldsAt: (index) => ({ acquisitionTime: timeAt(36_960 + index) }),
    }),
  ]);
  expect(inBrief(stacks)).toEqual([
    "l1 10 acquisition=101500",
    "a1 30 acquisition=101600",
  ]);
});

it("tells five passes apart of which each lies between the others", () => {
  const stacks = stacksIn(
    [0, 1, 2, 3, 4].flatMap((pass) =>
      passOf({
        name: `p${pass}s`,
        count: 20,
        stepMm: 5,
        fromMm: 0.6 * pass,
        number: 1 + 20 * pass,
        fieldsAt: () => ({ temporalPosition: pass + 1 }),
      }),
    ),
  );
  expect(stacks.map(({ images }) => images.length)).toEqual([
    20, 20, 20, 20, 20,
  ]);
});

/** Of the first odd slice and the first even one, and the step from each to the next. */
type Numbers = readonly [odd: number, even: number, step: number];

/** Odd slices, then even ones, of five millimetres between every two. */
function oddThenEven(
  fieldsOf: (turn: 1 | 2) => Fields,
  numbers: Numbers,
): ScannedInstance[] {
  const [odd, even, numberStep] = numbers;
  const slices = { count: 15, stepMm: 10, numberStep };
  return [
    ...passOf({
      ...slices,
      name: "o",
      number: odd,
      fieldsAt: () => fieldsOf(1),
    }),
    ...passOf({
      ...slices,
      name: "e",
      fromMm: 5,
      number: even,
      fieldsAt: () => fieldsOf(2),
    }),
  ];
}

const oneByOne: Numbers = [1, 16, 1];
const through: Numbers = [1, 2, 2];

describe("slices of two acquisitions, every second one of each", () => {
  const byNumber =
    (fields: Fields) =>
    (turn: 1 | 2): Fields => ({ ...fields, acquisitionNumber: turn });

  it.each<[string, (turn: 1 | 2) => Fields, Numbers]>([
    [
      "they are as thick as far apart",
      byNumber({ sliceThicknessMm: 5 }),
      oneByOne,
    ],
    ["there is a gap", byNumber({ sliceThicknessMm: 4 }), oneByOne],
    ["they are numbered through", byNumber({}), through],
    [
      "the second half comes after a pause",
      (turn) => ({
        sliceThicknessMm: 5,
        acquisitionTime: timeAt(36_900 + 60 * turn),
      }),
      oneByOne,
    ],
  ])("are one volume where %s", (_, fieldsOf, numbers) => {
    const stacks = stacksIn(oddThenEven(fieldsOf, numbers));
    expect(inBrief(stacks)).toEqual(["o1 30"]);
    expect(stacks[0]?.warnings).toEqual([]);
  });

  it.each<[string, (turn: 1 | 2) => Fields, Numbers]>([
    ["each fills its own steps", byNumber({ sliceThicknessMm: 10 }), through],
    ["they are numbered one by one", byNumber({}), oneByOne],
    ["both are numbered from the start", byNumber({}), [1, 1, 1]],
    [
      "they are time points",
      (turn) => ({ sliceThicknessMm: 5, temporalPosition: turn }),
      oneByOne,
    ],
  ])("are two passes where %s", (_, fieldsOf, numbers) => {
    const stacks = stacksIn(oddThenEven(fieldsOf, numbers));
    expect(stacks.map(({ images }) => images.length)).toEqual([15, 15]);
  });

  it("are one volume of each of two passes in four turns", () => {
    const stacks = stacksIn(
      [0, 1].flatMap((pass) =>
        [0, 1].flatMap((turn) =>
          passOf({
            name: `p${pass}t${turn}s`,
            count: 15,
            stepMm: 10,
            fromMm: 5 * turn,
            number: 1 + 30 * pass + 15 * turn,
            fieldsAt: () => ({
              sliceThicknessMm: 5,
              acquisitionNumber: 1 + 2 * pass + turn,
            }),
          }),
        ),
      ),
    );
    expect(inBrief(stacks)).toEqual([
      "p0t0s1 30 repeatedPosition=pass 1",
      "p1t0s1 30 repeatedPosition=pass 2",
    ]);
  });
});

it("keeps two passes of a few slices per turn of the tube out of one stack for each turn", () => {
  const stacks = stacksIn(
    [0, 1].flatMap((pass) =>
      passOf({
        name: `p${pass}s`,
        count: 24,
        stepMm: 5,
        number: 1 + 24 * pass,
        fieldsAt: (index) => ({
          acquisitionNumber: 1 + 6 * pass + Math.floor(index / 4),
        }),
      }),
    ),
  );
  expect(stacks.map(({ images }) => images.length)).toEqual([24, 24]);
});

it.each([
  [2, [30, 2]],
  [1, [31]],
])("takes %s slices that are acquired again for %j", (count, sizes) => {
  const stacks = stacksIn([
    ...passOf({
      name: "a",
      count: 30,
      stepMm: 5,
      number: 1,
      fieldsAt: () => ({ acquisitionNumber: 1 }),
    }),
    ...passOf({
      name: "again",
      count,
      stepMm: 5,
      fromMm: 50,
      number: 31,
      fieldsAt: () => ({ acquisitionNumber: 2 }),
    }),
  ]);
  expect(stacks.map(({ images }) => images.length)).toEqual(sizes);
});

describe("two echoes", () => {
  const echo = (name: string, count: number, fromMm: number, fields: Fields) =>
    passOf({
      name,
      count,
      stepMm: 5,
      fromMm,
      number: name === "a" ? 1 : 31,
      fieldsAt: () => ({ modality: "MR", ...fields }),
    });

  it("are apart though one covers a third of the other", () => {
    const stacks = stacksIn([
      ...echo("a", 30, 0, { echoTimeMs: 20 }),
      ...echo("b", 10, 50, { echoTimeMs: 80 }),
    ]);
    expect(inBrief(stacks)).toEqual(["a1 30 echo=20.0", "b1 10 echo=80.0"]);
  });

  it("are apart though nobody knows where they lie, if there are as many of each", () => {
    const nowhere = { imagePositionPatient: null };
    const of = (count: number) =>
      inBrief(
        stacksIn([
          ...echo("a", 10, 0, { ...nowhere, echoNumber: 1 }),
          ...echo("b", count, 0, { ...nowhere, echoNumber: 2 }),
        ]),
      );
    expect(of(10)).toEqual(["a1 10 echo=1", "b1 10 echo=2"]);
    expect(of(2)).toEqual(["a1 12"]);
  });
});

/** Slices turned about the left-right axis. */
function turned(
  degrees: number,
  [x, y, z]: Vector3,
  along: number,
): Pick<InstanceHeader, "imageOrientationPatient" | "imagePositionPatient"> {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    imageOrientationPatient: [
      [1, 0, 0],
      [0, cos, sin],
    ],
    imagePositionPatient: [x, y - sin * along, z + cos * along],
  };
}

describe("three angled blocks of four slices", () => {
  /** The discs of a spine, twice, numbered in turns. */
  const discs = (fieldsOf: (pass: 0 | 1) => Fields) =>
    ([0, 1] as const).flatMap((pass) =>
      [0, 10, 20].flatMap((degrees, block) =>
        [0, 1, 2, 3].map((slice) =>
          sliceOf(
            `p${pass}d${block}s${slice}`,
            0,
            (block * 4 + slice) * 2 + pass + 1,
            {
              modality: "MR",
              ...turned(degrees, [-100, -100, -40 * block], -4 * slice),
              ...fieldsOf(pass),
            },
          ),
        ),
      ),
    );

  it.each<[string, (pass: 0 | 1) => Fields, string[]]>([
    [
      "echo",
      (pass) => ({ echoTimeMs: pass === 0 ? 20 : 80 }),
      ["echo=20.0", "echo=80.0"],
    ],
    [
      "contrast medium",
      (pass) => contrast({ isGiven: pass === 1 ? true : null }),
      ["contrast", "contrast=enhanced"],
    ],
    [
      "time point",
      (pass) => ({ temporalPosition: pass + 1 }),
      ["temporalPosition=1", "temporalPosition=2"],
    ],
    [
      "acquisition",
      (pass) => ({ acquisitionNumber: pass + 1 }),
      ["acquisition=1", "acquisition=2"],
    ],
  ])("are two stacks by %s, block after block", (_, fieldsOf, names) => {
    const stacks = stacksIn(discs(fieldsOf));
    expect(stacks.map(({ splitBy }) => splitBy[0])).toEqual(
      names.map((name) => name.split("=")[0]),
    );
    expect(inBrief(stacks)).toEqual(
      names.map((name, pass) =>
        `p${pass}d0s0 12 ${name.includes("=") ? name : ""}`.trim(),
      ),
    );
    expect(
      stacks[1]?.images.map(({ instance }) => instance.source.path),
    ).toEqual([
      ...["p1d0s0", "p1d0s1", "p1d0s2", "p1d0s3"],
      ...["p1d1s0", "p1d1s1", "p1d1s2", "p1d1s3"],
      ...["p1d2s0", "p1d2s1", "p1d2s2", "p1d2s3"],
    ]);
  });

  it("are one stack though each has an acquisition of its own", () => {
    const stacks = stacksIn(
      discs(() => ({}))
        .filter((_, index) => index < 12)
        .map((instance, index) => ({
          ...instance,
          header: {
            ...instance.header,
            acquisitionNumber: 1 + Math.floor(index / 4),
          },
        })),
    );
    expect(inBrief(stacks)).toEqual(["p0d0s0 12"]);
  });
});

it("tells whole passes at slightly other angles apart by their time", () => {
  const stacks = stacksIn(
    [0, 4, 8].flatMap((degrees, pass) =>
      Array.from({ length: 20 }, (_, slice) =>
        sliceOf(`p${pass}s${slice}`, 0, 1 + 20 * pass + slice, {
          modality: "MR",
          temporalPosition: pass + 1,
          ...turned(degrees, [-100, -100, 0], -3 * slice),
        }),
      ),
    ),
  );
  expect(inBrief(stacks)).toEqual([
    "p0s0 20 temporalPosition=1",
    "p1s0 20 temporalPosition=2",
    "p2s0 20 temporalPosition=3",
  ]);
});
