// The time, once a second, for countdowns.
import { useEffect, useState } from "react";

/** Milliseconds since the epoch; stands still while `isNeeded` is false. */
export function useNow(isNeeded: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isNeeded) return;
    const update = () => {
      setNowMs(Date.now());
    };
    update();
    const timer = setInterval(update, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [isNeeded]);
  return nowMs;
}
