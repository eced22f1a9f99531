// Text in the pixels of what `casedrop deidentify` would write: looked for as in the window, and what that means for each image.
import { emptyDraft, untouchedStack } from "../core/casefile/caseDraft.ts";
import { chooseStack, type ChosenStack } from "../core/casefile/caseImages.ts";
import {
  inDisplayOrder,
  stackTextView,
  type SearchOf,
} from "../core/casefile/textFindings.ts";
import { reasonToShow } from "../core/casefile/reasonToShow.ts";
import type { Stack, StackImage, StudyGroup } from "../core/model/stack.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { WordMatcher } from "../core/patientWords/wordMatcher.ts";
import type { TextFindingView, TextRank } from "../shared/burnedInText.ts";
import type { RefusalReason } from "../shared/failure.ts";
import type { StackId } from "../shared/identifiers.ts";
import type { Mask, PixelBox } from "../shared/mask.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { acceptedFindings, type AcceptedText } from "./acceptedText.ts";
import type { CliEnvironment } from "./environment.ts";
import { searchText } from "./searchText.ts";

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
      /** Of the same places, for `--accept-text`. */
      readonly ids: readonly string[];
    }
  | {
      readonly kind: "notLookedAt";
      /** Of all such images of the stack, for `--accept-text`. */
      readonly id: string;
      /** Why its pixels cannot be seen; null where the search ended before it came to the image. */
      readonly because: RefusalReason | null;
    };

/** An image that is not written for what is in its pixels. */
export interface RefusedForText {
  readonly image: StackImage;
  /** Of the image itself where its pixels are not there to be written either. */
  readonly reason: TextRefusal | RefusalReason;
}

/** What is known of the text in one image. */
export interface ImageText {
  readonly looked: boolean;
  readonly findings: readonly TextFindingView[];
}

/** What is known of the text in one stack. */
export interface StackText {
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

/** Looks through the chosen stacks; fails with a sentence if something is accepted that is not there. */
export async function lookForText(
  stacks: readonly ChosenStack[],
  asked: {
    readonly mode: TextMode;
    readonly accepted: AcceptedText;
    readonly patientWords: PatientWords;
  },
  environment: CliEnvironment,
): Promise<Result<TextOutcome, string>> {
  const { mode, patientWords } = asked;
  const words = new WordMatcher(patientWords);
  const { others } = asked.accepted;
  const acceptedReason = others === null ? null : reasonToShow(others, words);
  if (mode === "skip")
    return success({ mode, acceptedReason, stacks: stacks.map(notSearched) });
  const searchOf = await searchText(stacks, patientWords, environment);
  const accepted = acceptedFindings(stacks, searchOf, asked.accepted);
  if (!accepted.ok) return failed(accepted.failure);
  const toShow = Object.fromEntries(
    Object.entries(accepted.value).map(([id, reason]) => [
      id,
      reasonToShow(reason, words),
    ]),
  );
  return success({
    mode,
    acceptedReason,
    stacks: stacks.map((chosen) => stackText(chosen, searchOf, toShow, mode)),
  });
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
  const unseenReason = unseenReasons(chosen, search);
  const refused: RefusedForText[] = [];
  const unseenImages: StackImage[] = [];
  const images = new Map<StackImage, ImageText>();
  for (const [index, image] of chosen.images.entries()) {
    const onImage = findings.filter(
      (finding) =>
        finding.images.first <= index && index <= finding.images.last,
    );
    const because = unseenReason(index);
    const looked = because === undefined;
    images.set(image, { looked, findings: onImage });
    const reason = refusalFor(onImage, mode);
    if (reason !== null) refused.push({ image, reason });
    else if (looked || unseen.status.kind !== "open") continue;
    else if (mode === "report") unseenImages.push(image);
    else if (because !== null && pixelsNotThere.has(because.kind))
      refused.push({ image, reason: because });
    else {
      const id = unseen.findingId;
      refused.push({ image, reason: { kind: "notLookedAt", id, because } });
    }
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

/** Why nobody looked at the image at this place of the display order; undefined if somebody did. */
function unseenReasons(
  chosen: ChosenStack,
  search: ReturnType<SearchOf>,
): (index: number) => RefusalReason | null | undefined {
  if (search.kind !== "looked") return () => null;
  const reasons = new Map(
    search.outcome.unseen.map(({ image, reason }) => [
      inDisplayOrder({ first: image, last: image }, chosen).first,
      reason,
    ]),
  );
  return (index) => reasons.get(index);
}

/** What is refused for pixels that are not there to be copied either; others may only be beyond what can be decoded here. */
const pixelsNotThere: ReadonlySet<RefusalReason["kind"]> = new Set([
  "picture",
  "noPixelData",
  "pixelDataTruncated",
  "header",
  "framesNotFound",
  "sourceVanished",
  "sourceChanged",
  "unreadable",
] as const);

/** Of the gravest kind there is on the image. */
function refusalFor(
  onImage: readonly TextFindingView[],
  mode: TextMode,
): TextRefusal | null {
  const open = onImage.filter(({ status }) => status.kind === "open");
  const ranks =
    mode === "refuse"
      ? (["patientWord", "text"] as const)
      : (["patientWord"] as const);
  for (const rank of ranks) {
    const places = open.filter((finding) => finding.rank === rank);
    if (places.length > 0)
      return {
        kind: "burnedInText",
        rank,
        boxes: places.map(({ box }) => box),
        ids: places.map(({ findingId }) => findingId),
      };
  }
  return null;
}

/** True if images were chosen to be written that the window would not send. */
export function writesOpenText({ stacks }: TextOutcome): boolean {
  return stacks.some(
    ({ needALook, hasFailed }) => hasFailed || needALook.length > 0,
  );
}
