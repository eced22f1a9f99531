// Drawings that are no text and could be taken for it: rulers, grids, curves, colour boxes, implants.
import { between, oneOf, type Dice } from "./anatomy.ts";
import { grey, type Canvas, type Colour, type Point } from "./canvas.ts";

type Decoy = (canvas: Canvas, dice: Dice) => void;

/** Draws up to three decoys of the modality. */
export function addDecoys(
  canvas: Canvas,
  modality: string,
  dice: Dice,
): readonly string[] {
  const choices = Object.entries(decoysOf(modality));
  const drawn: string[] = [];
  for (let count = 1 + Math.floor(dice() * 3); count > 0; count -= 1) {
    const [name, draw] = oneOf(dice, choices);
    draw(canvas, dice);
    drawn.push(name);
  }
  return drawn;
}

function decoysOf(modality: string): Readonly<Record<string, Decoy>> {
  switch (modality) {
    case "US":
      return { ruler, colourBar, doppler, curve, calipers, focus, dots };
    case "CR":
      return { ruler, collimator, implant, wires, step };
    case "CT":
      return { ruler, implant, frame, crosshair, grid };
    default:
      return { ruler, colourBar, curve, grid, frame, dots, icons, crosshair };
  }
}

function ruler(canvas: Canvas, dice: Dice): void {
  const isUpright = dice() < 0.7;
  const colour = grey(between(dice, 0.6, 1));
  const step = between(dice, 5, 40);
  const [minor, major] = [between(dice, 3, 8), between(dice, 7, 16)];
  const offset = oneOf(dice, [12, 40, 80]);
  const length = (isUpright ? canvas.rows : canvas.columns) * 0.8;
  const side = isUpright ? canvas.columns - offset : canvas.rows - offset;
  const thickness = oneOf(dice, [1, 1, 2]);
  const place = (along: number, across: number): Point =>
    isUpright
      ? { x: Math.round(side - across), y: Math.round(along) }
      : { x: Math.round(along), y: Math.round(side - across) };
  const start = canvas.rows * 0.1;
  for (let at = 0, count = 0; at < length; at += step, count += 1)
    canvas.line(
      place(start + at, 0),
      place(start + at, count % 5 === 0 ? major : minor),
      { colour, thickness },
    );
  if (dice() < 0.5)
    canvas.line(place(start, 0), place(start + length, 0), {
      colour,
      thickness,
    });
}

function colourBar(canvas: Canvas, dice: Dice): void {
  const left = dice() < 0.5 ? 10 : canvas.columns - 34;
  const top = canvas.rows * between(dice, 0.1, 0.4);
  const height = canvas.rows * between(dice, 0.2, 0.5);
  const isGrey = dice() < 0.5;
  for (let y = 0; y < height; y += 1) {
    const part = y / height;
    const colour: Colour = isGrey
      ? grey(1 - part)
      : part < 0.5
        ? [1, 1 - 2 * part, 0]
        : [0, 2 * part - 1, 1];
    canvas.rectangle({ left, top: top + y, width: 18, height: 1 }, colour);
  }
}

function doppler(canvas: Canvas, dice: Dice): void {
  const x = canvas.columns * between(dice, 0.35, 0.6);
  const y = canvas.rows * between(dice, 0.3, 0.5);
  const [width, height] = [between(dice, 60, 180), between(dice, 60, 160)];
  for (let blob = 0; blob < 14; blob += 1) {
    const isRed = dice() < 0.5;
    const radius = between(dice, 3, 14);
    const [cx, cy] = [x + dice() * width, y + dice() * height];
    for (let dy = -radius; dy < radius; dy += 1)
      for (let dx = -radius; dx < radius; dx += 1) {
        const bulge = 1 - Math.hypot(dx, dy) / radius;
        if (bulge > 0.15 + 0.2 * dice())
          canvas.blend(Math.round(cx + dx), Math.round(cy + dy), {
            colour: isRed ? [0.9, bulge, 0.1] : [0.1, bulge, 0.95],
            coverage: 0.85,
          });
      }
  }
  const pen = {
    colour: oneOf<Colour>(dice, [
      [1, 1, 1],
      [0.2, 1, 0.2],
    ]),
    thickness: 1,
  };
  canvas.path(
    [
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
      { x, y },
    ],
    pen,
  );
}

