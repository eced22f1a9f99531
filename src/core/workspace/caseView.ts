// Turns the state of a case into what the window shows. Pure; no path and no UID goes out.
import type { VideoCoding } from "../../shared/failure.ts";
import type {
  LeftOutFile,
  StackView,
  StudyView,
} from "../../shared/snapshot.ts";
import { decidedFreeText } from "../deid/freeTextOfStack.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import { chosenStacksOf, type ChosenStack } from "../casefile/caseImages.ts";
import {
  effectiveCaseForm,
  effectiveStudyForms,
} from "../casefile/effectiveForms.ts";
import {
  daysBetween,
  suggestedAge,
  suggestedCaptions,
  suggestedGender,
} from "../casefile/headerSuggestions.ts";
import { remainingWarnings } from "../casefile/faceRemains.ts";
import { splitByPatient } from "../casefile/patients.ts";
import { fileFates } from "../casefile/sendAccount.ts";
import type { PreparedCase } from "../casefile/preparedCase.ts";
import {
  stackTextView,
  textObstacles,
  type SearchOf,
} from "../casefile/textFindings.ts";
import {
  missingFilePath,
  type MissingReference,
} from "../media/missingReferences.ts";
import { storedPixels } from "../deid/storedPixels.ts";
import type { GroupedImages, Stack, StudyGroup } from "../model/stack.ts";
import type { StackFactsFound } from "./stackFacts.ts";
import { pixelCodingOf } from "../pixels/codecs/pixelCodings.ts";

/** Tells whether pixel data of a transfer syntax can be shown. */
export type CanRender = (transferSyntaxUID: string) => boolean;

/** DA as YYYY-MM-DD for the screen, or as it is if it has another form. */
export function displayDate(dicomDate: string): string {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(dicomDate.trim());
  return match === null
    ? dicomDate.trim()
    : `${match[1] ?? ""}-${match[2] ?? ""}-${match[3] ?? ""}`;
}

/** Window of the middle slice: end slices carry misleading automatic ones (contract section 10, point 9). */
function middleWindow(chosen: ChosenStack): StackView["window"] {
  const middle = chosen.images[Math.floor(chosen.images.length / 2)];
  const header = middle?.instance.header;
  return header?.windowCenter == null ||
    header.windowWidth == null ||
    header.windowWidth <= 0
    ? null
    : { center: header.windowCenter, width: header.windowWidth };
}

/** What of a view does not follow from images and draft. */
export interface ViewSources {
  readonly canRender: CanRender;
  readonly searchOf: SearchOf;
  readonly factsOf: (stack: Stack) => StackFactsFound;
  /** What was refused does not leave. */
  readonly prepared: PreparedCase | null;
}

function stackView(
  chosen: ChosenStack,
  accepted: CaseDraft["acceptedFindings"],
  { canRender, searchOf, factsOf, prepared }: ViewSources,
): StackView {
  const header = chosen.images[chosen.keyImage]?.instance.header;
  const { picture } = chosen.stack;
  const facts = factsOf(chosen.stack);
  const search = searchOf(chosen.stack);
  return {
    stackId: chosen.stack.id,
    seriesNumber: chosen.series.number,
    seriesDescription: chosen.stack.description ?? chosen.series.description,
    modality: chosen.series.modality,
    plane: chosen.stack.plane,
    splitBy: chosen.stack.splitBy,
    traits: chosen.stack.traits,
    warnings: remainingWarnings(chosen),
    heldBack: chosen.stack.heldBack,
    canBeSelected: chosen.canBeSelected,
    isSelected: chosen.isSelected,
    imageCount: chosen.images.length,
    keptCount: chosen.keptIndexes.length,
    first: chosen.first,
    last: chosen.last,
    keepEvery: chosen.keepEvery,
    isReversed: chosen.choices.isReversed,
    keyImage: chosen.keyImage,
    perspective: chosen.perspective,
    specifics: chosen.specifics,
    rows: header?.pixels?.rows ?? 0,
    columns: header?.pixels?.columns ?? 0,
    canPreview:
      picture === undefined
        ? header?.pixelData != null && canRender(header.transferSyntaxUID)
        : picture !== "mp4",
    storedPixels:
      picture === undefined && header !== undefined
        ? storedPixels(header)
        : null,
    videoCoding: videoCodingOf(header?.transferSyntaxUID ?? ""),
    picture: picture ?? null,
    window: middleWindow(chosen),
    masks: chosen.choices.masks,
    maskProposals: facts.proposals,
    text: stackTextView(chosen, search, accepted),
    textObstacles: textObstacles(chosen, search, { accepted, prepared }),
    freeText: decidedFreeText(facts.freeText, {
      kept: chosen.choices.keptFreeText,
      accepted,
    }),
  };
}

