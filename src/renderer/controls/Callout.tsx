// Words about a state or a problem, in place: what, why, what next, and the buttons that help.
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Words } from "../../shared/messages/words.ts";
import styles from "./Callout.module.css";
import { join } from "./classNames.ts";

type Tone = "info" | "good" | "warn" | "bad";

const icons = {
  info: Info,
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
} as const;

/** A box with an icon. `live` reads it out when it appears: politely, or at once for problems. */
export function Callout({
  tone,
  title,
  live,
  actions,
  children,
}: {
  readonly tone: Tone;
  readonly title: string;
  readonly live?: "status" | "alert" | undefined;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  const Icon = icons[tone];
  return (
    <div className={join(styles.callout, styles[tone])} role={live}>
      <Icon aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children !== undefined && (
          <div className={styles.detail}>{children}</div>
        )}
        {actions !== undefined && (
          <div className={styles.actions}>{actions}</div>
        )}
      </div>
    </div>
  );
}

/** A callout that says a failure, a refusal or a blocker in its three parts. */
export function WordsCallout({
  words,
  tone = "bad",
  live,
  actions,
}: {
  readonly words: Words;
  readonly tone?: Tone;
  readonly live?: "status" | "alert" | undefined;
  readonly actions?: ReactNode;
}): ReactNode {
  return (
    <Callout tone={tone} title={words.title} live={live} actions={actions}>
      <p>{words.why}</p>
      <p>{words.whatNext}</p>
    </Callout>
  );
}
