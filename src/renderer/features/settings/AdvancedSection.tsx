// Settings: the doubtful choices of speaking with the service, for the day one of them turns out differently (contract section 13).
import { useId, useState, type ReactNode } from "react";
import {
  contractSettingsSchema,
  defaultContractSettings,
  type ContractSettings,
} from "../../../shared/contractSettings.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Choice, Tick } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import styles from "./SettingsDialog.module.css";

/** Sends what is valid; true if it was. */
function save(contract: unknown): boolean {
  const parsed = contractSettingsSchema.safeParse(contract);
  if (parsed.success) void send((bridge) => bridge.setContract(parsed.data));
  return parsed.success;
}

const textFields = [
  ["authorizePath", "Path of the sign-in page"],
  ["tokenPath", "Path of the token endpoint"],
  ["apiPrefix", "Path before all calls of the API"],
  ["presignPath", "Path that hands out upload addresses"],
  ["imagePreparationPath", "Path that attaches stacks"],
  ["redirectUri", "Redirect URI of your application"],
  ["scope", "Scope to ask for; empty for none"],
  ["putContentType", "Content type of files"],
  ["presignBatch", "Upload addresses in one request"],
  ["presignedUrlAgeMs", "Oldest upload address that is used, in milliseconds"],
] as const satisfies readonly (readonly [keyof ContractSettings, string])[];

const ticks = [
  ["usesPkce", "Send a proof key when signing in (PKCE)"],
  ["sendsPerspectiveAndSpecifics", "Send plane and specifics of each stack"],
  ["marksUploadFinished", "Mark the case as finished when all is sent"],
] as const satisfies readonly (readonly [keyof ContractSettings, string])[];

/** The section of the dialog, closed at first. */
export function AdvancedSection({
  contract,
}: {
  readonly contract: ContractSettings;
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
        <Choice
          label="SOP Instance UID in images"
          value={contract.sopInstanceUID}
          items={[
            { value: "hashed", label: "SOP Instance UID: replaced by a hash" },
            { value: "omitted", label: "SOP Instance UID: left out" },
          ]}
          onChange={(sopInstanceUID) => {
            save({ ...contract, sopInstanceUID });
          }}
        />
        <Choice
          label="Form of the list of images"
          value={contract.uploadedDataShape}
          items={[
            { value: "array", label: "List of images: as an array" },
            { value: "object", label: "List of images: as an object" },
          ]}
          onChange={(uploadedDataShape) => {
            save({ ...contract, uploadedDataShape });
          }}
        />
        <Choice
          label="Number of the first image"
          value={contract.rootIndexBase}
          items={[
            { value: 0, label: "The first image is number 0" },
            { value: 1, label: "The first image is number 1" },
          ]}
          onChange={(rootIndexBase) => {
            save({ ...contract, rootIndexBase });
          }}
        />
        {ticks.map(([name, words]) => (
          <Tick
            key={name}
            isTicked={contract[name]}
            onChange={(isTicked) => {
              save({ ...contract, [name]: isTicked });
            }}
          >
            {words}
          </Tick>
        ))}
        {textFields.map(([name, label]) => (
          <ContractField
            key={`${name} ${contract[name]}`}
            label={label}
            value={String(contract[name])}
            onSave={(text) =>
              save({
                ...contract,
                [name]:
                  typeof contract[name] === "number" ? Number(text) : text,
              })
            }
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

function ContractField({
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
