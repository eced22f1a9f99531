// When an image was acquired, by the clock of the scanner and by the bolus of contrast medium.
import type { InstanceHeader } from "../model/instanceHeader.ts";

const secondsOfDay = 86_400;

/** Seconds since any fixed midnight; null if the image does not say. Dates count, so that a pass after midnight is after one before it. */
export function acquiredAtSeconds(header: InstanceHeader): number | null {
  const time = secondsOf(header.acquisitionTime);
  const [, year, month, day] =
    /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(header.acquisitionDate) ?? [];
  if (time === null || day === undefined) return time;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return midnight / 1000 + time;
}

/** Seconds from the start of the bolus to this image; negative before it; null if either time is unknown. */
export function secondsAfterBolus(header: InstanceHeader): number | null {
  const acquired = secondsOf(header.acquisitionTime);
  const bolus = secondsOf(header.contrast.bolusStartTime);
  if (acquired === null || bolus === null) return null;
  const seconds = acquired - bolus;
  // Midnight lies between them.
  if (seconds < -secondsOfDay / 2) return seconds + secondsOfDay;
  return seconds > secondsOfDay / 2 ? seconds - secondsOfDay : seconds;
}

/** TM (PS3.5 6.2), with or without the colons of older versions, and without parts that are not known. */
function secondsOf(time: string): number | null {
  const [, hours, minutes = "0", seconds = "0"] =
    /^(\d{2}):?(\d{2})?:?(\d{2}(?:\.\d+)?)?$/.exec(time) ?? [];
  return hours === undefined
    ? null
    : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
