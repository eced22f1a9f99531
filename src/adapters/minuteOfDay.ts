// The time of day on this computer's clock.

/** Minutes since midnight where the computer is, 0 to 1439. */
export function minuteOfDay(): number {
  const now = new Date();
  return now.getHours() * 60 + now.getMinutes();
}
