// What is known to have happened to one case, as told by its journal; immutable.
import type { Sha256Hex } from "../../shared/identifiers.ts";
import type {
  PlannedStack,
  PlannedStudy,
  UploadPlan,
} from "../model/uploadPlan.ts";
import type { SpooledFile } from "../ports/spool.ts";

/** The draft on the site. `intended` without more is in doubt unless the call is under way right now. */
export type CaseState =
  | { readonly kind: "notCreated" }
  | { readonly kind: "intended"; readonly atMs: number }
  | { readonly kind: "created"; readonly remoteCaseId: number };

export type StudyState =
  | { readonly kind: "notCreated" }
  | { readonly kind: "intended" }
  | { readonly kind: "created"; readonly remoteStudyId: number };

export type AttachState =
  | { readonly kind: "notAttached" }
  | { readonly kind: "intended" }
  | {
      readonly kind: "attached";
      /** Null: the site named none, so its processing cannot be followed. */
      readonly jobId: string | null;
      readonly atMs: number;
      readonly processing: "unknown" | "processed" | "failed";
    };

/** An image the storage holds. */
export interface StoredImage {
  readonly uploadId: number;
  readonly atMs: number;
}

export interface StackState {
  readonly plan: PlannedStack;
  readonly studyIndex: number;
  /** One per planned image, in display order; null: not stored. Pictures are never stored: they come with the stack itself. */
  readonly images: readonly (StoredImage | null)[];
  readonly storedCount: number;
  readonly attach: AttachState;
  /** Images the user left out after the site had refused them; no longer in the plan. */
  readonly leftOut: readonly Sha256Hex[];
}

/** Where an image stands in the plan. The same bytes may stand in several places. */
interface ImagePlace {
  readonly stackIndex: number;
  readonly imageIndex: number;
}

export interface UploadState {
  readonly plan: UploadPlan;
  readonly frozenAtMs: number;
  /** Every distinct file that goes to the storage, with its places; fixed by the plan. Pictures do not. */
  readonly places: ReadonlyMap<Sha256Hex, readonly ImagePlace[]>;
  readonly files: readonly SpooledFile[];
  readonly totalBytes: number;
  /** Of the distinct files that are stored, and of the pictures that were sent. */
  readonly storedBytes: number;
  readonly remoteCase: CaseState;
  /** Drafts that are gone from the site and were given up for a new one, oldest first. */
  readonly givenUpDrafts: readonly number[];
  /** Studies of the draft that are gone from the site and were given up for new ones, oldest first. */
  readonly givenUpStudies: readonly number[];
  /** Parallel to `plan.studies`. */
  readonly studies: readonly StudyState[];
  /** All stacks in plan order. */
  readonly stacks: readonly StackState[];
  /** Files of which the storage confirmed something else, and that were not stored since. */
  readonly storedOtherwise: ReadonlySet<Sha256Hex>;
  /** Null: not marked as finished. */
  readonly finishedAtMs: number | null;
  readonly isCancelled: boolean;
  /** By the user, who alone ends it. */
  readonly isPaused: boolean;
}

/** Nothing has happened yet. */
export function initialState(
  plan: UploadPlan,
  frozenAtMs: number,
): UploadState {
  const stacks = plan.studies.flatMap((study: PlannedStudy, studyIndex) =>
    study.stacks.map((stack): StackState => ({
      plan: stack,
      studyIndex,
      images: stack.images.map(() => null),
      storedCount: 0,
      attach: { kind: "notAttached" },
      leftOut: [],
    })),
  );
  const places = new Map<Sha256Hex, ImagePlace[]>();
  const files: SpooledFile[] = [];
  stacks.forEach((stack, stackIndex) => {
    if (stack.plan.picture !== undefined) return;
    stack.plan.images.forEach((file, imageIndex) => {
      const known = places.get(file.sha256Hex);
      if (known === undefined) {
        places.set(file.sha256Hex, [{ stackIndex, imageIndex }]);
        files.push(file);
      } else known.push({ stackIndex, imageIndex });
    });
  });
  return {
    plan,
    frozenAtMs,
    storedBytes: 0,
    places,
    files,
    totalBytes: stacks.reduce(
      (sum, stack) => sum + pictureBytes(stack.plan),
      files.reduce((sum, file) => sum + file.sizeBytes, 0),
    ),
    remoteCase:
      plan.target.kind === "existingCase"
        ? { kind: "created", remoteCaseId: plan.target.remoteCaseId }
        : { kind: "notCreated" },
    givenUpDrafts: [],
    givenUpStudies: [],
    studies: plan.studies.map(({ existing }) =>
      existing === undefined
        ? { kind: "notCreated" }
        : { kind: "created", remoteStudyId: existing.remoteStudyId },
    ),
    stacks,
    storedOtherwise: new Set(),
    finishedAtMs: null,
    isCancelled: false,
    isPaused: false,
  };
}

/** Bytes of a stack of pictures; 0 for any other. */
export function pictureBytes(stack: PlannedStack): number {
  return stack.picture === undefined
    ? 0
    : stack.images.reduce((sum, file) => sum + file.sizeBytes, 0);
}

/** The receipt of an image; null if it is not stored. */
export function storedImage(
  state: UploadState,
  sha256Hex: Sha256Hex,
): StoredImage | null {
  const place = state.places.get(sha256Hex)?.[0];
  return place === undefined
    ? null
    : (state.stacks[place.stackIndex]?.images[place.imageIndex] ?? null);
}

/** True once the stack was attached or may have been: its images need not be sent any more. */
function needsNoImages(stack: StackState): boolean {
  return stack.attach.kind !== "notAttached";
}

/**
 * Files still to be sent, in plan order. A receipt from outside `trusted` counts for nothing: uploads that were never
 * attached may have been cleared away, and one from the future has an age that nobody knows, so the service is asked again.
 */
export function filesToSend(
  state: UploadState,
  trusted: { readonly sinceMs: number; readonly untilMs: number },
): readonly SpooledFile[] {
  return state.files.filter((file) => {
    const places = state.places.get(file.sha256Hex) ?? [];
    const isNeeded = places.some(({ stackIndex }) => {
      const stack = state.stacks[stackIndex];
      return stack !== undefined && !needsNoImages(stack);
    });
    if (!isNeeded) return false;
    const stored = storedImage(state, file.sha256Hex);
    return (
      stored === null ||
      stored.atMs < trusted.sinceMs ||
      stored.atMs > trusted.untilMs
    );
  });
}

/** Upload ids of a stack in display order; null unless every single image is stored. */
export function uploadIds(stack: StackState): readonly number[] | null {
  const ids = stack.images.flatMap((image) =>
    image === null ? [] : [image.uploadId],
  );
  return ids.length === stack.plan.images.length ? ids : null;
}
