// What the user consents to: who gets it, what exactly goes, and what is not known of it. Nothing is preselected but declining.
import { useState, type ReactNode } from "react";
import {
  filmWarningWords,
  readerWords,
} from "../../../shared/messages/secondLookWords.ts";
import { formatBytes } from "../../../shared/messages/quantities.ts";
import type { MadeFilm, ReportCheck } from "../../../shared/secondLook.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { Tick } from "../../controls/Choice.tsx";
import { ImageCanvas } from "../../images/ImageCanvas.tsx";
import styles from "./SecondLook.module.css";

/** What would be sent. */
export type ToConsent =
  | { readonly kind: "film"; readonly film: MadeFilm }
  | { readonly kind: "report"; readonly report: ReportCheck };

/** The user's answer, for one sending. */
export interface ConsentAnswers {
  readonly onDecline: () => void;
  readonly onConsent: () => void;
}

/** The question for one sending. */
export function Consent({
  what,
  onDecline,
  onConsent,
}: ConsentAnswers & { readonly what: ToConsent }): ReactNode {
  const [isSeen, setIsSeen] = useState(false);
  const reader = what.kind === "film" ? what.film.reader : what.report.reader;
  const { name, place } = readerWords[reader];
  return (
    <div className={styles.consentParts}>
      {what.kind === "film" && <FilmWarnings film={what.film} />}
      <div className={styles.consent}>
        <WhatGoes what={what} />
        <div className={styles.consentWords}>
          <p>
            <strong>Recipient:</strong> {name}, {place}.
          </p>
          <p>
            <strong>Purpose:</strong> a second look for research or teaching.
            The licence allows nothing else: no clinical and no commercial use.
          </p>
          {reader === "xraydar" && (
            <p>
              How long the recipient keeps it, and what for, is not known. Take
              what you send as disclosed for good.
            </p>
          )}
          <Tick isTicked={isSeen} onChange={setIsSeen}>
            {what.kind === "film"
              ? "I have looked at this very image: nothing in it tells who the patient is."
              : "I have read this very text: nothing in it tells who the patient is."}
          </Tick>
          <div className={styles.actions}>
            <Button onClick={onDecline} autoFocus>
              Do not send
            </Button>
            <Button look="primary" disabled={!isSeen} onClick={onConsent}>
              Send this once
            </Button>
          </div>
        </div>
      </div>
    </div>
  );
}

/** Above the picture, which they speak of. */
function FilmWarnings({
  film: { warnings },
}: {
  readonly film: MadeFilm;
}): ReactNode {
  if (warnings.length === 0) return null;
  return (
    <Callout tone="warn" title="Before you send this film">
      {warnings.map((warning) => (
        <p key={warning.kind}>{filmWarningWords(warning)}</p>
      ))}
    </Callout>
  );
}

function WhatGoes({ what }: { readonly what: ToConsent }): ReactNode {
  if (what.kind === "report")
    return (
      <pre className={styles.reportToSend} tabIndex={0}>
        {what.report.text}
      </pre>
    );
  const { preview, sizeBytes, sha256Hex } = what.film;
  return (
    <figure className={styles.filmToSend}>
      <div className={styles.filmImage}>
        <ImageCanvas image={preview} name="The film as it would be sent" />
      </div>
      <figcaption className={styles.quiet}>
        {formatBytes(sizeBytes)}, uncompressed, with new identifiers. SHA-256{" "}
        <code>{sha256Hex.slice(0, 16)}…</code>
      </figcaption>
    </figure>
  );
}
