// What was left out as text to hand on: by numbers and reasons, without a name of a file.
import type { LeftOutCount, RefusedPlace } from "../snapshot.ts";
import { leftOutWords } from "./leftOutWords.ts";
import { countOf, formatCount } from "./quantities.ts";
import { groupPlaces, numbersInWords } from "./refusedGroups.ts";

/** One line of refused images: where they stand, why they were refused, what to do. */
export interface RefusedLine {
  readonly where: string;
  readonly title: string;
  readonly why: string;
}

/** Refused images, a line for each stack and reason. `mostRuns`: of numbers in a line, before the rest is only counted. */
export function refusedLines(
  refused: readonly RefusedPlace[],
  mostRuns?: number,
): readonly RefusedLine[] {
  return groupPlaces(refused).map(({ first, imageNumbers }) => {
    const { title, why } = leftOutWords(first.reason);
    const { stackNumber, stackLabel } = first;
    const stack =
      stackNumber === null
        ? "A stack not sent"
        : `Stack ${String(stackNumber)}`;
    const label = stackLabel.trim() === "" ? "" : ` (${stackLabel.trim()})`;
    return {
      where: `${stack}${label}, ${numbersInWords(imageNumbers, mostRuns)}`,
      title,
      why,
    };
  });
}

/** The whole list as plain text: each refused image by its numbers, every other file by its reason. */
export function leftOutText(
  counts: readonly LeftOutCount[],
  refused: readonly RefusedPlace[],
): string {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return [
    `Casedrop: ${countOf(total, "file")} left out`,
    ...(refused.length === 0
      ? []
      : ["", countOf(refused.length, "refused image")]),
    ...refusedLines(refused, refused.length).map(
      ({ where, title, why }) => `${where}: ${title}. ${why}`,
    ),
    ...(counts.length === 0 ? [] : ["", "Files by reason"]),
    ...counts.map(
      ({ reason, count }) =>
        `${formatCount(count)}: ${leftOutWords(reason).title}`,
    ),
    "",
  ].join("\n");
}
