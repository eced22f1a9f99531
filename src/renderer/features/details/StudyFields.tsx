// The form of one study.
import { useId, type ReactNode } from "react";
import { Controller } from "react-hook-form";
import { studyFormSchema, type StudyForm } from "../../../shared/caseForm.ts";
import { modalities, siteModalityOf } from "../../../shared/contractLists.ts";
import type { CaseSnapshot, StudyView } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { SuggestionChip } from "../../controls/Badge.tsx";
import { Choice } from "../../controls/Choice.tsx";
import { Field } from "../../controls/Field.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { studyWhen } from "../images/stackWords.ts";
import styles from "./DetailsPart.module.css";
import { studyGuidance } from "./guidance.ts";
import { useAutosavedForm } from "./useAutosavedForm.ts";

const modalityItems = [
  { value: "" as const, label: "Not given" },
  ...modalities.map((modality) => ({ value: modality, label: modality })),
];

/** Keyed by study. */
export function StudyFields({
  snapshot,
  study,
  number,
}: {
  readonly snapshot: CaseSnapshot;
  readonly study: StudyView;
  readonly number: number;
}): ReactNode {
  const id = useId();
  const { caseId, isFrozen } = snapshot;
  const { studyKey, suggestedCaption } = study;
  const { form, flush, take } = useAutosavedForm<StudyForm>(
    studyFormSchema,
    study.form,
    (fields) =>
      send((bridge) =>
        bridge.editCase(caseId, { kind: "setStudyFields", studyKey, fields }),
      ),
  );
  const { control, register, formState, watch } = form;
  const [modality, caption] = watch(["modality", "caption"]);
  const suggestedModality = siteModalityOf(study.dicomModality);
  const errorOf = (name: keyof StudyForm) =>
    formState.errors[name] === undefined
      ? undefined
      : "This is too long for the site.";
  return (
    <form
      className={styles.form}
      aria-label={`Study ${number}`}
      onBlur={flush}
      onSubmit={(event) => {
        event.preventDefault();
        flush();
      }}
    >
      <h3 className={styles.heading}>
        Study {number}
        <span className={styles.headingDetail}>
          {[study.description, studyWhen(study)]
            .filter((text) => text !== "")
            .join(" · ")}{" "}
          (not sent)
        </span>
      </h3>
      <Field
        id={`${id}-modality`}
        label="Modality"
        guidance={studyGuidance.modality}
        suggestion={
          !isFrozen &&
          suggestedModality !== "" &&
          suggestedModality !== modality ? (
            <SuggestionChip
              value={suggestedModality}
              source="as the modality, from the images"
              onTake={() => {
                take("modality", suggestedModality);
              }}
            />
          ) : undefined
        }
      >
        {({ controlId, describedBy }) => (
          <Controller
            control={control}
            name="modality"
            render={({ field }) => (
              <div className={styles.short}>
                <Choice<StudyForm["modality"]>
                  id={controlId}
                  label="Modality"
                  describedBy={describedBy}
                  items={modalityItems}
                  value={field.value}
                  placeholder="Not given"
                  isDisabled={isFrozen}
                  onChange={(next) => {
                    take("modality", next);
                  }}
                />
              </div>
            )}
          />
        )}
      </Field>
      <Field
        id={`${id}-caption`}
        label="Caption"
        error={errorOf("caption")}
        guidance={studyGuidance.caption}
        suggestion={
          !isFrozen &&
          suggestedCaption !== "" &&
          suggestedCaption !== caption ? (
            <SuggestionChip
              value={`“${suggestedCaption}”`}
              source="as the caption, from the dates"
              onTake={() => {
                take("caption", suggestedCaption);
              }}
            />
          ) : undefined
        }
      >
        {({ controlId, describedBy }) => (
          <input
            id={controlId}
            className={fieldStyles.input}
            aria-describedby={describedBy}
            aria-invalid={errorOf("caption") !== undefined}
            disabled={isFrozen}
            {...register("caption")}
          />
        )}
      </Field>
      <Field
        id={`${id}-findings`}
        label="Findings"
        error={errorOf("findings")}
        guidance={studyGuidance.findings}
      >
        {({ controlId, describedBy }) => (
          <textarea
            id={controlId}
            className={fieldStyles.input}
            aria-describedby={describedBy}
            aria-invalid={errorOf("findings") !== undefined}
            disabled={isFrozen}
            {...register("findings")}
          />
        )}
      </Field>
    </form>
  );
}
