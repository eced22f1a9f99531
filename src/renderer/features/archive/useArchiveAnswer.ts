// The answer of the archive to a question, kept in step with it: cancelled when the question changes or nobody looks any more.
import { useEffect, useState } from "react";
import type { ArchiveFailure } from "../../../shared/archive.ts";
import type { Failure } from "../../../shared/failure.ts";
import type {
  ArchiveAnswers,
  ArchiveQuestion,
} from "../../../shared/publicArchive.ts";
import { askArchive } from "./archiveCommands.ts";
import { useArchiveState } from "./archiveState.ts";

export type AnswerState<T> =
  | { readonly kind: "loading" }
  | {
      readonly kind: "failed";
      readonly failure: Failure | ArchiveFailure;
      readonly retry: () => void;
    }
  | { readonly kind: "ready"; readonly value: T };

/** Asks whenever the question changes; null asks nothing and stays loading. */
export function useArchiveAnswer<Kind extends ArchiveQuestion["kind"]>(
  question: (ArchiveQuestion & { readonly kind: Kind }) | null,
): AnswerState<ArchiveAnswers[Kind]> {
  const server = useArchiveState((state) => state.view?.server);
  const refreshes = useArchiveState((state) => state.refreshes);
  const [round, setRound] = useState(0);
  const asked = JSON.stringify([server, refreshes, round, question]);
  const [answered, setAnswered] = useState<{
    readonly asked: string;
    readonly state: AnswerState<ArchiveAnswers[Kind]>;
  } | null>(null);
  useEffect(() => {
    if (question === null || server === undefined) return;
    const controller = new AbortController();
    void askArchive<Kind>(question, controller.signal).then((answer) => {
      if (controller.signal.aborted) return;
      setAnswered({
        asked,
        state: answer.ok
          ? { kind: "ready", value: answer.value }
          : {
              kind: "failed",
              failure: answer.failure,
              retry: () => {
                setRound((before) => before + 1);
              },
            },
      });
    });
    return () => {
      controller.abort();
    };
    // `asked` holds all that the question says.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked]);
  return answered?.asked === asked ? answered.state : { kind: "loading" };
}
