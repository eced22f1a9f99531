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
import { Tick } from "../../controls/Choice.tsx";
import { fieldFocused, useViewState } from "../../view/viewState.ts";
import { findingsOf } from "../typedWords/findingsInText.ts";
import styles from "./DetailsPart.module.css";
import { ChoiceField, RichTextField, TextField } from "./FormFields.tsx";
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
  const { caseId } = snapshot;
  const goesIntoDraft = snapshot.destination.draft !== null;
  const autosaved = useAutosavedForm<CaseForm>(
    caseFormSchema,
    snapshot.form,
    (fields) =>
      send((bridge) =>
        bridge.editCase(caseId, { kind: "setCaseFields", fields }),
      ),
  );
  useFocusedField((name) => `${id}-${name}`);
  /** What all fields have in common. */
  const field = <Name extends Exclude<keyof CaseForm, "suitableForQuiz">>(
    name: Name,
  ) => ({
    autosaved,
    name,
    id: `${id}-${name}`,
    label: caseFieldNames[name],
    guidance: caseGuidance[name],
    isDisabled: snapshot.isFrozen,
  });
  /** What those that are typed into have, too. */
  const text = (name: "title" | "presentation" | "body") => ({
    ...field(name),
    typed: {
      caseId,
      checked: snapshot.form[name],
      findings: findingsOf(snapshot, { kind: "case", field: name }),
    },
  });
  return (
    <form
      className={styles.form}
      aria-label="Case"
      onBlur={autosaved.flush}
      onSubmit={(event) => {
        event.preventDefault();
        autosaved.flush();
      }}
    >
      <h3 className={styles.heading}>Case</h3>
      {goesIntoDraft && (
        <p className={styles.notSent}>
          These fields are not sent: the draft keeps its own. They are used if
          you choose a new case above.
        </p>
      )}
      <TextField
        {...text("title")}
        isRequired={!goesIntoDraft}
        placeholder="Such as: Acute appendicitis - retrocaecal"
      />
      <ChoiceField
        {...field("systemId")}
        isRequired={!goesIntoDraft}
        items={systemItems}
        placeholder="Choose a system"
      />
      <ChoiceField
        {...field("certaintyId")}
        items={certaintyItems}
        placeholder="Not given"
      />
      <TextField
        {...text("presentation")}
        isLong
        placeholder="Such as: Two days of right lower quadrant pain and fever."
      />
      <ChoiceField
        {...field("age")}
        isShort
        items={ageItems}
        placeholder="Not given"
        suggestion={{
          value: snapshot.suggestedAge,
          source: "as the age, from the images",
        }}
      />
      <ChoiceField
        {...field("gender")}
        isShort
        items={genderItems}
        placeholder="Not given"
        suggestion={{
          value: snapshot.suggestedGender,
          source: "as the gender, from the images",
        }}
      />
      <RichTextField
        {...text("body")}
        placeholder="How it was confirmed, what else it could be, what there is to learn."
      />
      <Controller
        control={autosaved.form.control}
        name="suitableForQuiz"
        render={({ field: quiz }) => (
          <Tick
            isTicked={quiz.value}
            isDisabled={snapshot.isFrozen}
            onChange={(isTicked) => {
              autosaved.take("suitableForQuiz", isTicked);
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
