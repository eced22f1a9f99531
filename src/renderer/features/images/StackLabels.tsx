// Perspective and specifics of a stack, with the site's words offered.
import { useId, useState, type ReactNode } from "react";
import {
  perspectiveSuggestions,
  siteModalityOf,
  specificsSuggestions,
} from "../../../shared/contractLists.ts";
import type { StudyForm } from "../../../shared/caseForm.ts";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import type { TypedWordFinding } from "../../../shared/typedWords.ts";
import { Suggest } from "../../controls/Suggest.tsx";
import { findingsOf } from "../typedWords/findingsInText.ts";
import { TypedFindings } from "../typedWords/TypedFindings.tsx";
import { edit } from "./stackEdits.ts";
import styles from "./StackInspector.module.css";

/** The two labels the site shows under a stack. */
export function StackLabels({
  snapshot,
  stack,
  modality,
}: {
  readonly snapshot: CaseSnapshot;
  readonly stack: StackView;
  readonly modality: StudyForm["modality"];
}): ReactNode {
  const { caseId, isFrozen } = snapshot;
  const { stackId } = stack;
  const findingsIn = (field: "perspective" | "specifics") =>
    findingsOf(snapshot, { kind: "stack", stackId, field });
  const known = modality === "" ? siteModalityOf(stack.modality) : modality;
  const perspectives = known === "" ? undefined : perspectiveSuggestions[known];
  const specifics = known === "" ? undefined : specificsSuggestions[known];
  return (
    <section className={styles.section} aria-label="Labels on the site">
      <h4 className={styles.heading}>Labels on the site</h4>
      <LabelField
        key={`perspective ${stack.perspective}`}
        caseId={caseId}
        findings={findingsIn("perspective")}
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
        caseId={caseId}
        findings={findingsIn("specifics")}
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
  caseId,
  findings,
  label,
  stored,
  suggestions,
  placeholder,
  isDisabled,
  onCommit,
}: {
  readonly caseId: CaseId;
  /** In the stored text. */
  readonly findings: readonly TypedWordFinding[];
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
        describedBy={findings.length > 0 ? `${id}-found` : undefined}
        onChange={setText}
        onCommit={(value) => {
          if (value.trim() !== stored) onCommit(value.trim());
        }}
      />
      {findings.length > 0 && (
        <TypedFindings
          id={`${id}-found`}
          caseId={caseId}
          text={stored}
          findings={findings}
          isDisabled={isDisabled}
        />
      )}
    </div>
  );
}
