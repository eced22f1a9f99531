// A text field of the network dialogs: label above, hint or error below.
import { useId, type ReactNode } from "react";
import fieldStyles from "../../controls/Field.module.css";
import settingsStyles from "../settings/SettingsDialog.module.css";
import styles from "./NetworkSection.module.css";

/** Never suggests or corrects: what is typed here are addresses, names and passwords. */
export function LabelledInput({
  label,
  type = "text",
  value,
  onChange,
  hint,
  error,
}: {
  readonly label: string;
  readonly type?: "text" | "password";
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
}): ReactNode {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={styles.input}>
      <label htmlFor={id} className={fieldStyles.label}>
        {label}
      </label>
      <input
        id={id}
        type={type}
        className={fieldStyles.input}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={
            error === undefined ? settingsStyles.detail : fieldStyles.error
          }
          role={error === undefined ? undefined : "alert"}
        >
          {note}
        </p>
      )}
    </div>
  );
}
