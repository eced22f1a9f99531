// What is beside the viewer's image: looking at it, or masking it.
import { Tabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import type { StackView } from "../../../shared/snapshot.ts";
import { Badge } from "../../controls/Badge.tsx";
import type { ViewerSide } from "../../view/viewState.ts";
import { openFindings } from "../masks/maskEdits.ts";
import styles from "./Viewer.module.css";

/** Two tabs; the one for masks says how much text is undecided, else how many masks there are. */
export function ViewerSideTabs({
  stack,
  side,
  onChange,
  view,
  masks,
}: {
  readonly stack: StackView;
  readonly side: ViewerSide;
  readonly onChange: (side: ViewerSide) => void;
  readonly view: ReactNode;
  readonly masks: ReactNode;
}): ReactNode {
  const open = openFindings(stack).length;
  const count = open > 0 ? open : stack.masks.length;
  return (
    <Tabs.Root
      className={styles.tools}
      value={side}
      onValueChange={(next) => {
        onChange(next === "masks" ? "masks" : "view");
      }}
    >
      <Tabs.List className={styles.sideTabs} aria-label="Beside the image">
        <Tabs.Tab value="view" className={styles.sideTab}>
          View
        </Tabs.Tab>
        <Tabs.Tab value="masks" className={styles.sideTab}>
          Masks and text
          {count > 0 && (
            <Badge tone={open > 0 ? "warn" : "quiet"}>
              <span aria-hidden>{count}</span>
              <span className="visually-hidden">
                {open > 0 ? `, ${open} undecided` : `, ${count} masks`}
              </span>
            </Badge>
          )}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="view" className={styles.sidePanel} tabIndex={-1}>
        {view}
      </Tabs.Panel>
      <Tabs.Panel value="masks" className={styles.sidePanel} tabIndex={-1}>
        {masks}
      </Tabs.Panel>
    </Tabs.Root>
  );
}
