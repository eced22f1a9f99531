// Parts of a series.
import type { SeriesImage } from "./seriesImages.ts";

/** What some of the images, or files, of a group have in common by one criterion. */
export interface PartOf<Member> {
  readonly value: string;
  readonly members: readonly Member[];
}

/** A part of the images of a series. */
export type Part = PartOf<SeriesImage>;

/** Parts of equal value, in the order in which the values first occur. */
export function partsByValue<Member>(
  members: readonly Member[],
  valueOf: (member: Member) => string,
): readonly PartOf<Member>[] {
  const parts = new Map<string, Member[]>();
  for (const member of members) {
    const value = valueOf(member);
    const part = parts.get(value);
    if (part === undefined) parts.set(value, [member]);
    else part.push(member);
  }
  return [...parts].map(([value, part]) => ({ value, members: part }));
}
