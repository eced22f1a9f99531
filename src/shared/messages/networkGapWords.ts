// Words for a network that sending waits for: no failure, it goes on by itself.
import type { NetworkGap } from "../sendWait.ts";

/** What is in the way, and what the user can look at. */
export const networkGapWords: Readonly<
  Record<NetworkGap, { readonly title: string; readonly why: string }>
> = {
  offline: {
    title: "No network",
    why: "This computer is not connected at the moment. Check its cable or Wi-Fi.",
  },
  captivePortal: {
    title: "The network wants you to sign in",
    why: "A page of the network answers in place of the service. Open any web page and sign in there.",
  },
};
