// How many of a long list are on the page so far: a few at first, more with every frame, so that no frame has to bring them all.
import { useEffect, useState } from "react";

/** Cards that one frame can bring without being seen to stutter. */
const perFrame = 16;

/** Grows from a first batch to `total`, batch by batch. */
export function useGrowingCount(total: number): number {
  const [count, setCount] = useState(perFrame);
  useEffect(() => {
    if (count >= total) return;
    const frame = requestAnimationFrame(() => {
      setCount((before) => before + perFrame);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [count, total]);
  return Math.min(count, total);
}
