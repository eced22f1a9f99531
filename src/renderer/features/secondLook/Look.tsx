// One reading: what it is and is not, a bar for each finding with the highest first, and the same as a table.
import { Copy, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import {
  filmCreditWords,
  filmPlaceWords,
  lookOriginWords,
  probabilityText,
} from "../../../shared/messages/lookText.ts";
import {
  lookBanner,
  lookCitation,
  lookTitles,
} from "../../../shared/messages/secondLookWords.ts";
import type { LookView } from "../../../shared/secondLook.ts";
import { send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { FindingChart } from "./FindingChart.tsx";
import styles from "./SecondLook.module.css";

/** A reading kept with its case. */
export function Look({
  caseId,
  look,
}: {
  readonly caseId: CaseId;
  readonly look: LookView;
}): ReactNode {
  const title = lookTitles[look.algorithm];
  const when = new Date(look.askedAtMs).toLocaleString();
  return (
    <section className={styles.look} aria-label={`${title}, ${when}`}>
      <div className={styles.lookHead}>
        <h3 className={styles.heading}>{title}</h3>
        <Button
          size="small"
          icon={Copy}
          onClick={() =>
            void send((bridge) =>
              bridge.copySecondLook(caseId, look.lookId),
            ).then((isCopied) => {
              if (isCopied)
                noticeDone("Copied, marked as the answer of X-Raydar.");
            })
          }
        >
          Copy
        </Button>
        <IconButton
          icon={Trash2}
          name="Forget this reading"
          size="small"
          onClick={() =>
            void send((bridge) => bridge.forgetSecondLook(caseId, look.lookId))
          }
        />
      </div>
      <p className={styles.banner}>{lookBanner}</p>
      <p className={styles.quiet}>
        {look.algorithm === "image" &&
          `Film: ${filmPlaceWords(look.filmPlace)}. `}
        {lookOriginWords(look.reader, when)}.
        {look.urgency !== null &&
          ` Urgency in the reference code's scale: ${look.urgency}.`}
      </p>
      <FindingChart
        name={title}
        series={[
          {
            name: look.algorithm === "image" ? "Film" : "Report",
            tone: look.algorithm,
          },
        ]}
        rows={look.findings.map(
          ({ label, name, probability, urgencyClass }) => ({
            label,
            name,
            values: [probability],
            urgencyClass,
          }),
        )}
      />
      <OtherValues look={look} />
      {look.credit !== null && (
        <p className={styles.quiet}>{filmCreditWords(look.credit)}</p>
      )}
      <p className={styles.quiet}>
        The values are outputs of a network, not calibrated for your patients.
        {look.algorithm === "report" &&
          " Labels are independent of one another: several can be high at once, “normal” among them."}{" "}
        {lookCitation}.
      </p>
    </section>
  );
}

function OtherValues({ look }: { readonly look: LookView }): ReactNode {
  const { nonFindings, otherFields } = look;
  if (nonFindings.length === 0 && otherFields.length === 0) return null;
  return (
    <details className={styles.details}>
      <summary>Labels that are no findings, and other fields</summary>
      <dl className={styles.others}>
        {nonFindings.map(({ label, name, probability }) => (
          <div key={label}>
            <dt>{name}</dt>
            <dd>{probabilityText(probability)}</dd>
          </div>
        ))}
        {otherFields.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
