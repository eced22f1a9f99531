// The comparison of the image on show, as it arrives. Kept in the memory of this screen only.
import { useEffect, useState } from "react";
import type { ImageComparison } from "../../../shared/beforeAfter.ts";
import type { Failure } from "../../../shared/failure.ts";
import type { CaseId, StackId } from "../../../shared/identifiers.ts";
import type { PreparationView } from "../../../shared/snapshot.ts";
import { connection } from "../../bridge/connection.ts";

/** While the slider moves, images that are passed are not asked for. */
const restMs = 90;

/** What there is to compare. */
export interface AskedImage {
  readonly caseId: CaseId;
  readonly stackId: StackId;
  /** Place in the display order before trimming. */
  readonly index: number;
}

interface Comparison {
  /** Of the image before while the next is read. */
  readonly shown: ImageComparison | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  readonly tryAgain: () => void;
}

type Answer = Pick<Comparison, "shown" | "failure" | "isLoading">;

/** Asks anew for another image, and after images were prepared anew. */
export function useComparison(
  { caseId, stackId, index }: AskedImage,
  preparation: PreparationView,
): Comparison {
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer>({
    shown: null,
    failure: null,
    isLoading: true,
  });
  useEffect(() => {
    let isWanted = true;
    setAnswer((before) => ({ ...before, isLoading: true }));
    const timer = window.setTimeout(() => {
      void connection()
        .getBeforeAfter(caseId, stackId, index)
        .then((result) => {
          if (!isWanted) return;
          setAnswer(
            result.ok
              ? { shown: result.value, failure: null, isLoading: false }
              : { shown: null, failure: result.failure, isLoading: false },
          );
        });
    }, restMs);
    return () => {
      isWanted = false;
      window.clearTimeout(timer);
    };
  }, [caseId, stackId, index, preparation, attempt]);
  return {
    ...answer,
    tryAgain: () => {
      setAttempt((before) => before + 1);
    },
  };
}
