// The radiographs of one case, each with what keeps it from being sent. Pure.
import type { StackId } from "../../shared/identifiers.ts";
import type {
  FilmObstacle,
  FilmPlace,
  FilmQuestion,
  FilmView,
  SavedLook,
} from "../../shared/secondLook.ts";
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import { mayUpload } from "../archive/licence/licenceGate.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import { outcomeOf, type PreparedCase } from "../casefile/preparedCase.ts";
import { stackTextView, type SearchOf } from "../casefile/textFindings.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import type { StackImage } from "../model/stack.ts";
import type { SpooledFile } from "../ports/spool.ts";
import { filmFacts, isRadiograph } from "./filmEligibility.ts";

/** More films than anybody teaches with; the rest is not listed. */
const mostFilms = 200;

type ReadFilm = NonNullable<SavedLook["film"]>;

/** What films are judged by. */
export interface CaseImages {
  readonly stacks: readonly ChosenStack[];
  readonly prepared: PreparedCase | null;
  readonly searchOf: SearchOf;
  /** What the user accepted and typed. */
  readonly draft: Pick<CaseDraft, "acceptedFindings" | "form">;
  /** Series of public archives among them, with what their licences allow. */
  readonly publicSeries: readonly PublicSeries[];
}

/** The radiographs of a case, in its order. */
export function caseFilms(images: CaseImages): readonly FilmView[] {
  const films: FilmView[] = [];
  for (const chosen of images.stacks)
    for (const [index, image] of chosen.images.entries()) {
      if (films.length === mostFilms) return films;
      if (isRadiograph(image)) films.push(filmView(images, chosen, index));
    }
  return films;
}

/** A film that may be sent, if its questions are answered: its image and its verified copy. */
export interface ReadyFilm {
  readonly image: StackImage;
  readonly copy: SpooledFile;
  /** The stack is shown backwards. */
  readonly isReversed: boolean;
}

/** The film at this place; null while anything keeps it from being sent. */
export function readyFilm(
  images: CaseImages,
  stackId: StackId,
  imageIndex: number,
  answered: readonly FilmQuestion[],
): ReadyFilm | null {
  const chosen = images.stacks.find(({ stack }) => stack.id === stackId);
  const image = chosen?.images[imageIndex];
  if (chosen === undefined || image === undefined || !isRadiograph(image))
    return null;
  const { obstacles, questions } = filmView(images, chosen, imageIndex);
  const outcome = outcomeOf(images.prepared, chosen, imageIndex);
  return obstacles.length === 0 &&
    questions.every((question) => answered.includes(question)) &&
    outcome?.ok === true
    ? {
        image,
        copy: outcome.value,
        isReversed: chosen.choices.isReversed,
      }
    : null;
}

function filmView(
  images: CaseImages,
  chosen: ChosenStack,
  imageIndex: number,
): FilmView {
  const image = chosen.images[imageIndex];
  const facts =
    image === undefined
      ? { obstacles: [], questions: [] }
      : filmFacts(image, images.draft.form.age ?? "");
  return {
    stackId: chosen.stack.id,
    stackNumber: images.stacks.indexOf(chosen) + 1,
    imageIndex,
    imageCount: chosen.images.length,
    seriesDescription: chosen.stack.description ?? chosen.series.description,
    viewPosition: image?.instance.header.viewPosition ?? "",
    obstacles: [
      ...licenceObstacles(images, chosen),
      ...facts.obstacles,
      ...copyObstacles(images, chosen, imageIndex),
    ],
    questions: facts.questions,
  };
}

/** Where a film that was read stands now; null if the case does not hold it any more. */
export function filmPlace(
  stacks: CaseImages["stacks"],
  { stackId, imageIndex, isReversed = false }: ReadFilm,
): FilmPlace | null {
  const index = stacks.findIndex(({ stack }) => stack.id === stackId);
  const chosen = stacks[index];
  if (chosen === undefined || imageIndex >= chosen.images.length) return null;
  const imageCount = chosen.images.length;
  const mirrored = imageCount - 1 - imageIndex;
  const isTurned = isReversed !== chosen.choices.isReversed;
  return {
    filmId: `${stackId} ${isReversed ? mirrored : imageIndex}`,
    stackNumber: index + 1,
    imageNumber: (isTurned ? mirrored : imageIndex) + 1,
    imageCount,
  };
}

/** The same gate as before a case is sent: forbidden and unknown licences let nothing out (archives reference, section 11). */
function licenceObstacles(
  { publicSeries }: CaseImages,
  { series }: ChosenStack,
): FilmObstacle[] {
  const uid: string = series.seriesInstanceUID;
  const known = publicSeries.find(
    ({ seriesInstanceUID }) => seriesInstanceUID === uid,
  );
  if (known === undefined) return [];
  const allowed = mayUpload(known.verdict, known.decision);
  if (allowed.ok) return [];
  const { failure } = allowed;
  return [
    {
      kind: "licence",
      reason:
        failure.kind === "licenceBlocked"
          ? failure.reason
          : "nonCommercialUnconfirmed",
    },
  ];
}

/** What the checks of the case say of this image: only what they passed leaves. */
function copyObstacles(
  images: CaseImages,
  chosen: ChosenStack,
  imageIndex: number,
): FilmObstacle[] {
  if (!chosen.isSelected || !chosen.keptIndexes.includes(imageIndex))
    return [{ kind: "notSelected" }];
  const text = textObstacles(images, chosen, imageIndex);
  const outcome = outcomeOf(images.prepared, chosen, imageIndex);
  // No copy is made while text is open: preparing is no remedy then.
  if (outcome === undefined)
    return text.length > 0 ? text : [{ kind: "notPrepared" }];
  return outcome.ok
    ? text
    : [...text, { kind: "refused", reason: outcome.failure }];
}

function textObstacles(
  { searchOf, draft }: CaseImages,
  chosen: ChosenStack,
  imageIndex: number,
): FilmObstacle[] {
  const search = searchOf(chosen.stack);
  const end = chosen.images.length - 1;
  const own = chosen.choices.isReversed ? end - imageIndex : imageIndex;
  // What nobody could look at does not go to a third party, whatever the user said for the case.
  if (
    search.kind !== "looked" ||
    search.outcome.unseen.some(({ image }) => image === own)
  )
    return [{ kind: "textNotLookedFor" }];
  const { findings } = stackTextView(chosen, search, draft.acceptedFindings);
  const left = findings.filter(
    ({ rank, status, images: range }) =>
      range.first <= imageIndex &&
      imageIndex <= range.last &&
      (status.kind === "open"
        ? rank !== "technical"
        : status.kind === "accepted" && rank === "patientWord"),
  );
  return left.length === 0
    ? []
    : [{ kind: "unmaskedText", count: left.length }];
}
