// Check: what will leave, what is refused, what is confirmed, and the button that sends.
import type { ReactNode } from "react";
import type { AppSnapshot, CaseSnapshot } from "../../../shared/snapshot.ts";
import { Callout } from "../../controls/Callout.tsx";
import { Button } from "../../controls/Button.tsx";
import { showPart } from "../../view/viewState.ts";
import { SentBefore } from "../sentCases/SentBefore.tsx";
import { BeforeAfter } from "../beforeAfter/BeforeAfter.tsx";
import { FreeTextReview } from "../freeText/FreeTextReview.tsx";
import { Confirm } from "./Confirm.tsx";
import styles from "./CheckPart.module.css";
import { Preparation } from "./Preparation.tsx";
import { ReadyPanel } from "./ReadyPanel.tsx";
import { RefusedImages } from "./RefusedImages.tsx";
import { TagReport } from "./TagReport.tsx";
import { WhatLeaves } from "./WhatLeaves.tsx";
import { WhatWasDone } from "./WhatWasDone.tsx";

/** The third part of a case. */
export function CheckPart({
  app,
  snapshot,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { preparation } = snapshot.check;
  return (
    <div className={styles.part}>
      <div className={styles.main}>
        {snapshot.isFrozen && (
          <Callout
            tone="info"
            title="Sending has begun"
            actions={
              <Button
                size="small"
                onClick={() => {
                  showPart("upload");
                }}
              >
                Show the upload
              </Button>
            }
          >
            <p>What is shown here was frozen when you pressed Send.</p>
          </Callout>
        )}
        <WhatLeaves snapshot={snapshot} />
        <FreeTextReview snapshot={snapshot} />
        <Preparation snapshot={snapshot} />
        {preparation.kind === "ready" && (
          <>
            <RefusedImages snapshot={snapshot} preparation={preparation} />
            <WhatWasDone snapshot={snapshot} preparation={preparation} />
            <TagReport snapshot={snapshot} preparation={preparation} />
            <BeforeAfter snapshot={snapshot} preparation={preparation} />
          </>
        )}
        <SentBefore snapshot={snapshot} />
        <Confirm snapshot={snapshot} />
      </div>
      {!snapshot.isFrozen && <ReadyPanel app={app} snapshot={snapshot} />}
    </div>
  );
}
