// Rows inside something that scrolls and holds more than them: which of them are in sight.
import {
  defaultRangeExtractor,
  useVirtualizer,
  type Virtualizer,
} from "@tanstack/react-virtual";
import type { RefObject } from "react";

const scrollerSelector = "[data-scroller]";

/** `rowHeight` in CSS pixels is what a row usually takes; each is measured once it is there. `keptIndex`: stays on the page out of sight; negative for none. */
export interface ScrolledRows {
  readonly count: number;
  readonly keyAt: (index: number) => string | number;
  readonly rowHeight: number;
  readonly keptIndex?: number;
}

/** `list` holds nothing but the rows; what scrolls is an element around it with `data-scroller`. */
export function useRowsInScroller<Row extends HTMLElement>(
  list: RefObject<HTMLElement | null>,
  { count, keyAt, rowHeight, keptIndex = -1 }: ScrolledRows,
): Virtualizer<HTMLElement, Row> {
  return useVirtualizer<HTMLElement, Row>({
    count,
    // Not by a ref of what is around: refs are set from the inside out, too late for the first look.
    getScrollElement: () => list.current?.closest(scrollerSelector) ?? null,
    getItemKey: keyAt,
    estimateSize: () => rowHeight,
    overscan: 8,
    observeElementOffset: (virtualizer, tell) =>
      observeOffset(virtualizer, list.current, tell),
    scrollToFn: (offset, { adjustments = 0 }, { scrollElement }) => {
      const there = offset + adjustments;
      scrollElement?.scrollBy(0, there - offsetIn(scrollElement, list.current));
    },
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), keptIndex])]
        .filter((index) => index >= 0)
        .toSorted((a, b) => a - b),
  });
}

/** How much of the rows lies above what is in sight; negative while their beginning is still below. */
function offsetIn(scroller: Element, list: Element | null): number {
  return list === null
    ? 0
    : scroller.getBoundingClientRect().top - list.getBoundingClientRect().top;
}

/** Tells the offset whenever it changes: by scrolling, and by what grows or shrinks above the rows. */
function observeOffset<Row extends HTMLElement>(
  { scrollElement }: Virtualizer<HTMLElement, Row>,
  list: HTMLElement | null,
  tell: (offset: number, isScrolling: boolean) => void,
): (() => void) | undefined {
  if (scrollElement === null) return undefined;
  let isAtEnd = false;
  const look = () => {
    const { scrollTop, scrollHeight, clientHeight } = scrollElement;
    isAtEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1;
    tell(offsetIn(scrollElement, list), false);
  };
  const sizes = new ResizeObserver(() => {
    // Rows that turn out taller than was thought move the end away from whoever went there.
    if (isAtEnd) scrollElement.scrollTop = scrollElement.scrollHeight;
    look();
  });
  for (const child of scrollElement.children) sizes.observe(child);
  scrollElement.addEventListener("scroll", look, { passive: true });
  look();
  return () => {
    sizes.disconnect();
    scrollElement.removeEventListener("scroll", look);
  };
}
