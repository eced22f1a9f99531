// Text in the pixels of what `casedrop deidentify` would write: looked for as in the window, and what that means for each image.
import { emptyDraft, untouchedStack } from "../core/casefile/caseDraft.ts";
import { chooseStack, type ChosenStack } from "../core/casefile/caseImages.ts";
import { stackTextView, type SearchOf } from "../core/casefile/textFindings.ts";
import { reasonToShow } from "../core/casefile/reasonToShow.ts";
import type { Stack, StackImage, StudyGroup } from "../core/model/stack.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { WordMatcher } from "../core/patientWords/wordMatcher.ts";
import type { TextFindingView, TextRank } from "../shared/burnedInText.ts";
import type { StackId } from "../shared/identifiers.ts";
import type { Mask, PixelBox } from "../shared/mask.ts";
import { textRemedy } from "../shared/messages/burnedInTextWords.ts";
import { countOf } from "../shared/messages/quantities.ts";
import type { CliEnvironment } from "./environment.ts";
import { acceptedText, searchText } from "./searchText.ts";

/**
 * What `--text` asks for. `refuse`: nothing is written that the window would not send: images with text that is neither
 * masked nor accepted, and images that nobody could look at. `report`: only words of the patient keep an image back;
 * the others are written and told. `skip`: nobody looks.
 */
export const textModes = ["refuse", "report", "skip"] as const;
export type TextMode = (typeof textModes)[number];

/** Why an image with text is not written. Never what the text says. */
export type TextRefusal =
  | {
      readonly kind: "burnedInText";
      readonly rank: Exclude<TextRank, "technical">;
      readonly boxes: readonly PixelBox[];
    }
  | { readonly kind: "notLookedAt" };

/** An image that is not written for what is in its pixels. */
export interface RefusedForText {
  readonly image: StackImage;
  readonly reason: TextRefusal;
}

/** What is known of the text in one image. */
export interface ImageText {
  readonly looked: boolean;
  readonly findings: readonly TextFindingView[];
}

/** What is known of the text in one stack. */
interface StackText {
  readonly stackId: StackId;
  /** In display order. */
  readonly images: ReadonlyMap<StackImage, ImageText>;
  readonly refused: readonly RefusedForText[];
  /** Neither looked at, nor refused, nor accepted as they are. */
  readonly unseen: readonly StackImage[];
  /** Places that look like text on images that are written. */
  readonly needALook: readonly TextFindingView[];
  readonly readImages: number;
  readonly hasFailed: boolean;
}

/** The outcome for everything that was chosen. */
export interface TextOutcome {
  readonly mode: TextMode;
  /** Why text was accepted, if that may be repeated; null if none was. */
  readonly acceptedReason: string | null;
  readonly stacks: readonly StackText[];
}

const nobodyLooked: ImageText = { looked: false, findings: [] };

/** Looks through the chosen stacks. */
export async function lookForText(
  stacks: readonly ChosenStack[],
  asked: {
    readonly mode: TextMode;
    readonly acceptedReason: string | null;
    readonly patientWords: PatientWords;
  },
  environment: CliEnvironment,
): Promise<TextOutcome> {
  const { mode, acceptedReason: reason, patientWords } = asked;
  const acceptedReason =
    reason === null
      ? null
      : reasonToShow(reason, new WordMatcher(patientWords));
  if (mode === "skip")
    return { mode, acceptedReason, stacks: stacks.map(notSearched) };
  const searchOf = await searchText(stacks, patientWords, environment);
  const accepted = acceptedText(stacks, searchOf, reason);
  return {
    mode,
    acceptedReason,
    stacks: stacks.map((chosen) => stackText(chosen, searchOf, accepted, mode)),
  };
}

/** The stacks of the command as the window would have them: all images, in display order, with their masks. */
export function wholeStack(
  study: StudyGroup,
  stack: Stack,
  masks: readonly Mask[],
): readonly ChosenStack[] {
  const choices = { ...untouchedStack, masks: [...masks] };
  const draft = { ...emptyDraft, stacks: { [stack.id]: choices } };
  return study.series
    .filter(({ stacks }) => stacks.includes(stack))
    .map((series) => ({
      ...chooseStack(study, series, stack, draft),
      isSelected: true,
    }));
}

