// A list of any length inside something that scrolls: only the rows in sight are on the page, and the one that has the focus.
import {
  useRef,
  useState,
  type CSSProperties,
  type FocusEvent,
  type ReactNode,
} from "react";
import styles from "./Archive.module.css";
import { useRowsInScroller } from "./useRowsInScroller.ts";

/** To be spread over the `li` of a row. */
export interface RowPlace {
  readonly ref: (row: HTMLLIElement | null) => void;
  readonly "data-index": number;
  readonly "aria-posinset": number;
  readonly "aria-setsize": number;
  readonly style: CSSProperties;
}

/** `rowHeight` is what a row usually takes; each is measured once it is there. What scrolls is an element around it with `data-scroller`, in which it need not be alone. */
export function LongList<Item>({
  label,
  items,
  keyOf,
  rowHeight,
  children,
}: {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly rowHeight: number;
  readonly children: (item: Item, place: RowPlace) => ReactNode;
}): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const focused = items.findIndex((item) => keyOf(item) === focusedKey);
  const keyAt = (index: number) => {
    const item = items[index];
    return item === undefined ? index : keyOf(item);
  };
  const rows = useRowsInScroller<HTMLLIElement>(list, {
    count: items.length,
    keyAt,
    rowHeight,
    // A row that vanished under the focus would throw it back to the top of the window.
    keptIndex: focused,
  });
  return (
    <ul
      ref={list}
      className={styles.listInner}
      aria-label={label}
      style={{ height: rows.getTotalSize() }}
      onFocus={(event) => {
        const index = rowOf(event);
        setFocusedKey(index === null ? null : String(keyAt(index)));
      }}
      onBlur={() => {
        setFocusedKey(null);
      }}
    >
      {rows.getVirtualItems().map(({ index, start }) => {
        const item = items[index];
        return item === undefined
          ? null
          : children(item, {
              ref: rows.measureElement,
              "data-index": index,
              "aria-posinset": index + 1,
              "aria-setsize": items.length,
              style: { transform: `translateY(${String(start)}px)` },
            });
      })}
    </ul>
  );
}

/** Number of the row that holds what got the focus. */
function rowOf({ target }: FocusEvent<HTMLElement>): number | null {
  const index = target.closest("[data-index]")?.getAttribute("data-index");
  return index === null || index === undefined ? null : Number(index);
}
