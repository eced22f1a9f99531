// A paged search over subjects: the first page at once, each further one when asked for.
import { useEffect, useRef, useState } from "react";
import type { SearchHit } from "../../../shared/archive.ts";
import type { ArchiveQuestion } from "../../../shared/publicArchive.ts";
import { act, askArchive } from "./archiveCommands.ts";
import type { SubjectFilters } from "./archiveState.ts";
import { useArchiveAnswer, type AnswerState } from "./useArchiveAnswer.ts";

const pageSize = 100;

interface FoundSubjects {
  readonly hits: readonly SearchHit[];
  readonly total: number;
}

interface SubjectSearch {
  readonly state: AnswerState<FoundSubjects>;
  readonly isLoadingMore: boolean;
  readonly more: () => void;
}

/** Searches in these collections, or in all if none is named. Key the calling component by what is searched for. */
export function useSubjectSearch(
  collections: readonly string[],
  filters: SubjectFilters,
): SubjectSearch {
  const question = (offset: number) =>
    searchQuestion(collections, filters, offset);
  const first = useArchiveAnswer(question(0));
  const [further, setFurther] = useState<readonly SearchHit[]>([]);
  const [isLoadingMore, setIsLoadingMore] = useState(false);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  if (first.kind !== "ready")
    return { state: first, isLoadingMore, more: () => undefined };
  const hits = [...first.value.hits, ...further];
  return {
    state: { kind: "ready", value: { hits, total: first.value.total } },
    isLoadingMore,
    more: () => {
      const asking = new AbortController();
      controller.current = asking;
      setIsLoadingMore(true);
      void act(() => askArchive(question(hits.length), asking.signal)).then(
        (page) => {
          if (asking.signal.aborted) return;
          setIsLoadingMore(false);
          if (page !== null)
            setFurther((before) => [...before, ...page.value.hits]);
        },
      );
    },
  };
}

function searchQuestion(
  collections: readonly string[],
  { modality, bodyPart, manufacturer, species }: SubjectFilters,
  offset: number,
): ArchiveQuestion & { readonly kind: "search" } {
  const chosen = (value: string) => (value === "" ? [] : [value]);
  return {
    kind: "search",
    collections: [...collections],
    modalities: chosen(modality),
    bodyParts: chosen(bodyPart),
    manufacturers: chosen(manufacturer),
    species: chosen(species),
    offset,
    size: pageSize,
  };
}
