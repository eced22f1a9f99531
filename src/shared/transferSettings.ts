// How fast and in how many pieces at a time the app may send: what the user chose.
import { z } from "zod";

const minuteOfDay = z.number().int().min(0).max(1439);

/** Files on their way to one storage at the same time, whatever the user chose. */
export const mostPutsAtOnce = 16;

/** A rate for everything that is sent; `hours` null: at any time. From after to means over midnight. */
export const bandwidthLimitSchema = z.strictObject({
  /** 10^6 bits. Slower than a tenth, and a single chunk would look like silence. */
  megabitsPerSecond: z.number().min(0.1).max(10_000),
  /** Minutes since midnight on this computer's clock. */
  hours: z
    .strictObject({ fromMinute: minuteOfDay, toMinute: minuteOfDay })
    .nullable(),
});
export type BandwidthLimitSetting = z.infer<typeof bandwidthLimitSchema>;

export const transferSettingsSchema = z.strictObject({
  /** Files at the same time at most; how many are best below that is learnt from the line. */
  mostAtOnce: z.number().int().min(1).max(mostPutsAtOnce),
  /** Null: as fast as it goes. */
  limit: bandwidthLimitSchema.nullable(),
  /** On a connection known to be metered, Send asks once before it begins. */
  asksWhenMetered: z.boolean(),
  /** The user says that this computer's connection costs by the byte; hardly a system tells. */
  isMetered: z.boolean(),
});
export type TransferSettings = z.infer<typeof transferSettingsSchema>;
