// A long list to choose one entry from, of which only what is in sight is on the page. Arrow keys move, Enter chooses.
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { join } from "../../controls/classNames.ts";
import styles from "./Archive.module.css";

/** Entries have all the same height. */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  rowHeight,
  chosenKey,
  onChoose,
  children,
}: {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly rowHeight: number;
  readonly chosenKey: string | null;
  readonly onChoose: (item: Item) => void;
  readonly children: (item: Item) => ReactNode;
}): ReactNode {
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const current = Math.min(active, Math.max(items.length - 1, 0));
  const moveTo = (index: number) => {
    const next = Math.min(Math.max(index, 0), items.length - 1);
    setActive(next);
    rows.scrollToIndex(next);
  };
  const page = Math.max(
    1,
    Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 1,
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: items.length - 1,
    };
    const next = steps[event.key];
    const item = items[current];
    if (next !== undefined) moveTo(next);
    else if ((event.key === "Enter" || event.key === " ") && item !== undefined)
      onChoose(item);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroll}
      className={styles.listScroll}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={
        rows.getVirtualItems().some(({ index }) => index === current)
          ? `${id}-${current}`
          : undefined
      }
      onKeyDown={onKeyDown}
    >
      <div
        className={styles.listInner}
        role="presentation"
        style={{ height: rows.getTotalSize() }}
      >
        {rows.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          const key = keyOf(item);
          return (
            <div
              key={key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={key === chosenKey}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className={join(
                styles.option,
                key === chosenKey && styles.chosen,
                index === current && styles.active,
              )}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              onClick={() => {
                setActive(index);
                onChoose(item);
              }}
            >
              {children(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
