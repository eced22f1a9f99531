// A text field whose found words are underlined: a copy of its text lies over it, of which only the lines are seen.
import { useEffect, useRef, type ReactNode } from "react";
import { join } from "../../controls/classNames.ts";
import { partsOf, type ShownFinding } from "./findingsInText.ts";
import styles from "./Underlined.module.css";

/** `children` is the one input or textarea, which holds `text`. */
export function Underlined({
  text,
  findings,
  isLong,
  children,
}: {
  readonly text: string;
  readonly findings: readonly ShownFinding[];
  readonly isLong: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const around = useRef<HTMLDivElement>(null);
  const copy = useRef<HTMLDivElement>(null);
  const isNeeded = findings.length > 0;
  useEffect(() => {
    const control = around.current?.querySelector("input, textarea");
    const lines = copy.current;
    if (!isNeeded || control == null || lines === null) return;
    const follow = () => {
      // Its own width, since a scroll bar takes some of the field's.
      lines.style.width = `${control.clientWidth}px`;
      lines.style.height = `${control.clientHeight}px`;
      lines.scrollTop = control.scrollTop;
      lines.scrollLeft = control.scrollLeft;
    };
    const observer = new ResizeObserver(follow);
    observer.observe(control);
    // Inputs of one line scroll without an event of their own.
    const events = ["scroll", "input", "keyup", "select", "pointerup", "blur"];
    for (const name of events) control.addEventListener(name, follow);
    follow();
    return () => {
      observer.disconnect();
      for (const name of events) control.removeEventListener(name, follow);
    };
  }, [isNeeded, text]);
  return (
    <div ref={around} className={styles.around}>
      {children}
      {isNeeded && (
        <div
          ref={copy}
          aria-hidden
          className={join(styles.copy, isLong ? styles.long : styles.short)}
        >
          {partsOf(text, findings).map(({ text: part, finding }, place) =>
            finding === null ? (
              part
            ) : (
              <mark
                key={`${finding.findingId} ${place}`}
                className={
                  finding.isBlocking ? styles.blocking : styles.warning
                }
              >
                {part}
              </mark>
            ),
          )}
          {/* A text area shows a last empty line, a block does not. */}
          {isLong && "\u200b"}
        </div>
      )}
    </div>
  );
}
