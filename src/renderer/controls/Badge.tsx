// Small marks: a badge with a word or number, and a chip that can be clicked.
import type { ReactNode } from "react";
import styles from "./Badge.module.css";
import { join } from "./classNames.ts";

type Tone = "quiet" | "accent" | "good" | "warn" | "bad";

/** A word or a number in a small box. */
export function Badge({
  tone = "quiet",
  children,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
}): ReactNode {
  return <span className={join(styles.badge, styles[tone])}>{children}</span>;
}

/** A value that one click takes over; `source` says where it comes from. */
export function SuggestionChip({
  value,
  source,
  onTake,
}: {
  readonly value: string;
  readonly source: string;
  readonly onTake: () => void;
}): ReactNode {
  return (
    <button type="button" className={styles.chip} onClick={onTake}>
      Use {value}
      <span className="visually-hidden"> {source}</span>
    </button>
  );
}
