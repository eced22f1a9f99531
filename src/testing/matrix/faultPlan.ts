// What the runs of the fault matrix send.
import type { UploadPlan } from "../../core/model/uploadPlan.ts";
import { compliantSlice } from "../compliantSlice.ts";
import type { MemorySpool } from "../memorySpool.ts";
import { pngPicture } from "../pictureFixtures.ts";
import { testPlan } from "../uploadPlans.ts";

/** Two studies, three stacks, and a picture, which takes a call of its own. */
export function faultPlan(
  spool: MemorySpool,
  serviceOrigin: string,
): UploadPlan {
  const images = Array.from({ length: 10 }, (_, index) =>
    spool.add(compliantSlice({ instanceNumber: index + 1 })),
  );
  const picture = spool.add(pngPicture());
  const plan = testPlan(
    [
      [images.slice(0, 4), images.slice(4, 6)],
      [images.slice(6), [picture]],
    ],
    { serviceOrigin },
  );
  return {
    ...plan,
    studies: plan.studies.map((study) => ({
      ...study,
      stacks: study.stacks.map((stack) =>
        stack.images[0] === picture
          ? { ...stack, picture: "png" as const }
          : stack,
      ),
    })),
  };
}
