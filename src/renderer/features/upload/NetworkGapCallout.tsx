// What is said while sending waits for the network.
import type { ReactNode } from "react";
import { networkGapWords } from "../../../shared/messages/networkGapWords.ts";
import type { NetworkGap } from "../../../shared/sendWait.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { openDialog } from "../../view/viewState.ts";

/** A sign-in page goes away only by what the user does. */
const tones = {
  offline: "info",
  captivePortal: "warn",
} as const satisfies Record<NetworkGap, string>;

/** Waited out; no failure. */
export function NetworkGapCallout({
  gap,
}: {
  readonly gap: NetworkGap;
}): ReactNode {
  const { title, why } = networkGapWords[gap];
  return (
    <Callout
      tone={tones[gap]}
      title={title}
      actions={
        <Button
          onClick={() => {
            openDialog({ kind: "diagnostics" });
          }}
        >
          Diagnostics…
        </Button>
      }
    >
      <p role="status">
        {why} Sending goes on by itself as soon as the service can be reached.
      </p>
    </Callout>
  );
}
