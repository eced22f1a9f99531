// A tooltip, for names of icons and for words that are cut off.
import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import styles from "./Tip.module.css";

/** Shows `text` while the one child is hovered or focused. */
export function Tip({
  text,
  children,
}: {
  readonly text: string;
  readonly children: ReactElement<Record<string, unknown>>;
}): ReactNode {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner
          sideOffset={6}
          collisionPadding={8}
          className={styles.positioner}
        >
          <Tooltip.Popup className={styles.popup}>{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Text on one line that shows itself whole in a tooltip. */
export function Truncated({
  text,
  className,
}: {
  readonly text: string;
  readonly className?: string | undefined;
}): ReactNode {
  return (
    <Tip text={text}>
      <span className={[styles.truncated, className].join(" ")}>{text}</span>
    </Tip>
  );
}
