// Settings: the doubtful choices of speaking with the service, for the day one of them turns out differently (contract section 13).
import { useId, useState, type ReactNode } from "react";
import {
  contractSettingsSchema,
  defaultContractSettings,
  defaultSiteOrigin,
  siteOriginSchema,
  type ContractSettings,
} from "../../../shared/contractSettings.ts";
import { assertNever } from "../../../shared/assertNever.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Choice, Tick } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { contractControls, contractNames } from "./contractControls.ts";
import styles from "./SettingsDialog.module.css";

/** Sends what is valid; true if it was. */
function save(contract: unknown): boolean {
  const parsed = contractSettingsSchema.safeParse(contract);
  if (parsed.success) void send((bridge) => bridge.setContract(parsed.data));
  return parsed.success;
}

/** The section of the dialog, closed at first. */
export function AdvancedSection({
  contract,
  siteOrigin,
}: {
  readonly contract: ContractSettings;
  readonly siteOrigin: string;
}): ReactNode {
  const isChanged =
    JSON.stringify(contract) !== JSON.stringify(defaultContractSettings);
  return (
    <details className={styles.section}>
      <summary className={styles.heading}>Advanced</summary>
      <div className={styles.options}>
        <p className={styles.detail}>
          How Casedrop speaks with the site where that is not documented. Change
          a choice only if someone who knows the site told you to.
        </p>
        <SiteField key={siteOrigin} siteOrigin={siteOrigin} />
        {contractNames.map((name) => (
          <ContractControl
            key={`${name} ${contract[name]}`}
            name={name}
            value={contract[name]}
            onSave={(value) => save({ ...contract, [name]: value })}
          />
        ))}
        <div>
          <Button
            size="small"
            disabled={!isChanged}
            onClick={() => {
              save(defaultContractSettings);
            }}
          >
            Back to the defaults
          </Button>
        </div>
      </div>
    </details>
  );
}

function ContractControl({
  name,
  value,
  onSave,
}: {
  readonly name: keyof ContractSettings;
  readonly value: string | number | boolean;
  /** False if it is not valid. */
  readonly onSave: (value: string | number | boolean) => boolean;
}): ReactNode {
  const control = contractControls[name];
  switch (control.kind) {
    case "choice":
      return (
        <Choice
          label={control.label}
          value={typeof value === "boolean" ? String(value) : value}
          items={control.items}
          onChange={onSave}
        />
      );
    case "tick":
      return (
        <Tick isTicked={value === true} onChange={onSave}>
          {control.label}
        </Tick>
      );
    case "text":
    case "number":
      return (
        <TypedField
          label={control.label}
          value={String(value)}
          onSave={(text) =>
            onSave(control.kind === "number" ? Number(text) : text)
          }
        />
      );
    default:
      return assertNever(control, "control");
  }
}

function TypedField({
  label,
  value,
  onSave,
}: {
  readonly label: string;
  readonly value: string;
  /** False if it is not valid. */
  readonly onSave: (text: string) => boolean;
}): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [isInvalid, setIsInvalid] = useState(false);
  return (
    <div>
      <label htmlFor={id} className={fieldStyles.label}>
        {label}
      </label>
      <input
        id={id}
        className={fieldStyles.input}
        spellCheck={false}
        value={typed}
        aria-invalid={isInvalid}
        aria-describedby={isInvalid ? `${id}-error` : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onBlur={() => {
          if (typed !== value) setIsInvalid(!onSave(typed));
        }}
      />
      {isInvalid && (
        <p id={`${id}-error`} className={fieldStyles.error} role="alert">
          This is not a value the site could take; the last one stays in force.
        </p>
      )}
    </div>
  );
}

/** Not saved by leaving the field: it signs out. */
function SiteField({ siteOrigin }: { readonly siteOrigin: string }): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState(siteOrigin);
  const parsed = siteOriginSchema.safeParse(typed);
  const isOther = !parsed.success || parsed.data !== siteOrigin;
  const use = (origin: string): void => {
    void send((bridge) => bridge.setSiteOrigin(origin));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.success) use(parsed.data);
      }}
    >
      <label htmlFor={id} className={fieldStyles.label}>
        Address of Radiopaedia
      </label>
      <input
        id={id}
        className={fieldStyles.input}
        spellCheck={false}
        value={typed}
        aria-invalid={!parsed.success}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
      />
      <p
        id={`${id}-hint`}
        className={parsed.success ? styles.detail : fieldStyles.error}
        role={parsed.success ? undefined : "alert"}
      >
        {parsed.success
          ? "Another address signs you out and forgets your application, so that neither goes to a stranger. Cases begun for the address before wait until it is back."
          : "An address begins with https:// and a name."}
      </p>
      <div className={styles.row}>
        <Button
          type="submit"
          size="small"
          disabled={!parsed.success || !isOther}
        >
          Use this address
        </Button>
        {siteOrigin !== defaultSiteOrigin && (
          <Button
            size="small"
            onClick={() => {
              use(defaultSiteOrigin);
            }}
          >
            Back to radiopaedia.org
          </Button>
        )}
      </div>
    </form>
  );
}
