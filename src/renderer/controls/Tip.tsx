// A tooltip, for names of icons and for words that are cut off.
import { Tooltip } from "@base-ui/react/tooltip";
import {
  useEffect,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from "react";
import { join } from "./classNames.ts";
import { useLast } from "./useLast.ts";
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
      <Popup>{text}</Popup>
    </Tooltip.Root>
  );
}

/**
 * Text on one line. Where it is cut off, a tooltip shows it whole: under the mouse, and when the keyboard comes to the
 * control that it is part of, or else to the text itself. `isToldBeside`: a control next to it says the same then.
 */
export function Truncated({
  text,
  className,
  isToldBeside = false,
}: {
  readonly text: string;
  readonly className?: string | undefined;
  readonly isToldBeside?: boolean;
}): ReactNode {
  const line = useRef<HTMLSpanElement>(null);
  const cut = useCut(line, text);
  const [told, setTold] = useState<string | null>(null);
  const lastTold = useLast(told);
  useEffect(
    () =>
      cut === "inControl" ? tellWithControl(line.current, setTold) : undefined,
    [cut],
  );
  return (
    <Tooltip.Root
      disabled={cut === "whole"}
      open={told !== null}
      onOpenChange={(isOpen) => {
        setTold(isOpen ? text : null);
      }}
    >
      <Tooltip.Trigger
        render={
          <span
            ref={line}
            className={join(styles.truncated, className)}
            {...(cut !== "whole" && { [cutMark]: "" })}
            {...(cut === "alone" && !isToldBeside && { tabIndex: 0 })}
          >
            {text}
          </span>
        }
      />
      <Popup>{lastTold}</Popup>
    </Tooltip.Root>
  );
}

/** On the page, of each text that is cut off. */
const cutMark = "data-cut";

/** Whether the text has room; if not, whether a control holds it: that takes the focus in its place. */
function useCut(
  line: RefObject<HTMLElement | null>,
  text: string,
): "whole" | "inControl" | "alone" {
  const [cut, setCut] = useState<ReturnType<typeof useCut>>("whole");
  useEffect(() => {
    const target = line.current;
    if (target === null) return;
    const whenCut = controlAround(target) === null ? "alone" : "inControl";
    const observer = new ResizeObserver(() => {
      setCut(target.scrollWidth > target.clientWidth ? whenCut : "whole");
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
    };
  }, [line, text]);
  return cut;
}

function controlAround(line: HTMLElement): HTMLElement | null {
  return line.closest<HTMLElement>("button, a[href]");
}

/** Of several lines in one control, the first one tells all that are cut off: tooltips would cover each other. Answers how to stop. */
function tellWithControl(
  line: HTMLElement | null,
  tell: (text: string | null) => void,
): (() => void) | undefined {
  const control = line === null ? null : controlAround(line);
  if (control === null) return undefined;
  const show = () => {
    const lines = [...control.querySelectorAll(`[${cutMark}]`)];
    if (lines[0] === line && control.matches(":focus-visible"))
      tell(lines.map(({ textContent }) => textContent).join("\n"));
  };
  const hide = () => {
    tell(null);
  };
  control.addEventListener("focus", show);
  control.addEventListener("blur", hide);
  return () => {
    control.removeEventListener("focus", show);
    control.removeEventListener("blur", hide);
  };
}

function Popup({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Tooltip.Portal>
      <Tooltip.Positioner
        sideOffset={6}
        collisionPadding={8}
        className={styles.positioner}
      >
        <Tooltip.Popup className={styles.popup}>{children}</Tooltip.Popup>
      </Tooltip.Positioner>
    </Tooltip.Portal>
  );
}
