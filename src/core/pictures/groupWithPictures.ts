// Grouping for those who may take pictures in: DICOM instances as ever, and a study of pictures.
import { groupInstancesInTurns } from "../grouping/groupInstances.ts";
import type {
  GroupedImages,
  ScannedInstance,
  SkippedFile,
} from "../model/stack.ts";
import { offerPictures } from "./offerPictures.ts";

/** As groupInstancesInTurns, with pictures offered. Pictures among the instances come from groups made before; they are offered again. */
export async function groupWithPictures(
  instances: readonly ScannedInstance[],
  skipped: readonly SkippedFile[],
  nextTurn: () => Promise<void>,
): Promise<GroupedImages> {
  return offerPictures(
    await groupInstancesInTurns(
      instances.filter(({ picture }) => picture === undefined),
      skipped,
      nextTurn,
    ),
  );
}
