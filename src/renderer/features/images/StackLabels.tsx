// Perspective and specifics of a stack, with the site's words offered.
import { useId, useState, type ReactNode } from "react";
import {
  perspectiveSuggestions,
  siteModalityOf,
  specificsSuggestions,
} from "../../../shared/contractLists.ts";
import type { StudyForm } from "../../../shared/caseForm.ts";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { Suggest } from "../../controls/Suggest.tsx";
import { edit } from "./stackEdits.ts";
import styles from "./StackInspector.module.css";

/** The two labels the site shows under a stack. */
export function StackLabels({
  caseId,
  stack,
  modality,
  isFrozen,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly modality: StudyForm["modality"];
  readonly isFrozen: boolean;
}): ReactNode {
  const known = modality === "" ? siteModalityOf(stack.modality) : modality;
  const perspectives = known === "" ? undefined : perspectiveSuggestions[known];
  const specifics = known === "" ? undefined : specificsSuggestions[known];
  return (
    <section className={styles.section} aria-label="Labels on the site">
      <h4 className={styles.heading}>Labels on the site</h4>
      <LabelField
        key={`perspective ${stack.perspective}`}
        label="Perspective"
        stored={stack.perspective}
        suggestions={perspectives ?? []}
        placeholder="Axial, Frontal…"
        isDisabled={isFrozen}
        onCommit={(perspective) => {
          edit(caseId, {
            kind: "labelStack",
            stackId: stack.stackId,
            perspective,
          });
        }}
      />
      <LabelField
        key={`specifics ${stack.specifics}`}
        label="Specifics"
        stored={stack.specifics}
        suggestions={specifics ?? []}
        placeholder="Phase, sequence, window…"
        isDisabled={isFrozen}
        onCommit={(text) => {
          edit(caseId, {
            kind: "labelStack",
            stackId: stack.stackId,
            specifics: text,
          });
        }}
      />
    </section>
  );
}

/** Keyed by the stored value, so that undo shows. */
function LabelField({
  label,
  stored,
  suggestions,
  placeholder,
  isDisabled,
  onCommit,
}: {
  readonly label: string;
  readonly stored: string;
  readonly suggestions: readonly string[];
  readonly placeholder: string;
  readonly isDisabled: boolean;
  readonly onCommit: (value: string) => void;
}): ReactNode {
  const id = useId();
  const [text, setText] = useState(stored);
  return (
    <div>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <Suggest
        id={id}
        label={label}
        value={text}
        suggestions={suggestions}
        placeholder={placeholder}
        isDisabled={isDisabled}
        onChange={setText}
        onCommit={(value) => {
          if (value.trim() !== stored) onCommit(value.trim());
        }}
      />
    </div>
  );
}
