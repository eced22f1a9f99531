// A text input that offers words and takes others too.
import { Autocomplete } from "@base-ui/react/autocomplete";
import type { ReactNode } from "react";
import choiceStyles from "./Choice.module.css";
import fieldStyles from "./Field.module.css";

/** Free text with suggestions; `onCommit` is called when the text is settled: on a choice, Enter or leaving the field. */
export function Suggest({
  id,
  label,
  suggestions,
  value,
  placeholder,
  isDisabled = false,
  describedBy,
  onChange,
  onCommit,
}: {
  readonly id: string;
  readonly label: string;
  readonly suggestions: readonly string[];
  readonly value: string;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly describedBy?: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onCommit: (value: string) => void;
}): ReactNode {
  return (
    <Autocomplete.Root
      items={suggestions}
      value={value}
      openOnInputClick
      disabled={isDisabled}
      onValueChange={(next, details) => {
        onChange(next);
        if (details.reason === "item-press") onCommit(next);
      }}
    >
      <Autocomplete.Input
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        className={fieldStyles.input}
        placeholder={placeholder}
        maxLength={200}
        onBlur={() => {
          onCommit(value);
        }}
      />
      <Autocomplete.Portal>
        <Autocomplete.Positioner
          className={choiceStyles.positioner}
          sideOffset={4}
        >
          <Autocomplete.Popup className={choiceStyles.popup}>
            <Autocomplete.List className={choiceStyles.list}>
              {(suggestion: string) => (
                <Autocomplete.Item
                  key={suggestion}
                  value={suggestion}
                  className={choiceStyles.item}
                >
                  <span className={choiceStyles.itemText}>{suggestion}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
