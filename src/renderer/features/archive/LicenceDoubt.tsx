// Licences of a fetched series that contradict each other, side by side, and the user's word on which one holds.
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { ExternalLink, Scale } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import type {
  ArchiveDownload,
  LicenceDoubt,
  LicencePlace,
  NamedLicence,
} from "../../../shared/archive.ts";
import {
  licenceDoubtSentence,
  licenceLabel,
  licencePlaceWords,
  licenceVerdictSentence,
  tooMildNote,
} from "../../../shared/messages/publicArchiveWords.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import { Tick } from "../../controls/Choice.tsx";
import { Field } from "../../controls/Field.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Modal } from "../../controls/Modal.tsx";
import { act, openPage } from "./archiveCommands.ts";
import styles from "./LicenceDoubt.module.css";
import { licenceTone } from "./licenceTone.ts";

/** The way to the question, and what was decided; nothing for a series whose licences agree. */
export function LicenceDoubtPart({
  download,
  name,
}: {
  readonly download: ArchiveDownload;
  readonly name: string;
}): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const { doubt, series } = download;
  if (doubt === null) return null;
  return (
    <div className={styles.part}>
      <p>
        {doubt.settled === null
          ? licenceDoubtSentence(doubt)
          : `You decided that ${doubt.settled.licence.name || doubt.settled.licence.uri} holds: ${doubt.settled.because}`}
      </p>
      <Button
        size="small"
        icon={Scale}
        aria-label={`Settle the licence of ${name}`}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {doubt.settled === null ? "Settle the licence…" : "Decide again…"}
      </Button>
      <Modal
        title="Which licence holds?"
        isOpen={isOpen}
        onClose={() => {
          setIsOpen(false);
        }}
        isWide
      >
        <Question
          doubt={doubt}
          seriesInstanceUID={series.seriesInstanceUID}
          onDone={() => {
            setIsOpen(false);
          }}
        />
      </Modal>
    </div>
  );
}

function Question({
  doubt,
  seriesInstanceUID,
  onDone,
}: {
  readonly doubt: LicenceDoubt;
  readonly seriesInstanceUID: string;
  readonly onDone: () => void;
}): ReactNode {
  const reasonField = useId();
  const [place, setPlace] = useState<LicencePlace | null>(null);
  const [reason, setReason] = useState("");
  const [isNonCommercial, setIsNonCommercial] = useState(false);
  const chosen = doubt.named.find((each) => each.place === place);
  const asksUse = chosen?.verdict.kind === "nonCommercial";
  const isReady =
    chosen !== undefined &&
    reason.trim() !== "" &&
    (!asksUse || isNonCommercial);
  const choose = (next: LicencePlace) => {
    setPlace(next);
    const isOwnWords = reason !== "" && reason !== stricterReason;
    if (!isOwnWords) setReason(next === doubt.stricter ? stricterReason : "");
  };
  return (
    <form
      className={styles.question}
      onSubmit={(event) => {
        event.preventDefault();
        if (place === null || !isReady) return;
        void act((bridge) =>
          bridge.settlePublicSeriesLicence(seriesInstanceUID, {
            place,
            because: reason.trim(),
            isNonCommercialConfirmed: isNonCommercial,
          }),
        ).then((settled) => {
          if (settled === null) return;
          onDone();
          noticeDone("Kept with the series, and with the cases that have it");
        });
      }}
    >
      <p>
        The one that allows less is the safe choice. Another one holds only if
        the page of the data set says so.
      </p>
      <RadioGroup
        aria-label="Licence that holds"
        className={styles.licences}
        value={place}
        onValueChange={(next) => {
          choose(next as LicencePlace);
        }}
      >
        {doubt.named.map((named) => (
          <LicenceCard
            key={named.place}
            named={named}
            isStricter={named.place === doubt.stricter}
          />
        ))}
      </RadioGroup>
      <Button
        size="small"
        look="quiet"
        icon={ExternalLink}
        onClick={() => {
          openPage({ kind: "dataset", seriesInstanceUID });
        }}
      >
        Page of the data set
      </Button>
      <Field id={reasonField} label="Why" isRequired>
        {({ controlId }) => (
          <input
            id={controlId}
            className={fieldStyles.input}
            value={reason}
            maxLength={500}
            placeholder="Where it says so"
            onChange={(event) => {
              setReason(event.target.value);
            }}
          />
        )}
      </Field>
      {asksUse && (
        <Tick isTicked={isNonCommercial} onChange={setIsNonCommercial}>
          My use is not commercial, and neither is the case I make of it.
        </Tick>
      )}
      <div className={styles.actions}>
        <Button onClick={onDone}>Leave it open</Button>
        <Button type="submit" look="primary" disabled={!isReady}>
          This one holds
        </Button>
      </div>
    </form>
  );
}

const stricterReason = "It allows less than the other one.";

function LicenceCard({
  named: { place, licence, verdict, mayHold },
  isStricter,
}: {
  readonly named: NamedLicence;
  readonly isStricter: boolean;
}): ReactNode {
  const id = useId();
  return (
    <label className={styles.licence}>
      <Radio.Root
        value={place}
        disabled={!mayHold}
        aria-labelledby={id}
        className={styles.radio}
      >
        <Radio.Indicator className={styles.dot} />
      </Radio.Root>
      <span id={id} className={styles.words}>
        <span className={styles.place}>{licencePlaceWords[place]}</span>
        <span className={styles.badges}>
          <Badge tone={licenceTone(verdict)}>{licenceLabel(verdict)}</Badge>
          {isStricter && <Badge>Allows less</Badge>}
        </span>
        {licence.name !== "" && <span>{licence.name}</span>}
        {licence.uri !== "" && (
          <span className={styles.quiet}>{licence.uri}</span>
        )}
        <span className={styles.quiet}>
          {mayHold ? licenceVerdictSentence(verdict) : tooMildNote}
        </span>
      </span>
    </label>
  );
}
