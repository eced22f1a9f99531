// A TextDetector whose answers tests set; without any it has looked at everything and found nothing.
import type { StackId } from "../shared/identifiers.ts";
import { failed, success } from "../shared/result.ts";
import type { SearchOf } from "../core/casefile/textFindings.ts";
import type { TextFinding } from "../shared/burnedInText.ts";
import type {
  SearchedStack,
  StackToSearch,
  TextDetector,
  UnseenImage,
} from "../core/ports/textDetector.ts";

/** What a search that looked at every image says. */
export function searchedStack(
  stack: Pick<StackToSearch, "stackId" | "images">,
  findings: readonly TextFinding[] = [],
  unseen: readonly UnseenImage[] = [],
): SearchedStack {
  const lookedImages = stack.images.length - unseen.length;
  return {
    stackId: stack.stackId,
    findings,
    unseen,
    lookedImages,
    readImages: lookedImages,
  };
}

/** The search of a stack that was looked through whole, without a finding. */
export const nothingFound: SearchOf = ({ id, images }) => ({
  kind: "looked",
  outcome: searchedStack({ stackId: id, images }),
});

/** Answers at once, or when `hold` resolves. */
export class FakeTextDetector implements TextDetector {
  readonly asked: StackToSearch[] = [];
  readonly findings = new Map<StackId, readonly TextFinding[]>();
  hold: Promise<void> | null = null;
  thrown: Error | null = null;

  async detect(
    stack: StackToSearch,
    { onProgress }: Parameters<TextDetector["detect"]>[1],
    signal: AbortSignal,
  ): ReturnType<TextDetector["detect"]> {
    this.asked.push(stack);
    onProgress({ lookedImages: 1, totalImages: stack.images.length });
    await this.hold;
    if (this.thrown !== null) throw this.thrown;
    if (signal.aborted) return failed({ kind: "cancelled" });
    return success(
      searchedStack(stack, this.findings.get(stack.stackId) ?? []),
    );
  }
}
