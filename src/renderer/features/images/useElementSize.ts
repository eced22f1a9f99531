// The longer side of an element in CSS pixels, as it changes.
import { useEffect, useState, type RefObject } from "react";

/** 0 until the element is laid out. */
export function useElementSide(element: RefObject<HTMLElement | null>): number {
  const [side, setSide] = useState(0);
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const observer = new ResizeObserver(() => {
      setSide(Math.max(target.clientWidth, target.clientHeight));
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return side;
}
