// Which finding is pointed out on the image, and the way to it.
import { useState } from "react";
import type { TextFindingView } from "../../../shared/burnedInText.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { wholeImage, type StageView } from "../images/viewerKeys.ts";

interface ShownFinding {
  readonly findingId: string | null;
  /** Undecided findings on the image on show, and the one pointed out. */
  readonly here: readonly TextFindingView[];
  readonly show: (findingId: string) => void;
}

/** Showing a finding scrolls to its first image unless one of its images is on show, and shows the image whole. */
export function useShownFinding({
  stack,
  index,
  setIndex,
  setView,
}: {
  readonly stack: StackView;
  readonly index: number;
  readonly setIndex: (index: number) => void;
  readonly setView: (view: StageView) => void;
}): ShownFinding {
  const [findingId, setFindingId] = useState<string | null>(null);
  const isHere = ({ images }: TextFindingView) =>
    index >= images.first && index <= images.last;
  return {
    findingId,
    here: stack.text.findings.filter(
      (finding) =>
        isHere(finding) &&
        (finding.status.kind === "open" || finding.findingId === findingId),
    ),
    show: (wantedId) => {
      const wanted = stack.text.findings.find(
        (finding) => finding.findingId === wantedId,
      );
      if (wanted === undefined) return;
      setFindingId(wantedId);
      setView(wholeImage);
      if (!isHere(wanted)) setIndex(wanted.images.first);
    },
  };
}
