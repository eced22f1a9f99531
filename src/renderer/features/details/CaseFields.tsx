// The form of the case.
import { useEffect, useId, type ReactNode } from "react";
import { Controller } from "react-hook-form";
import { caseFormSchema, type CaseForm } from "../../../shared/caseForm.ts";
import {
  ages,
  certainties,
  genders,
  systems,
} from "../../../shared/contractLists.ts";
import { caseFieldNames } from "../../../shared/messages/blockerWords.ts";
import type { CaseSnapshot } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { SuggestionChip } from "../../controls/Badge.tsx";
import { Choice, Tick } from "../../controls/Choice.tsx";
import { Field } from "../../controls/Field.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { fieldFocused, useViewState } from "../../view/viewState.ts";
import styles from "./DetailsPart.module.css";
import { caseGuidance } from "./guidance.ts";
import { useAutosavedForm } from "./useAutosavedForm.ts";

const systemItems = systems.map(({ id, name }) => ({ value: id, label: name }));
const certaintyItems = [
  { value: null, label: "Not given" },
  ...certainties.map(({ id, name, hint }) => ({
    value: id,
    label: name,
    hint,
  })),
];
const ageItems = [
  { value: "", label: "Not given" },
  ...ages.map((age) => ({ value: age, label: age })),
];
const genderItems = [
  { value: "" as const, label: "Not given" },
  ...genders.map((gender) => ({ value: gender, label: gender })),
];

