// Date and time at which an image, or a frame of an enhanced one, was acquired.
import { asciiTextOf } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import type { HeaderReader } from "./headerReader.ts";

/** DA, or empty. */
export function acquisitionDateOf(header: HeaderReader, frame: number): string {
  return (
    momentOfFrame(header, frame).date ||
    header.ascii(tags.AcquisitionDate) ||
    momentIn(header.ascii(tags.AcquisitionDateTime)).date
  );
}

/** TM, or empty. */
export function acquisitionTimeOf(header: HeaderReader, frame: number): string {
  return (
    momentOfFrame(header, frame).time ||
    header.ascii(tags.AcquisitionTime) ||
    momentIn(header.ascii(tags.AcquisitionDateTime)).time
  );
}

interface Moment {
  readonly date: string;
  readonly time: string;
}

/** Frame Acquisition DateTime of the Frame Content macro (PS3.3 C.7.6.16.2.2). */
function momentOfFrame(header: HeaderReader, frame: number): Moment {
  const element = header.elementInFrame(
    tags.FrameAcquisitionDateTime,
    tags.FrameContentSequence,
    frame,
  );
  return momentIn(asciiTextOf(element, header.context.bytes));
}

/** A DT (PS3.5 6.2) without its offset from UTC, which all images of a scanner share. */
function momentIn(dateTime: string): Moment {
  const [, date = "", time = ""] =
    /^(\d{8})(\d{2,6}(?:\.\d+)?)?(?:[+-]\d{4})?$/.exec(dateTime) ?? [];
  return { date, time };
}
