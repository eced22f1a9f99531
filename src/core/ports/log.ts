// Port: the one log. What goes in is chosen from closed types, so that no value of a patient can.

/** A log entry: an event name from code and plain numbers or closed-list words. Never paths, DICOM values, URLs or error messages. */
export interface Log {
  write(
    level: "info" | "warning" | "error",
    event: string,
    facts?: Readonly<Record<string, number | boolean | string | null>>,
  ): void;
}