/** A trace such as an electrocardiogram, or the edge of a spectrum. */
function curve(canvas: Canvas, dice: Dice): void {
  const base = canvas.rows * between(dice, 0.7, 0.92);
  const beat = between(dice, 50, 140);
  const height = between(dice, 10, 45);
  const colour = oneOf<Colour>(dice, [
    [0.2, 1, 0.3],
    [1, 1, 1],
    [1, 0.9, 0.1],
  ]);
  const points: Point[] = [];
  for (let x = 10; x < canvas.columns - 10; x += 2) {
    const phase = (x % beat) / beat;
    const spike =
      phase > 0.3 && phase < 0.36 ? 1 - Math.abs(phase - 0.33) / 0.03 : 0;
    const wave = Math.exp(-(((phase - 0.6) / 0.07) ** 2)) * 0.25;
    points.push({ x, y: base - height * (spike + wave) + (dice() - 0.5) });
  }
  canvas.path(points, { colour, thickness: 1.3 });
}

function calipers(canvas: Canvas, dice: Dice): void {
  const colour = oneOf<Colour>(dice, [
    [1, 1, 1],
    [1, 1, 0],
    [0, 1, 0.3],
  ]);
  const pen = { colour, thickness: 1 };
  const places = Array.from({ length: 2 + Math.floor(dice() * 3) }, () => ({
    x: Math.round(canvas.columns * between(dice, 0.3, 0.7)),
    y: Math.round(canvas.rows * between(dice, 0.2, 0.8)),
  }));
  for (const { x, y } of places) {
    canvas.line({ x: x - 5, y }, { x: x + 5, y }, pen);
    canvas.line({ x, y: y - 5 }, { x, y: y + 5 }, pen);
  }
  const [from, to] = places;
  if (from === undefined || to === undefined) return;
  const count = Math.floor(Math.hypot(to.x - from.x, to.y - from.y) / 7);
  for (let dot = 1; dot < count; dot += 1)
    canvas.blend(
      Math.round(from.x + ((to.x - from.x) * dot) / count),
      Math.round(from.y + ((to.y - from.y) * dot) / count),
      { colour, coverage: 1 },
    );
}

/** The triangles that mark the focus. */
function focus(canvas: Canvas, dice: Dice): void {
  const x = canvas.columns - between(dice, 30, 90);
  for (let count = 1 + Math.floor(dice() * 3); count > 0; count -= 1) {
    const y = canvas.rows * between(dice, 0.2, 0.8);
    for (let row = -5; row <= 5; row += 1)
      for (let column = 0; column <= 5 - Math.abs(row); column += 1)
        canvas.blend(Math.round(x - column), Math.round(y + row), {
          colour: [1, 1, 0.2],
          coverage: 1,
        });
  }
}

function dots(canvas: Canvas, dice: Dice): void {
  const step = between(dice, 8, 30);
  const x = canvas.columns * between(dice, 0.1, 0.9);
  for (let y = canvas.rows * 0.1; y < canvas.rows * 0.9; y += step)
    canvas.rectangle({ left: x, top: y, width: 2, height: 2 }, grey(0.9));
}

function collimator(canvas: Canvas, dice: Dice): void {
  const slant = between(dice, -40, 40);
  const edge = canvas.columns * between(dice, 0.05, 0.2);
  const level = oneOf(dice, [0, 0.02, 1]);
  for (let y = 0; y < canvas.rows; y += 1)
    for (let x = 0; x < edge + (slant * y) / canvas.rows; x += 1)
      canvas.blend(x, y, { colour: grey(level), coverage: 1 });
}

/** Screws and plates. */
function implant(canvas: Canvas, dice: Dice): void {
  const scale = canvas.columns / 1024;
  const x = canvas.columns * between(dice, 0.35, 0.65);
  const y = canvas.rows * between(dice, 0.3, 0.6);
  const colour = grey(between(dice, 0.85, 1));
  const count = 3 + Math.floor(dice() * 4);
  canvas.line(
    { x, y },
    { x, y: y + count * 46 * scale },
    { colour, thickness: between(dice, 6, 14) * scale },
  );
  for (let screw = 0; screw < count; screw += 1) {
    const top = y + (screw + 0.5) * 46 * scale;
    const length = between(dice, 40, 90) * scale;
    canvas.line(
      { x, y: top },
      { x: x + length, y: top + 6 },
      { colour, thickness: 5 * scale },
    );
    for (let thread = 8; thread < length; thread += 7 * scale)
      canvas.line(
        { x: x + thread, y: top - 6 * scale },
        { x: x + thread + 2, y: top + 8 * scale },
        { colour, thickness: 2 * scale },
      );
  }
}

