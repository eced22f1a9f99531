// What `casedrop deidentify` says of the text in pixels: places, kinds and counts, never words.
import type { PixelBox } from "../shared/mask.ts";
import { textRemedy } from "../shared/messages/burnedInTextWords.ts";
import { countOf } from "../shared/messages/quantities.ts";
import type {
  ImageText,
  RefusedForText,
  StackText,
  TextOutcome,
} from "./deidentifyText.ts";

/** What the report says of one image: places and kinds, never words. */
export function imageTextDocument({ looked, findings }: ImageText): unknown {
  return {
    looked,
    findings: findings.map(({ findingId, rank, box, matches, status }) => ({
      id: findingId,
      rank,
      box,
      matches,
      status: status.kind,
      ...(status.kind === "accepted" && { reason: status.reason }),
    })),
  };
}

/** The sums of the report. */
export function textDocument({
  mode,
  acceptedReason,
  stacks,
}: TextOutcome): unknown {
  return {
    mode,
    ...(acceptedReason !== null && { acceptedReason }),
    ...countsOf(stacks),
    ...(hasRefused(stacks) && { remedy: textRemedy }),
  };
}

function countsOf(stacks: readonly StackText[]) {
  const images = stacks.flatMap(({ images: each }) => [...each.values()]);
  const sum = (count: (stack: StackText) => number) =>
    stacks.reduce((total, stack) => total + count(stack), 0);
  const looked = images.filter((image) => image.looked).length;
  return {
    lookedImages: looked,
    readImages: sum(({ readImages }) => readImages),
    unseenImages: images.length - looked,
    refusedImages: sum(({ refused }) => refused.filter(isForText).length),
    placesToLookAt: sum(({ needALook }) => needALook.length),
  };
}

function hasRefused(stacks: readonly StackText[]): boolean {
  return stacks.some(({ refused }) => refused.some(isForText));
}

/** False for an image that is refused for what it is. */
function isForText({ reason }: RefusedForText): boolean {
  return reason.kind === "burnedInText" || reason.kind === "notLookedAt";
}

/** Places that look like text on images that are written, one line each, for stderr. */
export function needALookLines({ stacks }: TextOutcome): readonly string[] {
  return stacks.flatMap(({ stackId, needALook }) =>
    needALook.map(({ findingId, box, images }) => {
      const count = images.last - images.first + 1;
      return `Needs a look: stack ${stackId}, ${countOf(count, "image")} from ${images.first + 1}: text at ${placeWords(box, findingId)}.`;
    }),
  );
}

/** Images that are written though nobody could look at them, for stderr; none if there are none. */
export function unseenLines(count: number): readonly string[] {
  return count === 0
    ? []
    : [
        `${countOf(count, "image")} written though nobody could look at ${count === 1 ? "it" : "them"}: the pixels could not be decoded, so there may be text in them. ` +
          `Look yourself and say so with --accept-text and a reason, or keep such images back without --text report.`,
      ];
}

/** A place in words, with the id under which its text is accepted. */
export function placeWords(
  { left, top, width, height }: PixelBox,
  id: string,
): string {
  return `${left},${top}, ${width} x ${height} pixels (id ${id})`;
}

/** What the search came to, for people. */
export function textLinesOf(outcome: TextOutcome): readonly string[] {
  const { mode, stacks } = outcome;
  if (mode === "skip")
    return [
      "Nobody has looked for text in the pixels (--text skip): words of the patient may stand in any image that was written.",
    ];
  const { lookedImages, unseenImages, refusedImages, placesToLookAt } =
    countsOf(stacks);
  return [
    `Looked for text in the pixels of ${countOf(lookedImages, "image")}.`,
    ...(unseenImages > 0
      ? [
          `${countOf(unseenImages, "image")} could not be decoded: nobody has looked for text in ${unseenImages === 1 ? "it" : "them"}.`,
        ]
      : []),
    ...(placesToLookAt > 0
      ? [
          `${countOf(placesToLookAt, "place")} that may be text ${placesToLookAt === 1 ? "needs" : "need"} a look: such images were written because of --text report.`,
        ]
      : []),
    ...(hasRefused(stacks)
      ? [
          `${countOf(refusedImages, "image")} kept back for text in the pixels. ${textRemedy}`,
        ]
      : []),
  ];
}
