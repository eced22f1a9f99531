// Fields of an autosaved form: one line, several lines, one of a list.
import { lazy, Suspense, useId, useMemo, type ReactNode } from "react";
import {
  Controller,
  get,
  type FieldValues,
  type Path,
  type PathValue,
} from "react-hook-form";
import type { CaseId } from "../../../shared/identifiers.ts";
import { textOfStored } from "../../../shared/richText.ts";
import type { TypedWordFinding } from "../../../shared/typedWords.ts";
import { SuggestionChip } from "../../controls/Badge.tsx";
import { Choice, type ChoiceItem } from "../../controls/Choice.tsx";
import { Field } from "../../controls/Field.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { findingsInText, underlined } from "../typedWords/findingsInText.ts";
import { TypedFindings } from "../typedWords/TypedFindings.tsx";
import { Underlined } from "../typedWords/Underlined.tsx";
import styles from "./DetailsPart.module.css";
import type { AutosavedForm } from "./useAutosavedForm.ts";

const RichTextEditor = lazy(async () => {
  const { RichTextEditor: editor } =
    await import("../richText/RichTextEditor.tsx");
  return { default: editor };
});

/** What every field is given. */
interface FieldProps<Fields extends FieldValues, Name extends Path<Fields>> {
  readonly autosaved: AutosavedForm<Fields>;
  readonly name: Name;
  readonly label: string;
  readonly guidance: string;
  readonly isRequired?: boolean;
  readonly isDisabled: boolean;
  /** Put on the control, for those who want to focus it. */
  readonly id?: string;
}

/** What the check of typed words found in a field. */
interface TypedCheck {
  readonly caseId: CaseId;
  /** The stored text that was checked. */
  readonly checked: string;
  readonly findings: readonly TypedWordFinding[];
}

interface Suggestion<Value> {
  /** Empty if there is none to offer. */
  readonly value: Value;
  /** Read out after the value: `as the age, from the images`. */
  readonly source: string;
}

/** Typed text. */
export function TextField<
  Fields extends FieldValues,
  Name extends Path<Fields>,
>({
  placeholder,
  isLong = false,
  suggestion,
  typed,
  ...props
}: FieldProps<Fields, Name> & {
  readonly typed: TypedCheck;
  readonly placeholder?: string;
  readonly isLong?: boolean;
  readonly suggestion?: Suggestion<PathValue<Fields, Name>>;
}): ReactNode {
  const { autosaved, name, isDisabled } = props;
  const { form } = autosaved;
  const ownId = useId();
  const id = props.id ?? ownId;
  const isInvalid = get(form.formState.errors, name) !== undefined;
  const Control = isLong ? "textarea" : "input";
  const text = String(form.watch(name));
  const findings = findingsInText(typed.findings, typed.checked, text);
  return (
    <Field
      id={id}
      label={props.label}
      isRequired={props.isRequired ?? false}
      error={isInvalid ? "This is too long for the site." : undefined}
      guidance={props.guidance}
      suggestion={<Offer {...props} suggestion={suggestion} />}
      notes={notesOn({ id, typed, text, findings, isDisabled })}
    >
      {({ controlId, describedBy }) => (
        <Underlined text={text} findings={underlined(findings)} isLong={isLong}>
          <Control
            id={controlId}
            className={fieldStyles.input}
            aria-describedby={describedBy}
            aria-invalid={isInvalid}
            aria-required={props.isRequired}
            disabled={isDisabled}
            placeholder={placeholder}
            {...form.register(name)}
          />
        </Underlined>
      )}
    </Field>
  );
}

/** Typed text with paragraphs, lists and emphasis. */
export function RichTextField<
  Fields extends FieldValues,
  Name extends Path<Fields>,
