// What the app does while its window is closed.
import { z } from "zod";

export const backgroundSettingsSchema = z.strictObject({
  /** Closing the window while cases are being sent leaves the app in the tray until they are; otherwise it asks. */
  keepsSending: z.boolean().default(false),
  /** After signing in to this computer the app starts without a window if there is something to finish. */
  startsAtLogin: z.boolean().default(false),
});
export type BackgroundSettings = z.infer<typeof backgroundSettingsSchema>;
