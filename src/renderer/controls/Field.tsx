// A labelled field with guidance, suggestions and its error in place.
import type { ReactNode } from "react";
import { join } from "./classNames.ts";
import styles from "./Field.module.css";

/** Ids that tie a control to its guidance and error. */
interface FieldIds {
  readonly controlId: string;
  readonly describedBy: string | undefined;
}

/** Lays out label, control, error and guidance; the control is made by `children` from the ids it must carry. */
export function Field({
  id,
  label,
  isRequired = false,
  error,
  guidance,
  suggestion,
  notes,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly isRequired?: boolean;
  readonly error?: string | undefined;
  readonly guidance?: ReactNode;
  readonly suggestion?: ReactNode;
  /** Remarks on what was typed; `id` is that of their element. */
  readonly notes?:
    { readonly id: string; readonly content: ReactNode } | undefined;
  readonly children: (ids: FieldIds) => ReactNode;
}): ReactNode {
  const guidanceId = `${id}-guidance`;
  const errorId = `${id}-error`;
  const describedBy = join(
    error !== undefined && errorId,
    notes?.id,
    guidance !== undefined && guidanceId,
  );
  return (
    <div className={styles.field}>
      <div className={styles.control}>
        <div className={styles.labelRow}>
          <label className={styles.label} htmlFor={id}>
            {label}
            {isRequired && <span className={styles.required}>required</span>}
          </label>
          {suggestion}
        </div>
        {children({
          controlId: id,
          describedBy: describedBy === "" ? undefined : describedBy,
        })}
        {error !== undefined && (
          <p id={errorId} className={styles.error} role="alert">
            {error}
          </p>
        )}
        {notes?.content}
      </div>
      {guidance !== undefined && (
        <div id={guidanceId} className={styles.guidance}>
          {guidance}
        </div>
      )}
    </div>
  );
}
