// Asks in place for the reason why something found may leave.
import { useId, useState, type ReactNode } from "react";
import { Button } from "../../controls/Button.tsx";
import fieldStyles from "../../controls/Field.module.css";
import styles from "./AcceptForm.module.css";

/** Usual reasons are one click; another can be typed. Escape leaves it as it was. */
export function AcceptForm({
  reasons,
  label,
  onAccept,
  onCancel,
}: {
  readonly reasons: readonly string[];
  readonly label: string;
  readonly onAccept: (reason: string) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const id = useId();
  const [reason, setReason] = useState("");
  const isGiven = reason.trim() !== "";
  const accept = () => {
    if (isGiven) onAccept(reason.trim());
  };
  // No form element: it may stand inside one.
  return (
    <div
      className={styles.form}
      role="group"
      data-own-keys
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.nativeEvent.stopImmediatePropagation();
        onCancel();
      }}
    >
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.reasons}>
        {reasons.map((usual, place) => (
          <Button
            key={usual}
            size="small"
            className={styles.reason}
            autoFocus={place === 0}
            onClick={() => {
              onAccept(usual);
            }}
          >
            {usual}
          </Button>
        ))}
      </div>
      <input
        id={id}
        className={fieldStyles.input}
        value={reason}
        maxLength={500}
        placeholder="Another reason"
        onChange={(event) => {
          setReason(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          accept();
        }}
      />
      <div className={styles.reasons}>
        <Button
          size="small"
          className={styles.reason}
          disabled={!isGiven}
          onClick={accept}
        >
          Accept
        </Button>
        <Button size="small" look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
