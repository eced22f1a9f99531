// The gate before pixels: the policy once, and for each licence what it permits and what it asks.
import { Ban, CircleCheck, Download, ExternalLink } from "lucide-react";
import { useState, type ReactNode } from "react";
import {
  archiveFailureWords,
  downloadWarningSentence,
  licenceBlockSentence,
} from "../../../shared/messages/archiveWords.ts";
import {
  canBeResolved,
  headSeriesWords,
  licenceLabel,
  licencePermits,
  mayBeViewed,
} from "../../../shared/messages/publicArchiveWords.ts";
import {
  countOf,
  formatBytes,
  formatCount,
} from "../../../shared/messages/quantities.ts";
import type {
  OfferedSeries,
  PublicArchiveView,
} from "../../../shared/publicArchive.ts";
import { noticeWords } from "../../bridge/notices.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import { WordsCallout } from "../../controls/Callout.tsx";
import { Choice, Tick } from "../../controls/Choice.tsx";
import { Modal } from "../../controls/Modal.tsx";
import { useLast } from "../../controls/useLast.ts";
import { isContactSound, saveContact } from "../contact/saveContact.ts";
import { act, openPage } from "./archiveCommands.ts";
import { openGate, showTab, useArchiveState } from "./archiveState.ts";
import {
  asksNonCommercial,
  decisionFor,
  gateGroups,
  noChoice,
  resolvableLicences,
  type GateGroup,
  type GroupChoice,
} from "./gateGroups.ts";
import styles from "./LicenceGate.module.css";
import { licenceTone } from "./licenceTone.ts";
import { PolicyQuestion } from "./PolicyQuestion.tsx";

/** Open while there are series to decide about. */
export function LicenceGate({
  view,
}: {
  readonly view: PublicArchiveView;
}): ReactNode {
  const gate = useArchiveState((state) => state.gate);
  const shown = useLast(gate);
  return (
    <Modal
      title="Licences of these series"
      isOpen={gate !== null}
      onClose={close}
      isWide
    >
      {shown !== null && (
        <Gate
          key={shown.map(({ seriesInstanceUID }) => seriesInstanceUID).join()}
          series={shown}
          isPolicyAccepted={view.isPolicyAccepted}
        />
      )}
    </Modal>
  );
}

function close(): void {
  openGate(null);
}

function Gate({
  series,
  isPolicyAccepted,
}: {
  readonly series: readonly OfferedSeries[];
  readonly isPolicyAccepted: boolean;
}): ReactNode {
  const groups = gateGroups(series);
  const [accepts, setAccepts] = useState(isPolicyAccepted);
  const [contact, setContact] = useState("");
  const [isFetching, setIsFetching] = useState(false);
  const [choices, setChoices] = useState<ReadonlyMap<string, GroupChoice>>(
    new Map(),
  );
  const choiceOf = (group: GateGroup) => choices.get(group.key) ?? noChoice;
  const fetched = groups.filter(
    (group) => decisionFor(group, choiceOf(group)) !== null,
  );
  const wanted = fetched.flatMap((group) => group.series);
  const left = series.length - wanted.length;
  const fetchAll = async () => {
    setIsFetching(true);
    if (isPolicyAccepted || (await acceptPolicy(contact)))
      await fetchGroups(fetched, choiceOf);
    setIsFetching(false);
  };
  return (
    <div className={styles.gate}>
      {!isPolicyAccepted && (
        <PolicyQuestion
          accepts={accepts}
          onAccepts={setAccepts}
          contact={contact}
          onContact={setContact}
        />
      )}
      {series.some(({ isHead }) => isHead) && (
        <WordsCallout words={headSeriesWords} tone="warn" />
      )}
      {groups.map((group) => (
        <Group
          key={group.key}
          group={group}
          choice={choiceOf(group)}
          onChoice={(choice) => {
            setChoices((before) => new Map(before).set(group.key, choice));
          }}
        />
      ))}
      <div className={styles.actions}>
        <p className={styles.summary} role="status">
          {wanted.length === 0
            ? "Nothing can be fetched yet."
            : `${countOf(wanted.length, "series", "series")}, ${sizeOf(wanted)}`}
          {left > 0 &&
            wanted.length > 0 &&
            `; ${formatCount(left)} stay in the cart`}
        </p>
        <Button onClick={close}>Not now</Button>
        <Button
          look="primary"
          icon={Download}
          disabled={
            !accepts ||
            !isContactSound(contact) ||
            wanted.length === 0 ||
            isFetching
          }
          onClick={() => void fetchAll()}
        >
          Fetch {countOf(wanted.length, "series", "series")}
        </Button>
      </div>
    </div>
  );
}

