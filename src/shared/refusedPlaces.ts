// The refused images of a case by their places, before it is sent and after.
import type { CaseSnapshot, RefusedPlace } from "./snapshot.ts";

/** Those that were left out of what is sent; of a draft, those that would be. */
export function refusedPlacesOf({
  upload,
  check: { preparation },
  studies,
}: Pick<
  CaseSnapshot,
  "upload" | "check" | "studies"
>): readonly RefusedPlace[] {
  if ("account" in upload) return upload.account.refusedImages ?? [];
  if (preparation.kind !== "ready") return [];
  const { refused } = preparation;
  const selected = studies
    .flatMap(({ stacks }) => stacks)
    .filter(({ isSelected }) => isSelected);
  const sent = selected.filter(
    ({ stackId, keptCount }) =>
      refused.filter((image) => image.stackId === stackId).length < keptCount,
  );
  return refused.map(({ stackId, imageNumber, reason }) => {
    const stack = selected.find((item) => item.stackId === stackId);
    const index = sent.findIndex((item) => item.stackId === stackId);
    return {
      stackNumber: index < 0 ? null : index + 1,
      stackLabel: [stack?.perspective ?? "", stack?.specifics ?? ""]
        .filter((word) => word.trim() !== "")
        .join(" "),
      imageNumber,
      reason: { kind: "refused", reason },
    };
  });
}
