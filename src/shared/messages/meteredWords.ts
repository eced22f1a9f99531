// Words about a connection on which every byte may cost money.
import { formatBytes } from "./quantities.ts";

/** Before sending. `bytes` null: not known before the images are prepared. */
export function meteredBeforeWords(bytes: number | null): string {
  return bytes === null
    ? "This connection may be metered. How much will be sent is known when the images are prepared."
    : `This connection may be metered: ${formatBytes(bytes)} will be sent.`;
}

/** While sending, paused included; null when no image is left to send. */
export function meteredMeanwhileWords(bytesLeft: number): string | null {
  return bytesLeft <= 0
    ? null
    : `This connection may be metered: ${formatBytes(bytesLeft)} still to be sent.`;
}

/** The question that Send asks once, and its answers. */
export const meteredQuestionWords = {
  title: "This connection may be metered",
  whatNext:
    "Send now if that is all right, or wait for another connection: the case stays as it is. Settings > Transfers has the choice not to be asked.",
  sendNow: "Send now",
  notNow: "Not now",
} as const;

/** `240 MB will be sent`, below the question's title. */
export function meteredQuestionWhy(bytes: number): string {
  return `${formatBytes(bytes)} will be sent, which may cost you money or use up your allowance.`;
}
