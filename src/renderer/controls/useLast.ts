// Keeps what a dialog showed while it fades out.
import { useState } from "react";

/** The latest value that was not null; null until there was one. */
export function useLast<Value>(value: Value | null): Value | null {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}