/** Sternal wires and leads. */
function wires(canvas: Canvas, dice: Dice): void {
  const x = canvas.columns * between(dice, 0.46, 0.54);
  const colour = grey(between(dice, 0.8, 1));
  for (let loop = 0; loop < 5; loop += 1) {
    const y = canvas.rows * (0.25 + loop * 0.08);
    const points = Array.from({ length: 22 }, (_, index) => ({
      x: x + 16 * Math.cos(index / 3.2) + dice(),
      y: y + 9 * Math.sin(index / 3.2) + dice(),
    }));
    canvas.path(points, { colour, thickness: 2 });
  }
  const lead = Array.from({ length: 60 }, (_, index) => ({
    x: canvas.columns * (0.2 + index / 100) + 30 * Math.sin(index / 7),
    y: canvas.rows * (0.3 + 0.002 * index) + 60 * Math.sin(index / 11),
  }));
  canvas.path(lead, { colour, thickness: between(dice, 1.5, 4) });
}

/** A step wedge. */
function step(canvas: Canvas, dice: Dice): void {
  const left = canvas.columns * between(dice, 0.1, 0.7);
  const width = between(dice, 14, 40);
  for (let index = 0; index < 10; index += 1)
    canvas.rectangle(
      { left: left + index * width, top: canvas.rows - 80, width, height: 50 },
      grey(0.1 + index * 0.09),
    );
}

/** A region of interest or an outlined box. */
function frame(canvas: Canvas, dice: Dice): void {
  const [x, y] = [
    canvas.columns * between(dice, 0.2, 0.6),
    canvas.rows * between(dice, 0.2, 0.6),
  ];
  const [a, b] = [between(dice, 8, 60), between(dice, 8, 60)];
  const colour = oneOf<Colour>(dice, [
    [1, 1, 1],
    [1, 1, 0],
    [0, 1, 1],
  ]);
  const points =
    dice() < 0.5
      ? [
          { x, y },
          { x: x + a, y },
          { x: x + a, y: y + b },
          { x, y: y + b },
          { x, y },
        ]
      : Array.from({ length: 41 }, (_, index) => ({
          x: x + a * Math.cos((index / 20) * Math.PI),
          y: y + b * Math.sin((index / 20) * Math.PI),
        }));
  canvas.path(points, { colour, thickness: oneOf(dice, [1, 1.5, 2]) });
}

function crosshair(canvas: Canvas, dice: Dice): void {
  const x = Math.round(canvas.columns * between(dice, 0.3, 0.7));
  const y = Math.round(canvas.rows * between(dice, 0.3, 0.7));
  const pen = { colour: grey(between(dice, 0.6, 1)), thickness: 1 };
  const dash = oneOf(dice, [6, 10, 4000]);
  for (let at = 0; at < canvas.columns; at += dash * 2)
    canvas.line({ x: at, y }, { x: at + dash, y }, pen);
  for (let at = 0; at < canvas.rows; at += dash * 2)
    canvas.line({ x, y: at }, { x, y: at + dash }, pen);
}

function grid(canvas: Canvas, dice: Dice): void {
  const cell = between(dice, 9, 60);
  const size = Math.floor(between(dice, 3, 9));
  const left = Math.round(between(dice, 5, canvas.columns - size * cell - 5));
  const top = Math.round(between(dice, 5, canvas.rows - size * cell - 5));
  const pen = { colour: grey(between(dice, 0.5, 1)), thickness: 1 };
  for (let index = 0; index <= size; index += 1) {
    const at = Math.round(index * cell);
    const end = Math.round(size * cell);
    canvas.line({ x: left + at, y: top }, { x: left + at, y: top + end }, pen);
    canvas.line({ x: left, y: top + at }, { x: left + end, y: top + at }, pen);
  }
}

/** Buttons with arrows and boxes, as viewers have them. */
function icons(canvas: Canvas, dice: Dice): void {
  const top = oneOf(dice, [6, canvas.rows - 34]);
  const colour = grey(between(dice, 0.3, 0.9));
  for (let index = 0; index < 3 + dice() * 5; index += 1) {
    const left = 20 + index * 44;
    const pen = { colour, thickness: 1 };
    canvas.path(
      [
        { x: left, y: top },
        { x: left + 28, y: top },
        { x: left + 28, y: top + 28 },
        { x: left, y: top + 28 },
        { x: left, y: top },
      ],
      pen,
    );
    if (index % 2 === 0)
      canvas.line(
        { x: left + 7, y: top + 21 },
        { x: left + 21, y: top + 7 },
        pen,
      );
    else
      canvas.rectangle(
        { left: left + 9, top: top + 9, width: 10, height: 10 },
        colour,
      );
  }
}
