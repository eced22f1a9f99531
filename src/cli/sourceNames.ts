// How a report names what was read: by path for the person at the screen, by place for a file that may be passed on, as folders are called after patients.
import {
  missingFilePath,
  type MissingReference,
} from "../core/media/missingReferences.ts";
import type {
  SkippedFile,
  StackImage,
  StudyGroup,
} from "../core/model/stack.ts";

/** Names of images and files in a JSON document. */
export interface SourceNames {
  readonly image: (image: StackImage) => object;
  /** `index` counts from 0 in the order in which files were found. */
  readonly skipped: (file: SkippedFile, index: number) => object;
  readonly missing: (file: MissingReference, index: number) => unknown;
}

/** Paths as the computer has them. */
export const byPath: SourceNames = {
  image: ({ instance, frame }) => ({
    source: instance.source.path,
    ...(frame !== null && { frame }),
  }),
  skipped: ({ source }) => ({ source: source.path }),
  missing: missingFilePath,
};

/** Numbers from 1: of the study, of the stack in it, of the image in display order; of other files as they come. */
export function byPlace(studies: readonly StudyGroup[]): SourceNames {
  const places = new Map<StackImage, object>();
  for (const [study, { series }] of studies.entries())
    for (const [stack, { images }] of series
      .flatMap(({ stacks }) => stacks)
      .entries())
      for (const [image, each] of images.entries())
        places.set(each, {
          study: study + 1,
          stack: stack + 1,
          image: image + 1,
        });
  return {
    image: (image) => ({ source: places.get(image) ?? null }),
    skipped: (_, index) => ({ source: { file: index + 1 } }),
    missing: (_, index) => index + 1,
  };
}