function videoCodingOf(transferSyntaxUID: string): VideoCoding | null {
  const coding = pixelCodingOf(transferSyntaxUID);
  return coding.kind === "video" ? coding.coding : null;
}

/** What the window shows of the images of a case and of what was typed about them. */
export function imagesView(
  groups: GroupedImages,
  draft: CaseDraft,
  sources: ViewSources,
) {
  const patients = splitByPatient(groups.studies);
  return {
    form: effectiveCaseForm(draft, groups),
    studies: studyViews(groups, draft, { sources, patients }),
    suggestedAge: suggestedAge(groups),
    suggestedGender: suggestedGender(groups),
    patientCount: patients.length,
  };
}

type StudiesByPatient = ReturnType<typeof splitByPatient>;

/** From 1; null for a study of nobody. */
function patientNumberOf(
  study: StudyGroup,
  patients: StudiesByPatient,
): number | null {
  const place = patients.findIndex((own) => own.includes(study));
  return place < 0 ? null : place + 1;
}

/** The studies of a case, oldest first, with forms and stacks as chosen. */
function studyViews(
  groups: GroupedImages,
  draft: CaseDraft,
  {
    sources,
    patients,
  }: { readonly sources: ViewSources; readonly patients: StudiesByPatient },
): readonly StudyView[] {
  const forms = effectiveStudyForms(draft, groups);
  const captions = suggestedCaptions(groups.studies);
  const firstDate = groups.studies[0]?.date ?? "";
  return groups.studies.flatMap((study, index): StudyView[] => {
    const form = forms[index];
    if (form === undefined) return [];
    return [
      {
        studyKey: study.key,
        description: study.description,
        date: displayDate(study.date),
        daysSinceFirst: daysBetween(firstDate, study.date),
        suggestedCaption: captions[index] ?? "",
        dicomModality: study.modality,
        patientNumber: patientNumberOf(study, patients),
        form,
        stacks: chosenStacksOf(study, draft).map((chosen) =>
          stackView(chosen, draft.acceptedFindings, sources),
        ),
      },
    ];
  });
}

/** Files that are not sent and files that were not found, by their names below what was dropped. */
export function leftOutFiles({
  stacks,
  intake,
  preparation,
  record: { roots },
}: {
  readonly stacks: readonly ChosenStack[];
  readonly intake: {
    readonly groups: GroupedImages;
    readonly missing: readonly MissingReference[];
  };
  readonly preparation: { readonly prepared: PreparedCase | null };
  readonly record: { readonly roots: readonly string[] };
}): readonly LeftOutFile[] {
  const fates = fileFates(stacks, intake.groups.skipped, preparation.prepared);
  const leftOut = fates.flatMap(({ path, leftOut: reason }) =>
    reason === null ? [] : [{ name: nameBelowRoots(path, roots), reason }],
  );
  const notFound = intake.missing.map((reference) => ({
    name: nameBelowRoots(missingFilePath(reference), roots),
    reason: { kind: "notFound" } as const,
  }));
  return [...leftOut, ...notFound];
}

/** Path of a file below the root it was dropped with, root's own name included; for the screen only. */
export function nameBelowRoots(path: string, roots: readonly string[]): string {
  for (const root of roots) {
    // Dropped alone, a DICOMDIR stands for the folder of its disc.
    const trimmed = root.replace(/(?:[\\/]dicomdir(?:\.|;\d)?|[\\/]+)$/i, "");
    const parentLength =
      Math.max(trimmed.lastIndexOf("/"), trimmed.lastIndexOf("\\")) + 1;
    const isBelow =
      path === trimmed ||
      (path.startsWith(trimmed) && /[\\/!]/.test(path[trimmed.length] ?? ""));
    if (isBelow) return path.slice(parentLength);
  }
  return path.slice(
    Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1,
  );
}
