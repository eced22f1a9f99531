// A progress bar with a name; without a fraction it says only that something is going on.
import { Progress } from "@base-ui/react/progress";
import type { ReactNode } from "react";
import { formatPercent } from "../../shared/messages/quantities.ts";
import { join } from "./classNames.ts";
import styles from "./ProgressBar.module.css";

/** `fraction` from 0 to 1; null if how much there is to do is not known. */
export function ProgressBar({
  name,
  fraction,
  tone = "accent",
  size = "normal",
}: {
  readonly name: string;
  readonly fraction: number | null;
  readonly tone?: "accent" | "good" | "warn" | "quiet";
  readonly size?: "normal" | "thin";
}): ReactNode {
  return (
    <Progress.Root
      aria-label={name}
      value={fraction === null ? null : Math.floor(fraction * 100)}
      getAriaValueText={() =>
        fraction === null ? "under way" : formatPercent(fraction)
      }
    >
      <Progress.Track className={join(styles.track, styles[size])}>
        <Progress.Indicator className={join(styles.indicator, styles[tone])} />
      </Progress.Track>
    </Progress.Root>
  );
}
