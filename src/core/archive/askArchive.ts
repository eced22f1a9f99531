// Asks an archive one of the window's questions.
import type { ArchiveFailure } from "../../shared/archive.ts";
import { assertNever } from "../../shared/assertNever.ts";
import type {
  ArchiveAnswer,
  ArchiveQuestion,
} from "../../shared/publicArchive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { withoutUndefined } from "../casefile/withoutUndefined.ts";
import type { ImageArchive, SubjectSearch } from "../ports/imageArchive.ts";
import type { KnownSeries } from "./knownSeries.ts";

export interface Asked {
  readonly archive: ImageArchive;
  /** Learns every series that is told of. */
  readonly known: KnownSeries;
}

type Answer = Promise<Result<ArchiveAnswer, ArchiveFailure>>;

/** The answer, under the kind of the question. Fails with `seriesUnknown` for a series that was never told of. */
export async function askArchive(
  asked: Asked,
  question: ArchiveQuestion,
  signal: AbortSignal,
): Answer {
  const { archive } = asked;
  switch (question.kind) {
    case "collections":
      return named("collections", await archive.collections(signal));
    case "description":
      return named(
        "description",
        await archive.describe(question.collection, signal),
      );
    case "filters":
      return named(
        "filters",
        await archive.filters(question.collection, signal),
      );
    case "patients": {
      const { collection, modality } = question;
      const query = { collection, ...(modality !== "" && { modality }) };
      return named("patients", await archive.patients(query, signal));
    }
    case "studies":
      return named("studies", await archive.studies(question, signal));
    case "search":
      return named("search", await archive.search(narrowed(question), signal));
    case "textSearch":
      return named(
        "textSearch",
        await archive.textSearch(question.text, signal),
      );
    case "series":
    case "updatedSince":
    case "sharedCart":
      return askForSeries(asked, question, signal);
    case "tags":
    case "thumbnail":
    case "citation":
      return askAboutSeries(asked, question, signal);
    default:
      return assertNever(question, "archive question");
  }
}

async function askForSeries(
  { archive, known }: Asked,
  question: ArchiveQuestion & {
    kind: "series" | "updatedSince" | "sharedCart";
  },
  signal: AbortSignal,
): Answer {
  switch (question.kind) {
    case "series": {
      const { collection, patientId } = question;
      const found = await archive.series({ collection, patientId }, signal);
      return named("series", known.offer(found));
    }
    case "updatedSince": {
      const found = await archive.updatedSince(question.day, signal);
      return named("updatedSince", known.offer(found));
    }
    case "sharedCart": {
      const found = await archive.sharedCart(question.name, signal);
      return named("sharedCart", known.offer(found));
    }
    default:
      return assertNever(question, "archive question");
  }
}

async function askAboutSeries(
  { archive, known }: Asked,
  question: ArchiveQuestion & { kind: "tags" | "thumbnail" | "citation" },
  signal: AbortSignal,
): Answer {
  const series = known.find(question.seriesInstanceUID);
  if (series === null) return failed({ kind: "seriesUnknown" });
  switch (question.kind) {
    case "tags":
      return named("tags", await archive.tags(series, signal));
    case "thumbnail":
      return named("thumbnail", await archive.thumbnail(series, signal));
    case "citation":
      return named(
        "citation",
        series.doi === null
          ? success(null)
          : await archive.citation(series.doi, signal),
      );
    default:
      return assertNever(question, "archive question");
  }
}

function named<Kind extends ArchiveAnswer["kind"]>(
  kind: Kind,
  result: Result<(ArchiveAnswer & { kind: Kind })["value"], ArchiveFailure>,
): Result<ArchiveAnswer, ArchiveFailure> {
  return result.ok
    ? // Kind and value belong together by this function's own type, which TypeScript cannot follow through the union.
      success({ kind, value: result.value } as ArchiveAnswer)
    : result;
}

/** Empty lists narrow nothing down. */
function narrowed(
  question: ArchiveQuestion & { kind: "search" },
): SubjectSearch {
  const { offset, size, ...lists } = question;
  const given = (values: readonly string[]) =>
    values.length === 0 ? undefined : values;
  return {
    offset,
    size,
    ...withoutUndefined({
      collections: given(lists.collections),
      modalities: given(lists.modalities),
      bodyParts: given(lists.bodyParts),
      manufacturers: given(lists.manufacturers),
      species: given(lists.species),
    }),
  };
}
