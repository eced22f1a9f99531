// The form of one study.
import type { ReactNode } from "react";
import { studyFormSchema, type StudyForm } from "../../../shared/caseForm.ts";
import { modalities, siteModalityOf } from "../../../shared/contractLists.ts";
import type { KnownStudyView } from "../../../shared/destination.ts";
import { isolated } from "../../../shared/messages/isolated.ts";
import type { CaseSnapshot, StudyView } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { StudyDestination } from "../destination/StudyDestination.tsx";
import { studyWhen } from "../images/stackWords.ts";
import { findingsOf } from "../typedWords/findingsInText.ts";
import styles from "./DetailsPart.module.css";
import { ChoiceField, RichTextField, TextField } from "./FormFields.tsx";
import { studyGuidance } from "./guidance.ts";
import { useAutosavedForm } from "./useAutosavedForm.ts";

const modalityItems = [
  { value: "" as const, label: "Not given" },
  ...modalities.map((modality) => ({ value: modality, label: modality })),
];

const labels: Readonly<Record<keyof StudyForm, string>> = {
  modality: "Modality",
  caption: "Caption",
  findings: "Findings",
};

/** Keyed by study. */
export function StudyFields({
  snapshot,
  study,
  number,
  known,
}: {
  readonly snapshot: CaseSnapshot;
  readonly study: StudyView;
  readonly number: number;
  /** Studies of the chosen draft that can take its stacks. */
  readonly known: readonly KnownStudyView[];
}): ReactNode {
  const { caseId } = snapshot;
  const { studyKey } = study;
  const autosaved = useAutosavedForm<StudyForm>(
    studyFormSchema,
    study.form,
    (fields) =>
      send((bridge) =>
        bridge.editCase(caseId, { kind: "setStudyFields", studyKey, fields }),
      ),
  );
  /** What all fields have in common. */
  const field = <Name extends keyof StudyForm>(name: Name) => ({
    autosaved,
    name,
    label: labels[name],
    guidance: studyGuidance[name],
    isDisabled: snapshot.isFrozen,
  });
  /** What those that are typed into have, too. */
  const text = (name: "caption" | "findings") => ({
    ...field(name),
    typed: {
      caseId,
      checked: study.form[name],
      findings: findingsOf(snapshot, { kind: "study", studyKey, field: name }),
    },
  });
  return (
    <form
      className={styles.form}
      aria-label={`Study ${number}`}
      onBlur={autosaved.flush}
      onSubmit={(event) => {
        event.preventDefault();
        autosaved.flush();
      }}
    >
      <h3 className={styles.heading}>
        Study {number}
        <span className={styles.headingDetail}>
          {[isolated(study.description), studyWhen(study)]
            .filter((text) => text !== "")
            .join(" · ")}{" "}
          (not sent)
        </span>
      </h3>
      <StudyDestination
        snapshot={snapshot}
        study={study}
        number={number}
        known={known}
      />
      <ChoiceField
        {...field("modality")}
        isShort
        items={modalityItems}
        placeholder="Not given"
        suggestion={{
          value: siteModalityOf(study.dicomModality),
          source: "as the modality, from the images",
        }}
      />
      <TextField
        {...text("caption")}
        suggestion={{
          value: study.suggestedCaption,
          source: "as the caption, from the dates",
        }}
      />
      <RichTextField
        {...text("findings")}
        placeholder="What is seen, region by region."
      />
    </form>
  );
}
