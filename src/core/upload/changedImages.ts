// The state after the images of a stack changed that is not attached: others in their place, or some left out; pure.
import type { Sha256Hex, StackId } from "../../shared/identifiers.ts";
import type { RefusedPlace, SendAccount } from "../../shared/snapshot.ts";
import type { SpooledFile } from "../ports/spool.ts";
import {
  initialState,
  pictureBytes,
  storedImage,
  type StackState,
  type UploadState,
} from "./uploadState.ts";

/** The state with other files in a stack that is not attached; what is stored of the others stays stored. */
export function withReplacedImages(
  state: UploadState,
  stackId: StackId,
  images: readonly SpooledFile[],
): UploadState {
  const old = state.stacks.find(({ plan }) => plan.stackId === stackId);
  if (old?.attach.kind !== "notAttached") return state;
  if (old.images.length !== images.length) return state;
  return withImages(state, { ...old, plan: { ...old.plan, images } });
}

/**
 * The state without some images of a stack that is not attached: the site refuses them, and the user decided to go without.
 * Never without all of them. The key image stays the same, or becomes the one that follows in its place.
 */
export function withImagesLeftOut(
  state: UploadState,
  stackId: StackId,
  leftOut: readonly Sha256Hex[],
): UploadState {
  const old = state.stacks.find(({ plan }) => plan.stackId === stackId);
  if (old?.attach.kind !== "notAttached") return state;
  const isKept = ({ sha256Hex }: SpooledFile) => !leftOut.includes(sha256Hex);
  const images = old.plan.images.filter(isKept);
  const gone = old.plan.images.flatMap((file, index) =>
    isKept(file) ? [] : [index],
  );
  if (gone.length === 0 || images.length === 0) return state;
  const before = old.plan.images.slice(0, old.plan.rootIndex).filter(isKept);
  const rootIndex = Math.min(before.length, images.length - 1);
  const next = withImages(state, {
    ...old,
    plan: { ...old.plan, images, rootIndex },
    leftOut: [...old.leftOut, ...leftOut],
  });
  return {
    ...next,
    plan: {
      ...next.plan,
      account: {
        ...accountWithout(state.plan.account, gone.length),
        refusedImages: [
          ...(state.plan.account.refusedImages ?? []),
          ...refusedPlaces(state, old, gone),
        ],
      },
    },
  };
}

/** Places as they were before any image of the stack was refused, by their indexes among those that were still planned. */
function refusedPlaces(
  state: UploadState,
  { plan }: StackState,
  indexes: readonly number[],
): readonly RefusedPlace[] {
  const stackNumber =
    1 + state.stacks.findIndex((stack) => stack.plan.stackId === plan.stackId);
  const before = (state.plan.account.refusedImages ?? [])
    .filter((place) => place.stackNumber === stackNumber)
    .map(({ imageNumber }) => imageNumber)
    .sort((one, other) => one - other);
  return indexes.map((index) => ({
    stackNumber,
    stackLabel: plan.label,
    imageNumber: before.reduce(
      (number, refused) => (refused <= number ? number + 1 : number),
      index + 1,
    ),
    reason: { kind: "refusedBySite" },
  }));
}

/** Which file an image came from is not in the plan: files are counted only where each is one image. */
function accountWithout(account: SendAccount, gone: number): SendAccount {
  const { uploaded, uploadedImages, leftOut, leftOutByReason } = account;
  if (uploaded !== uploadedImages)
    return { ...account, uploadedImages: uploadedImages - gone };
  const known = leftOutByReason.find(
    ({ reason }) => reason.kind === "refusedBySite",
  );
  return {
    ...account,
    uploaded: uploaded - gone,
    uploadedImages: uploadedImages - gone,
    leftOut: leftOut + gone,
    leftOutByReason: [
      ...leftOutByReason.filter((entry) => entry !== known),
      {
        reason: { kind: "refusedBySite" },
        count: (known?.count ?? 0) + gone,
      },
    ],
  };
}

/** The state with a stack whose planned images are others than before; what is stored of them stays stored. */
function withImages(state: UploadState, changed: StackState): UploadState {
  const { stackId } = changed.plan;
  const plan = {
    ...state.plan,
    studies: state.plan.studies.map((study) => ({
      ...study,
      stacks: study.stacks.map((stack) =>
        stack.stackId === stackId ? changed.plan : stack,
      ),
    })),
  };
  const fresh = initialState(plan, state.frozenAtMs);
  const stacks = fresh.stacks.map((stack, index) => {
    const stored = stack.plan.images.map((file) =>
      storedImage(state, file.sha256Hex),
    );
    const before = state.stacks[index];
    return stack.plan.stackId === stackId || before === undefined
      ? {
          ...stack,
          leftOut: changed.leftOut,
          images: stored,
          storedCount: stored.filter((image) => image !== null).length,
        }
      : { ...before, plan: stack.plan };
  });
  const next = {
    ...state,
    plan,
    stacks,
    places: fresh.places,
    files: fresh.files,
  };
  return {
    ...next,
    totalBytes: fresh.totalBytes,
    storedBytes: storedBytesOf(next),
  };
}

/** Of the distinct files that are stored, and of the pictures that were sent. */
function storedBytesOf(state: UploadState): number {
  const files = state.files
    .filter((file) => storedImage(state, file.sha256Hex) !== null)
    .reduce((sum, file) => sum + file.sizeBytes, 0);
  return state.stacks
    .filter(
      ({ plan, storedCount }) => plan.picture !== undefined && storedCount > 0,
    )
    .reduce((sum, { plan }) => sum + pictureBytes(plan), files);
}
