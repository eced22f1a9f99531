// Settings of transfers: how many files at a time, how fast, when, and over which connection.
import { useId, useState, type ReactNode } from "react";
import {
  transferSettingsSchema,
  type TransferSettings,
} from "../../../shared/transferSettings.ts";
import { send } from "../../bridge/commands.ts";
import { Tick } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import styles from "./SettingsDialog.module.css";
import { minuteOfTime, timeOfMinute } from "./timeOfDay.ts";

type Limit = NonNullable<TransferSettings["limit"]>;

/** What a limit begins with when it is switched on: room for others in working hours. */
const firstLimit: Limit = {
  megabitsPerSecond: 2,
  hours: { fromMinute: 8 * 60, toMinute: 18 * 60 },
};

/** Sends what is valid; what is not stays in its field until it is. */
function save(transfers: TransferSettings): void {
  const parsed = transferSettingsSchema.safeParse(transfers);
  if (parsed.success) void send((bridge) => bridge.setTransfers(parsed.data));
}

/** The section of the dialog. */
export function TransfersSection({
  transfers,
}: {
  readonly transfers: TransferSettings;
}): ReactNode {
  const { limit } = transfers;
  const saveLimit = (changed: Limit | null): void => {
    save({ ...transfers, limit: changed });
  };
  return (
    <section className={styles.section} aria-labelledby="settings-transfers">
      <h3 id="settings-transfers" className={styles.heading}>
        Transfers
      </h3>
      <NumberField
        label="Files at the same time, at most"
        hint="How many are best is learnt from the line; this is never exceeded."
        value={transfers.mostAtOnce}
        min={1}
        max={16}
        step={1}
        onChange={(mostAtOnce) => {
          save({ ...transfers, mostAtOnce });
        }}
      />
      <Tick
        isTicked={transfers.asksWhenMetered}
        onChange={(asksWhenMetered) => {
          save({ ...transfers, asksWhenMetered });
        }}
      >
        Ask before sending on a metered connection
      </Tick>
      <Tick
        isTicked={transfers.isMetered}
        onChange={(isMetered) => {
          save({ ...transfers, isMetered });
        }}
      >
        The connection of this computer is metered, though it may not tell
      </Tick>
      <Tick
        isTicked={limit !== null}
        onChange={(isTicked) => {
          saveLimit(isTicked ? firstLimit : null);
        }}
      >
        Limit the speed of sending and of fetching from archives
      </Tick>
      {limit !== null && <LimitFields limit={limit} onChange={saveLimit} />}
    </section>
  );
}

function LimitFields({
  limit,
  onChange,
}: {
  readonly limit: Limit;
  readonly onChange: (limit: Limit) => void;
}): ReactNode {
  const { hours } = limit;
  return (
    <>
      <NumberField
        label="Mbit/s for all cases together"
        value={limit.megabitsPerSecond}
        min={0.1}
        max={10_000}
        step={0.1}
        onChange={(megabitsPerSecond) => {
          onChange({ ...limit, megabitsPerSecond });
        }}
      />
      <Tick
        isTicked={hours !== null}
        onChange={(isTicked) => {
          onChange({ ...limit, hours: isTicked ? firstLimit.hours : null });
        }}
      >
        Only at certain hours; at other times as fast as it goes
      </Tick>
      {hours !== null && (
        <div className={styles.row}>
          <TimeField
            label="From"
            minute={hours.fromMinute}
            onChange={(fromMinute) => {
              onChange({ ...limit, hours: { ...hours, fromMinute } });
            }}
          />
          <TimeField
            label="To"
            minute={hours.toMinute}
            onChange={(toMinute) => {
              onChange({ ...limit, hours: { ...hours, toMinute } });
            }}
          />
        </div>
      )}
    </>
  );
}

function NumberField({
  label,
  hint,
  value,
  onChange,
  ...range
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
}): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState(String(value));
  return (
    <div>
      <label htmlFor={id} className={fieldStyles.label}>
        {label}
      </label>
      <input
        id={id}
        type="number"
        className={fieldStyles.input}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        value={typed}
        {...range}
        onChange={(event) => {
          setTyped(event.target.value);
          const number = event.target.valueAsNumber;
          if (!Number.isNaN(number)) onChange(number);
        }}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.detail}>
          {hint}
        </p>
      )}
    </div>
  );
}

function TimeField({
  label,
  minute,
  onChange,
}: {
  readonly label: string;
  readonly minute: number;
  readonly onChange: (minute: number) => void;
}): ReactNode {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className={fieldStyles.label}>
        {label}
      </label>
      <input
        id={id}
        type="time"
        className={fieldStyles.input}
        value={timeOfMinute(minute)}
        onChange={(event) => {
          const typed = minuteOfTime(event.target.value);
          if (typed !== null) onChange(typed);
        }}
      />
    </div>
  );
}