function notSearched({ stack }: ChosenStack): StackText {
  return {
    stackId: stack.id,
    images: new Map(stack.images.map((image) => [image, nobodyLooked])),
    refused: [],
    unseen: [],
    needALook: [],
    readImages: 0,
    hasFailed: false,
  };
}

function stackText(
  chosen: ChosenStack,
  searchOf: SearchOf,
  accepted: Readonly<Record<string, string>>,
  mode: TextMode,
): StackText {
  const search = searchOf(chosen.stack);
  const { findings, unseen } = stackTextView(chosen, search, accepted);
  const isLookedAt = lookedAt(search);
  const refused: RefusedForText[] = [];
  const unseenImages: StackImage[] = [];
  const images = new Map<StackImage, ImageText>();
  for (const [index, image] of chosen.images.entries()) {
    const onImage = findings.filter(
      (finding) =>
        finding.images.first <= index && index <= finding.images.last,
    );
    const looked = isLookedAt(index);
    images.set(image, { looked, findings: onImage });
    const reason = refusalFor(onImage, mode);
    if (reason !== null) refused.push({ image, reason });
    else if (looked || unseen.status.kind !== "open") continue;
    else if (mode !== "report")
      refused.push({ image, reason: { kind: "notLookedAt" } });
    else unseenImages.push(image);
  }
  const isRefused = new Set(refused.map(({ image }) => image));
  return {
    stackId: chosen.stack.id,
    images,
    refused,
    unseen: unseenImages,
    needALook: findings.filter(
      (finding) =>
        finding.rank === "text" &&
        finding.status.kind === "open" &&
        chosen.images
          .slice(finding.images.first, finding.images.last + 1)
          .some((image) => !isRefused.has(image)),
    ),
    readImages: search.kind === "looked" ? search.outcome.readImages : 0,
    hasFailed: search.kind !== "looked",
  };
}

function lookedAt(search: ReturnType<SearchOf>): (index: number) => boolean {
  if (search.kind !== "looked") return () => false;
  const unseen = new Set(search.outcome.unseen.map(({ image }) => image));
  return (index) => !unseen.has(index);
}

/** Of the gravest kind there is on the image. */
function refusalFor(
  onImage: readonly TextFindingView[],
  mode: TextMode,
): TextRefusal | null {
  const open = onImage.filter(({ status }) => status.kind === "open");
  const boxesOf = (rank: TextRank) =>
    open.filter((finding) => finding.rank === rank).map(({ box }) => box);
  const patientWords = boxesOf("patientWord");
  if (patientWords.length > 0)
    return { kind: "burnedInText", rank: "patientWord", boxes: patientWords };
  const text = mode === "refuse" ? boxesOf("text") : [];
  return text.length > 0
    ? { kind: "burnedInText", rank: "text", boxes: text }
    : null;
}

/** What the report says of one image: places and kinds, never words. */
export function imageTextDocument({ looked, findings }: ImageText): unknown {
  return {
    looked,
    findings: findings.map(({ rank, box, matches, status }) => ({
      rank,
      box,
      matches,
      status: status.kind,
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

/** True if images were chosen to be written that the window would not send. */
export function writesOpenText({ stacks }: TextOutcome): boolean {
  return stacks.some(
    ({ needALook, hasFailed }) => hasFailed || needALook.length > 0,
  );
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
    refusedImages: sum(({ refused }) => refused.length),
    placesToLookAt: sum(({ needALook }) => needALook.length),
  };
}

function hasRefused(stacks: readonly StackText[]): boolean {
  return stacks.some(({ refused }) => refused.length > 0);
}

/** Places that look like text on images that are written, one line each, for stderr. */
export function needALookLines({ stacks }: TextOutcome): readonly string[] {
  return stacks.flatMap(({ stackId, needALook }) =>
    needALook.map(({ box, images }) => {
      const count = images.last - images.first + 1;
      return `Needs a look: stack ${stackId}, ${countOf(count, "image")} from ${images.first + 1}: text at ${boxWords(box)}.`;
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

/** A place in words. */
export function boxWords({ left, top, width, height }: PixelBox): string {
  return `${left},${top}, ${width} x ${height} pixels`;
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
