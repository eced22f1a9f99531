// One part of a series to a stack: order, plane, suggestions, warnings.
import type { StackId } from "../../shared/identifiers.ts";
import type { Plane, SplitCriterion } from "../../shared/stackFacts.ts";
import { isContrastPhase, type ContrastPhase } from "../model/contrastState.ts";
import type { Stack } from "../model/stack.ts";
import { isBolusTrackingPart, isLocaliserPart } from "./defaultSelection.ts";
import { planeOf, sliceGeometry } from "./geometry.ts";
import { inDisplayOrder } from "./imageOrder.ts";
import { heldBackReason, isProjection } from "./objectTypes.ts";
import type { SeriesImage } from "./seriesImages.ts";
import { suggestSpecifics } from "./specifics.ts";
import type { StackPart } from "./splitSeries.ts";
import type { SharedUIDs } from "./versions.ts";
import { stackWarnings } from "./stackWarnings.ts";

/** Criteria whose values a reader knows. The others name UIDs, or say what the card shows anyway. */
const readable: ReadonlySet<SplitCriterion> = new Set([
  "acquisition",
  "bValue",
  "contrast",
  "echo",
  "imageComponent",
  "kernel",
  "repeatedPosition",
  "temporalPosition",
  "velocityEncoding",
  "version",
] satisfies SplitCriterion[]);

/** What is known of a part beside its images. */
export interface StackFacts {
  readonly id: StackId;
  readonly selectedByDefault: boolean;
  /** How many passes over its region it stands for: more than one where it alone of them is on. */
  readonly passes: number;
  readonly shared: SharedUIDs;
}

/** Makes the stack of a part. */
export function makeStack(part: StackPart, facts: StackFacts): Stack {
  const ordered = inDisplayOrder(part.images);
  const middle = ordered[Math.floor(ordered.length / 2)];
  if (middle === undefined) throw new Error("A stack without images");
  const heldBack = heldBackReason(middle.header);
  const isLocaliser = isLocaliserPart(part);
  return {
    id: facts.id,
    splitBy: part.splitBy,
    traits: part.traits
      .filter((trait) => trait.separates && readable.has(trait.criterion))
      .map(({ criterion, value }) => ({ criterion, value })),
    plane: planeOfStack(ordered),
    specifics:
      heldBack === null && !isLocaliser && !isBolusTrackingPart(part)
        ? suggestSpecifics(middle.header, phaseOf(part))
        : "",
    images: ordered.map(({ instance, frame }) => {
      const shared = facts.shared.get(instance);
      return { instance, frame, ...(shared !== undefined && { shared }) };
    }),
    selectedByDefault: facts.selectedByDefault,
    heldBack,
    warnings: stackWarnings(ordered, {
      isLocaliser,
      passes: facts.passes,
      shared: facts.shared,
    }),
  };
}

/** The phase of contrast that sets a part apart; null where nothing does, or only the time. */
function phaseOf({ traits }: StackPart): ContrastPhase | null {
  const named = traits.flatMap(({ criterion, value }) =>
    criterion === "contrast" && isContrastPhase(value) ? [value] : [],
  );
  // The first is by words; an agent says less.
  return named[0] ?? null;
}

/** The plane all slices share; Oblique if they do not; null for images that are no slices or do not say. */
function planeOfStack(images: readonly SeriesImage[]): Plane | null {
  const planes = new Set<Plane | null>();
  for (const { header } of images) {
    const liesInPatient = !isProjection(header) && !header.isPlacedInVolume;
    const geometry = liesInPatient ? sliceGeometry(header) : null;
    planes.add(geometry === null ? null : planeOf(geometry.normal));
  }
  const [plane = null] = planes;
  if (planes.size === 1) return plane;
  return planes.has(null) ? null : "Oblique";
}