>({
  placeholder,
  typed,
  ...props
}: FieldProps<Fields, Name> & {
  readonly placeholder: string;
  readonly typed: TypedCheck;
}): ReactNode {
  const { autosaved, name, isDisabled } = props;
  const { form } = autosaved;
  const ownId = useId();
  const id = props.id ?? ownId;
  const isInvalid = get(form.formState.errors, name) !== undefined;
  const stored = String(form.watch(name));
  const text = textOfStored(stored);
  const findings = useMemo(
    () => findingsInText(typed.findings, textOfStored(typed.checked), text),
    [typed.findings, typed.checked, text],
  );
  const shown = useMemo(() => underlined(findings), [findings]);
  return (
    <Field
      id={id}
      label={props.label}
      isRequired={props.isRequired ?? false}
      error={isInvalid ? "This is too long for the site." : undefined}
      guidance={props.guidance}
      notes={notesOn({ id, typed, text, findings, isDisabled })}
    >
      {({ controlId, describedBy }) => (
        <Suspense
          fallback={
            <textarea
              id={controlId}
              className={fieldStyles.input}
              readOnly
              value={text}
            />
          }
        >
          <RichTextEditor
            id={controlId}
            label={props.label}
            describedBy={describedBy}
            value={stored}
            placeholder={placeholder}
            isDisabled={isDisabled}
            isInvalid={isInvalid}
            findings={shown}
            onChange={(value) => {
              form.setValue(name, value as PathValue<Fields, Name>, {
                shouldValidate: true,
                shouldDirty: true,
              });
            }}
          />
        </Suspense>
      )}
    </Field>
  );
}

function notesOn({
  id,
  typed,
  text,
  findings,
  isDisabled,
}: {
  readonly id: string;
  readonly typed: TypedCheck;
  readonly text: string;
  readonly findings: readonly TypedWordFinding[];
  readonly isDisabled: boolean;
}) {
  return findings.length === 0
    ? undefined
    : {
        id: `${id}-found`,
        content: (
          <TypedFindings
            id={`${id}-found`}
            caseId={typed.caseId}
            text={text}
            findings={findings}
            isDisabled={isDisabled}
          />
        ),
      };
}

/** One of a closed list. */
export function ChoiceField<
  Fields extends FieldValues,
  Name extends Path<Fields>,
>({
  items,
  placeholder,
  isShort = false,
  suggestion,
  ...props
}: FieldProps<Fields, Name> & {
  readonly items: readonly ChoiceItem<
    PathValue<Fields, Name> & (string | number | null)
  >[];
  readonly placeholder: string;
  readonly isShort?: boolean;
  readonly suggestion?: Suggestion<PathValue<Fields, Name>>;
}): ReactNode {
  const { autosaved, name } = props;
  const ownId = useId();
  return (
    <Field
      id={props.id ?? ownId}
      label={props.label}
      isRequired={props.isRequired ?? false}
      guidance={props.guidance}
      suggestion={<Offer {...props} suggestion={suggestion} />}
    >
      {({ controlId, describedBy }) => (
        <Controller
          control={autosaved.form.control}
          name={name}
          render={({ field }) => (
            <div className={isShort ? styles.short : undefined}>
              <Choice<PathValue<Fields, Name> & (string | number | null)>
                id={controlId}
                label={props.label}
                describedBy={describedBy}
                items={items}
                value={field.value}
                placeholder={placeholder}
                isDisabled={props.isDisabled}
                onChange={(value) => {
                  autosaved.take(name, value);
                }}
              />
            </div>
          )}
        />
      )}
    </Field>
  );
}

/** The suggestion as a chip, unless it is already what the field holds. */
function Offer<Fields extends FieldValues, Name extends Path<Fields>>({
  autosaved,
  name,
  isDisabled,
  suggestion,
}: FieldProps<Fields, Name> & {
  readonly suggestion: Suggestion<PathValue<Fields, Name>> | undefined;
}): ReactNode {
  const current = autosaved.form.watch(name);
  if (isDisabled || suggestion === undefined) return null;
  const { value, source } = suggestion;
  if (value === "" || value === current) return null;
  return (
    <SuggestionChip
      value={String(value)}
      source={source}
      onTake={() => {
        autosaved.take(name, value);
      }}
    />
  );
}