/** All fields of the case, with the site's advice beside each. */
export function CaseFields({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const id = useId();
  const { caseId, suggestedAge, suggestedGender, isFrozen } = snapshot;
  const { form, flush, take } = useAutosavedForm<CaseForm>(
    caseFormSchema,
    snapshot.form,
    (fields) =>
      send((bridge) =>
        bridge.editCase(caseId, { kind: "setCaseFields", fields }),
      ),
  );
  const { control, register, formState, watch } = form;
  const errorOf = (name: keyof CaseForm) =>
    formState.errors[name] === undefined
      ? undefined
      : "This is too long for the site.";
  const fieldId = (name: keyof CaseForm) => `${id}-${name}`;
  useFocusedField(fieldId);
  const [age, gender] = watch(["age", "gender"]);
  return (
    <form
      className={styles.form}
      aria-label="Case"
      onBlur={flush}
      onSubmit={(event) => {
        event.preventDefault();
        flush();
      }}
    >
      <h3 className={styles.heading}>Case</h3>
      <Field
        id={fieldId("title")}
        label={caseFieldNames.title}
        isRequired
        error={errorOf("title")}
        guidance={caseGuidance.title}
      >
        {({ controlId, describedBy }) => (
          <input
            id={controlId}
            className={fieldStyles.input}
            aria-describedby={describedBy}
            aria-invalid={errorOf("title") !== undefined}
            aria-required
            disabled={isFrozen}
            placeholder="Such as: Acute appendicitis - retrocaecal"
            {...register("title")}
          />
        )}
      </Field>
      <Field
        id={fieldId("systemId")}
        label={caseFieldNames.systemId}
        isRequired
        guidance={caseGuidance.systemId}
      >
        {({ controlId, describedBy }) => (
          <Controller
            control={control}
            name="systemId"
            render={({ field }) => (
              <Choice<number | null>
                id={controlId}
                label={caseFieldNames.systemId}
                describedBy={describedBy}
                items={systemItems}
                value={field.value}
                placeholder="Choose a system"
                isDisabled={isFrozen}
                onChange={(systemId) => {
                  take("systemId", systemId);
                }}
              />
            )}
          />
        )}
      </Field>
      <Field
        id={fieldId("certaintyId")}
        label={caseFieldNames.certaintyId}
        guidance={caseGuidance.certaintyId}
      >
        {({ controlId, describedBy }) => (
          <Controller
            control={control}
            name="certaintyId"
            render={({ field }) => (
              <Choice<number | null>
                id={controlId}
                label={caseFieldNames.certaintyId}
                describedBy={describedBy}
                items={certaintyItems}
                value={field.value}
                placeholder="Not given"
                isDisabled={isFrozen}
                onChange={(certaintyId) => {
                  take("certaintyId", certaintyId);
                }}
              />
            )}
          />
        )}
      </Field>
      <Field
        id={fieldId("presentation")}
        label={caseFieldNames.presentation}
        error={errorOf("presentation")}
        guidance={caseGuidance.presentation}
      >
        {({ controlId, describedBy }) => (
          <textarea
            id={controlId}
            className={fieldStyles.input}
            aria-describedby={describedBy}
            aria-invalid={errorOf("presentation") !== undefined}
            disabled={isFrozen}
            placeholder="Such as: Two days of right lower quadrant pain and fever."
            {...register("presentation")}
          />
        )}
      </Field>
      <Field
        id={fieldId("age")}
        label={caseFieldNames.age}
        guidance={caseGuidance.age}
        suggestion={
          !isFrozen && suggestedAge !== "" && suggestedAge !== age ? (
            <SuggestionChip
              value={suggestedAge}
              source="as the age, from the images"
              onTake={() => {
                take("age", suggestedAge);
              }}
            />
          ) : undefined
        }
      >
        {({ controlId, describedBy }) => (
          <Controller
            control={control}
            name="age"
            render={({ field }) => (
              <div className={styles.short}>
                <Choice<string>
                  id={controlId}
                  label={caseFieldNames.age}
                  describedBy={describedBy}
                  items={ageItems}
                  value={field.value}
                  placeholder="Not given"
                  isDisabled={isFrozen}
                  onChange={(next) => {
                    take("age", next);
                  }}
                />
              </div>
            )}
          />
        )}
      </Field>
      <Field
        id={fieldId("gender")}
        label={caseFieldNames.gender}
        guidance={caseGuidance.gender}
        suggestion={
          !isFrozen && suggestedGender !== "" && suggestedGender !== gender ? (
            <SuggestionChip
              value={suggestedGender}
              source="as the gender, from the images"
              onTake={() => {
                take("gender", suggestedGender);
              }}
            />
          ) : undefined
        }
      >
        {({ controlId, describedBy }) => (
          <Controller
            control={control}
            name="gender"
            render={({ field }) => (
              <div className={styles.short}>
                <Choice<CaseForm["gender"]>
                  id={controlId}
                  label={caseFieldNames.gender}
                  describedBy={describedBy}
                  items={genderItems}
                  value={field.value}
                  placeholder="Not given"
                  isDisabled={isFrozen}
                  onChange={(next) => {
                    take("gender", next);
                  }}
                />
              </div>
            )}
          />
        )}
      </Field>
      <Field
        id={fieldId("body")}
        label={caseFieldNames.body}
        error={errorOf("body")}
        guidance={caseGuidance.body}
      >
        {({ controlId, describedBy }) => (
          <textarea
            id={controlId}
            className={fieldStyles.input}
            aria-describedby={describedBy}
            aria-invalid={errorOf("body") !== undefined}
            disabled={isFrozen}
            placeholder="Leave an empty line between paragraphs."
            {...register("body")}
          />
        )}
      </Field>
      <Controller
        control={control}
        name="suitableForQuiz"
        render={({ field }) => (
          <Tick
            isTicked={field.value}
            isDisabled={isFrozen}
            onChange={(isTicked) => {
              take("suitableForQuiz", isTicked);
            }}
          >
            {caseFieldNames.suitableForQuiz}
            <span className={styles.headingDetail}>
              {" "}
              {caseGuidance.suitableForQuiz}
            </span>
          </Tick>
        )}
      />
    </form>
  );
}

/** Puts the cursor into the field that a blocker on another part has named. */
function useFocusedField(fieldId: (name: keyof CaseForm) => string): void {
  const focusField = useViewState((state) => state.focusField);
  const wanted = focusField === null ? null : fieldId(focusField);
  useEffect(() => {
    if (wanted === null) return;
    document.getElementById(wanted)?.focus();
    fieldFocused();
  }, [wanted]);
}
