// Makes findings for the user of the lines that turned out to be text.
import { createHash, type Hash } from "node:crypto";
import type { TextFinding, TextRank } from "../../shared/burnedInText.ts";
import type { StackId } from "../../shared/identifiers.ts";
import type { PixelBox } from "../../shared/mask.ts";
import type { LineTrack } from "./lineTracker.ts";
import { grouped, isBeside } from "./pieces.ts";

/** Pieces of one printed line that were found apart. */
type TrackGroup = LineTrack[];

const gravity: readonly TextRank[] = ["patientWord", "text", "technical"];

/** Findings, gravest first, then from the first image and the top down. */
export function textFindings(
  stackId: StackId,
  tracks: readonly LineTrack[],
  size: { readonly columns: number; readonly rows: number },
): readonly TextFinding[] {
  return groups(tracks.filter(({ text }) => text !== null))
    .map((group) => findingOf(stackId, group, size))
    .sort(byGravity);
}

/** Order of findings in a list. */
export function byGravity(a: TextFinding, b: TextFinding): number {
  return (
    gravity.indexOf(a.rank) - gravity.indexOf(b.rank) ||
    a.images.first - b.images.first ||
    a.box.top - b.box.top ||
    a.box.left - b.box.left
  );
}

function groups(tracks: readonly LineTrack[]): readonly TrackGroup[] {
  const sorted = [...tracks].sort((a, b) => a.line.box.left - b.line.box.left);
  return grouped(sorted, isSameLine);
}

/** True for pieces of one line whose images meet. */
function isSameLine(a: LineTrack, b: LineTrack): boolean {
  return (
    a.first <= b.last && b.first <= a.last && isBeside(placeOf(a), placeOf(b))
  );
}

function placeOf({ line, text }: LineTrack): PixelBox {
  return text?.box ?? line.box;
}

function findingOf(
  stackId: StackId,
  group: TrackGroup,
  size: { readonly columns: number; readonly rows: number },
): TextFinding {
  const rank =
    gravity.find((one) => group.some(({ text }) => text?.rank === one)) ??
    "text";
  const texts = group.flatMap(({ text }) => (text === null ? [] : [text]));
  const box = roomyBox(group, size);
  const images = {
    first: Math.min(...group.map(({ first }) => first)),
    last: Math.max(...group.map(({ last }) => last)),
  };
  const hash = createHash("sha256").update(
    JSON.stringify([stackId, box, images]),
  );
  for (const { ink } of group) hash.update(ink);
  const placeId = idFrom(hash);
  const matches = [...new Set(texts.flatMap((text) => text.matches))];
  return {
    findingId: findingIdOf(placeId, rank, matches),
    placeId,
    rank,
    box,
    images,
    words: [...new Set(texts.map(({ words }) => words))].join(" "),
    matches,
  };
}

/** Who accepts plain text has not accepted a word of the patient there, nor who accepts a name a date of birth as well. */
function findingIdOf(
  placeId: string,
  rank: TextRank,
  matches: TextFinding["matches"],
): string {
  if (rank === "text") return placeId;
  const said = JSON.stringify([placeId, rank, matches.toSorted()]);
  return idFrom(createHash("sha256").update(said));
}

function idFrom(hash: Hash): string {
  return hash.digest("hex").slice(0, 16);
}

/** The box of all pieces, with room for dots, accents and tails that the quick pass does not see. */
function roomyBox(
  group: TrackGroup,
  size: { readonly columns: number; readonly rows: number },
): PixelBox {
  const room = Math.ceil(
    Math.max(...group.map(({ line }) => line.letterHeight)) * 0.35,
  );
  const boxes = group.map(placeOf);
  const left = Math.max(0, Math.min(...boxes.map((box) => box.left)) - room);
  const top = Math.max(0, Math.min(...boxes.map((box) => box.top)) - room);
  const right = Math.min(
    size.columns,
    Math.max(...boxes.map((box) => box.left + box.width)) + room,
  );
  const bottom = Math.min(
    size.rows,
    Math.max(...boxes.map((box) => box.top + box.height)) + room,
  );
  return { left, top, width: right - left, height: bottom - top };
}
