// Buttons: with words, or with an icon and a name that is shown as a tooltip.
import type { LucideIcon } from "lucide-react";
import type { ComponentPropsWithRef, ReactNode } from "react";
import styles from "./Button.module.css";
import { join } from "./classNames.ts";
import { Tip } from "./Tip.tsx";

type Look = "plain" | "primary" | "quiet" | "danger";

interface ButtonProps extends ComponentPropsWithRef<"button"> {
  readonly look?: Look;
  readonly size?: "normal" | "small" | "large";
  readonly icon?: LucideIcon;
}

/** A button with words. */
export function Button({
  look = "plain",
  size = "normal",
  icon: Icon,
  className,
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={join(styles.button, styles[look], styles[size], className)}
    >
      {Icon !== undefined && <Icon aria-hidden className={styles.icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, "children"> {
  readonly icon: LucideIcon;
  /** Accessible name and tooltip. */
  readonly name: string;
  /** Shown in the tooltip, such as `Ctrl+Z`. */
  readonly shortcut?: string;
}

/** A button with an icon only; its name is shown on hover and focus. */
export function IconButton({
  icon: Icon,
  name,
  shortcut,
  look = "quiet",
  size = "normal",
  className,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <Tip text={shortcut === undefined ? name : `${name} (${shortcut})`}>
      <button
        type="button"
        {...rest}
        aria-label={name}
        className={join(
          styles.button,
          styles.iconOnly,
          styles[look],
          styles[size],
          className,
        )}
      >
        <Icon aria-hidden className={styles.icon} />
      </button>
    </Tip>
  );
}
