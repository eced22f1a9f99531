// Public data in a case: what its licences hold against sending, and the credit in the texts that go with the images.
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { StudyKey } from "../../shared/identifiers.ts";
import type { Blocker, CreditView } from "../../shared/snapshot.ts";
import {
  uncredited,
  withCredit,
  withoutCitation,
} from "../archive/credit/creditInText.ts";
import {
  creditedDatasets,
  type PublicSeries,
} from "../archive/credit/publicSeries.ts";
import { publicSeriesBlockers } from "../archive/credit/publicSeriesBlockers.ts";
import {
  creditLine,
  type CreditedDataset,
} from "../archive/licence/attribution.ts";
import { mayUpload } from "../archive/licence/licenceGate.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import { foldText } from "../patientWords/foldText.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import type { CaseRecord } from "./caseRecord.ts";

/** The part of a case that this is about. */
export interface PublicParts {
  readonly record: Pick<CaseRecord, "publicSeries">;
  readonly draft: CaseDraft;
  readonly stacks: readonly ChosenStack[];
}

/** What stands in the way of sending. */
export function creditBlockers(parts: PublicParts): readonly Blocker[] {
  const hasPlace =
    !goesToExistingDraft(parts.draft) || firstMadeStudy(parts) !== undefined;
  return publicSeriesBlockers(
    parts.record.publicSeries ?? [],
    selectedSeries(parts),
    sentTexts(parts),
  ).map((blocker): Blocker =>
    blocker.kind === "creditMissing" && !hasPlace
      ? { ...blocker, kind: "creditHasNoPlace" }
      : blocker,
  );
}

/** Public data goes out by the user's own decision only, which nobody has made beforehand. */
export function publicDataBlockers(parts: PublicParts): readonly Blocker[] {
  const isAsked = parts.stacks.length > 0 && toBeCredited(parts).length > 0;
  return isAsked && parts.draft.confirmations.publicData !== true
    ? [{ kind: "notConfirmed", which: "publicData" }]
    : [];
}

/** The data sets of what is selected, and whether the texts give them credit. */
export function creditViews(parts: PublicParts): readonly CreditView[] {
  const datasets = creditedDatasets(toBeCredited(parts));
  const texts = sentTexts(parts);
  const missing = new Set(uncredited(texts, datasets));
  const uncited = new Set(withoutCitation(texts, datasets));
  return datasets.map((dataset) => ({
    collection: dataset.collection,
    licence: dataset.licence.name || dataset.licence.uri,
    text: creditLine(dataset),
    isGiven: !missing.has(dataset),
    isCitationMissing: uncited.has(dataset),
  }));
}

/**
 * The edit that puts missing credit into the discussion; for a draft that the site has already, and whose discussion is not
 * sent, into the findings of the first study that is made there. Null if nothing is missing, or no study is made.
 */
export function creditEdit(parts: PublicParts): CaseEdit | null {
  const datasets = creditedDatasets(toBeCredited(parts));
  if (uncredited(sentTexts(parts), datasets).length === 0) return null;
  return goesToExistingDraft(parts.draft)
    ? findingsEdit(parts, datasets)
    : {
        kind: "setCaseFields",
        fields: { body: withCredit(parts.draft.form.body ?? "", datasets) },
      };
}

function firstMadeStudy({ draft, stacks }: PublicParts) {
  return stacks.find(
    ({ isSelected, study: { key } }) => isSelected && isMade(draft, key),
  )?.study;
}

function findingsEdit(
  parts: PublicParts,
  datasets: readonly CreditedDataset[],
): CaseEdit | null {
  const study = firstMadeStudy(parts);
  if (study === undefined) return null;
  const studyKey: StudyKey = study.key;
  const findings = withCredit(
    parts.draft.studies[studyKey]?.findings ?? "",
    datasets,
  );
  return { kind: "setStudyFields", studyKey, fields: { findings } };
}

/**
 * Words of the patient without those that name a data set: archives make pseudonyms of them (LIDC-IDRI-0001 of LIDC-IDRI), and
 * the credit has to name it. The pseudonym itself stays a word of the patient.
 */
export class WordsBesideCredit {
  #last: {
    readonly words: PatientWords;
    readonly series: readonly PublicSeries[];
    readonly kept: PatientWords;
  } | null = null;

  /** The same list as long as nothing changed. */
  of(
    words: PatientWords,
    { publicSeries: series = [] }: PublicParts["record"],
  ): PatientWords {
    if (series.length === 0) return words;
    if (this.#last?.words === words && this.#last.series === series)
      return this.#last.kept;
    const names = new Set(
      series.flatMap(({ collection }) =>
        foldText(collection).split(/[^\p{L}\p{N}]+/u),
      ),
    );
    const kept = words.filter(({ text }) => !names.has(foldText(text)));
    this.#last = { words, series, kept };
    return kept;
  }
}

/** Series that are sent and may be; before the files were read, all that may be. */
function toBeCredited(parts: PublicParts): readonly PublicSeries[] {
  const sent = selectedSeries(parts);
  return (parts.record.publicSeries ?? []).filter(
    ({ seriesInstanceUID, verdict, decision }) =>
      mayUpload(verdict, decision).ok &&
      (parts.stacks.length === 0 || sent.includes(seriesInstanceUID)),
  );
}

function selectedSeries({ stacks }: PublicParts): readonly string[] {
  return stacks
    .filter(({ isSelected }) => isSelected)
    .map(({ series }) => series.seriesInstanceUID);
}

function goesToExistingDraft({ destination }: CaseDraft): boolean {
  return destination.draft !== null;
}

/** A study that the draft has already keeps its own findings, too. */
function isMade({ destination }: CaseDraft, studyKey: StudyKey): boolean {
  return destination.draft?.studies?.[studyKey] === undefined;
}

/** A draft that the site has keeps its own discussion: only the findings of the studies go there. */
function sentTexts({ draft, stacks }: PublicParts): readonly string[] {
  if (!goesToExistingDraft(draft)) return [draft.form.body ?? ""];
  const sent = new Set<string>(
    stacks
      .filter(({ isSelected, study }) => isSelected && isMade(draft, study.key))
      .map(({ study }) => study.key),
  );
  return Object.entries(draft.studies)
    .filter(([studyKey]) => sent.has(studyKey))
    .map(([, { findings }]) => findings ?? "");
}
