// Puts together what was found in pieces of one printed line: faint letters fall out of the middle of it.
import type { PixelBox } from "../../shared/mask.ts";
import type { TextLine } from "./findTextLines.ts";

/** True for pieces side by side, or over one another. */
export function isBeside(a: PixelBox, b: PixelBox): boolean {
  const gap =
    Math.max(a.left, b.left) - Math.min(a.left + a.width, b.left + b.width);
  const shared =
    Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  const lower = Math.min(a.height, b.height);
  return gap <= 1.5 * lower && shared >= 0.6 * lower;
}

/** Members in groups, each of which meets another of its group. */
export function grouped<Member>(
  members: readonly Member[],
  isSame: (a: Member, b: Member) => boolean,
): readonly Member[][] {
  const groups: Member[][] = [];
  for (const member of members) {
    const [first, ...others] = groups.filter((group) =>
      group.some((other) => isSame(other, member)),
    );
    if (first === undefined) {
      groups.push([member]);
      continue;
    }
    first.push(member, ...others.flat());
    for (const other of others) groups.splice(groups.indexOf(other), 1);
  }
  return groups;
}

/** The line that all pieces are of, as its likeliest piece looks; null for none. */
export function joinedLine(pieces: readonly TextLine[]): TextLine | null {
  const [likeliest] = [...pieces].sort((a, b) => b.score - a.score);
  if (likeliest === undefined) return null;
  const boxes = pieces.map(({ box }) => box);
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.left + box.width));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  return {
    ...likeliest,
    box: { left, top, width: right - left, height: bottom - top },
    letters: pieces.reduce((sum, { letters }) => sum + letters, 0),
    letterHeight: Math.max(...pieces.map(({ letterHeight }) => letterHeight)),
  };
}