function Group({
  group,
  choice,
  onChoice,
}: {
  readonly group: GateGroup;
  readonly choice: GroupChoice;
  readonly onChoice: (choice: GroupChoice) => void;
}): ReactNode {
  const { verdict, series } = group;
  const { may, asks } = licencePermits(verdict);
  const isBlocked = verdict.kind === "blocked";
  const Icon = isBlocked ? Ban : CircleCheck;
  return (
    <section className={styles.group} aria-label={licenceLabel(verdict)}>
      <div className={styles.groupHead}>
        <Icon aria-hidden className={isBlocked ? styles.no : styles.yes} />
        <h3 className={styles.heading}>
          {countOf(series.length, "series", "series")}
        </h3>
        <Badge tone={licenceTone(verdict)}>{licenceLabel(verdict)}</Badge>
        <LicencePageButton series={series[0]} />
      </div>
      {isBlocked && <p>{licenceBlockSentence(verdict.reason)}</p>}
      {series.some((each) => each.licenceElsewhere !== undefined) && (
        <p>{downloadWarningSentence("licencesDiffer")}</p>
      )}
      {may.length > 0 && <Points title="You may" points={may} />}
      {asks.length > 0 && <Points title="It asks" points={asks} />}
      {isBlocked && canBeResolved(verdict.reason) && (
        <Resolve series={series} choice={choice} onChoice={onChoice} />
      )}
      {isBlocked && mayBeViewed(verdict.reason) && (
        <Tick
          isTicked={choice.isViewOnly}
          onChange={(isViewOnly) => {
            onChoice({ ...choice, isViewOnly });
          }}
        >
          Fetch to look at on this computer only. It cannot be sent.
        </Tick>
      )}
      {asksNonCommercial(group, choice) && (
        <Tick
          isTicked={choice.isNonCommercial}
          onChange={(isNonCommercial) => {
            onChoice({ ...choice, isNonCommercial });
          }}
        >
          My use is not commercial, and neither is the case I make of it.
        </Tick>
      )}
    </section>
  );
}

function LicencePageButton({
  series,
}: {
  readonly series: OfferedSeries | undefined;
}): ReactNode {
  if (series === undefined || series.licence.uri === "") return null;
  return (
    <Button
      size="small"
      look="quiet"
      icon={ExternalLink}
      onClick={() => {
        const { seriesInstanceUID } = series;
        openPage({ kind: "licence", seriesInstanceUID });
      }}
    >
      Licence
    </Button>
  );
}

function Points({
  title,
  points,
}: {
  readonly title: string;
  readonly points: readonly string[];
}): ReactNode {
  return (
    <div className={styles.points}>
      <h4 className={styles.pointsTitle}>{title}</h4>
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}

/** The licence may stand on the page of the data set, though not in the archive's list. */
function Resolve({
  series,
  choice,
  onChoice,
}: {
  readonly series: readonly OfferedSeries[];
  readonly choice: GroupChoice;
  readonly onChoice: (choice: GroupChoice) => void;
}): ReactNode {
  const first = series[0];
  return (
    <div className={styles.resolve}>
      <Choice
        label="Licence found out by hand"
        value={choice.resolved}
        placeholder="Not known: it stays out"
        items={[
          { value: "", label: "Not known: it stays out" },
          ...Object.entries(resolvableLicences).map(([value, { name }]) => ({
            value,
            label: `The page says ${name}`,
          })),
        ]}
        onChange={(resolved) => {
          onChoice({ ...choice, resolved });
        }}
      />
      {first !== undefined && (
        <Button
          size="small"
          look="quiet"
          icon={ExternalLink}
          onClick={() => {
            const { seriesInstanceUID } = first;
            openPage({ kind: "dataset", seriesInstanceUID });
          }}
        >
          Page of the data set
        </Button>
      )}
    </div>
  );
}

/** The contact first, so that the very first request of a fetch names it. */
async function acceptPolicy(contact: string): Promise<boolean> {
  if (contact.trim() !== "" && !(await saveContact(contact))) return false;
  return (await act((bridge) => bridge.acceptPublicArchivePolicy())) !== null;
}

async function fetchGroups(
  groups: readonly GateGroup[],
  choiceOf: (group: GateGroup) => GroupChoice,
): Promise<void> {
  for (const group of groups) {
    const decision = decisionFor(group, choiceOf(group));
    if (decision === null) continue;
    const uids = group.series.map(({ seriesInstanceUID }) => seriesInstanceUID);
    const answer = await act((bridge) =>
      bridge.fetchFromPublicArchive(uids, decision),
    );
    const refused = answer?.value.refused[0];
    if (refused !== undefined)
      noticeWords(archiveFailureWords(refused.failure));
    if (answer === null) return;
  }
  close();
  showTab("downloads");
}

function sizeOf(series: readonly OfferedSeries[]): string {
  const bytes = series.reduce(
    (sum, { sizeBytes }) => sum + (sizeBytes ?? 0),
    0,
  );
  const isKnown = series.every(({ sizeBytes }) => sizeBytes !== null);
  return `${isKnown ? "" : "at least "}${formatBytes(bytes)}`;
}
