// Settings: the account's application, appearance, and where secrets rest.
import { zodResolver } from "@hookform/resolvers/zod";
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useId, type ReactNode } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import type { Appearance, AppSnapshot } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { Tick } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Modal } from "../../controls/Modal.tsx";
import { closeDialog } from "../../view/viewState.ts";
import { AdvancedSection } from "./AdvancedSection.tsx";
import { BackgroundSection } from "./BackgroundSection.tsx";
import { PrivacySection } from "./PrivacySection.tsx";
import { TransfersSection } from "./TransfersSection.tsx";
import { ContactSection } from "../contact/ContactSection.tsx";
import { NetworkSection } from "../network/NetworkSection.tsx";
import { SecondLookSection } from "../secondLook/SecondLookSection.tsx";
import styles from "./SettingsDialog.module.css";

/** The settings dialog. */
export function SettingsDialog({
  app,
  isOpen,
}: {
  readonly app: AppSnapshot;
  readonly isOpen: boolean;
}): ReactNode {
  return (
    <Modal title="Settings" isOpen={isOpen} onClose={closeDialog}>
      <div className={styles.sections}>
        <ServiceSection app={app} />
        <TransfersSection transfers={app.transfers} />
        <NetworkSection network={app.network} />
        <BackgroundSection app={app} />
        <ContactSection key={app.contactAddress} saved={app.contactAddress} />
        <SecondLookSection choice={app.secondLook} />
        <AppearanceSection appearance={app.appearance} />
        <SecretsSection app={app} />
        <PrivacySection />
        <AdvancedSection contract={app.contract} siteOrigin={app.siteOrigin} />
        <p className={styles.version}>
          Casedrop {app.appVersion}. Unofficial: not made or endorsed by
          Radiopaedia.
        </p>
      </div>
    </Modal>
  );
}

function ServiceSection({ app }: { readonly app: AppSnapshot }): ReactNode {
  const value = app.service.kind;
  return (
    <section className={styles.section} aria-labelledby="settings-service">
      <h3 id="settings-service" className={styles.heading}>
        Where cases go
      </h3>
      <RadioGroup
        aria-labelledby="settings-service"
        value={value}
        onValueChange={(next) => {
          if (next === value) return;
          void send((bridge) =>
            next === "sandbox" ? bridge.useSandbox() : bridge.useRadiopaedia(),
          );
        }}
        className={styles.options}
      >
        <Option
          value="sandbox"
          label="Sandbox"
          detail="A practice service inside this app. Nothing leaves this computer."
        />
        <Option
          value="radiopaedia"
          label="Radiopaedia"
          detail="Cases become drafts of your account; you publish them on the site."
        />
      </RadioGroup>
      {value === "radiopaedia" && (
        <ClientForm isKnown={app.account.kind !== "noClient"} />
      )}
    </section>
  );
}

const clientSchema = z.object({
  clientId: z.string().trim().min(1, "Enter the application id.").max(512),
  clientSecret: z.string().trim().max(512),
});

function ClientForm({ isKnown }: { readonly isKnown: boolean }): ReactNode {
  const idField = useId();
  const secretField = useId();
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(clientSchema),
    defaultValues: { clientId: "", clientSecret: "" },
  });
  const error = formState.errors.clientId?.message;
  return (
    <form
      className={styles.client}
      onSubmit={(event) =>
        void handleSubmit(async (client) => {
          const wentWell = await send((bridge) =>
            bridge.setRadiopaediaClient(client),
          );
          if (!wentWell) return;
          reset();
          noticeDone("Application saved. Now sign in.");
        })(event)
      }
    >
      <p className={styles.detail}>
        {isKnown
          ? "An application is stored. Enter another one to replace it."
          : "Once, register an application of your own: sign in on the site, open radiopaedia.org/oauth/applications/new, give it any name and urn:ietf:wg:oauth:2.0:oob as redirect URI, then copy its id and secret here."}
      </p>
      <div>
        <Button
          size="small"
          onClick={() =>
            void send((bridge) => bridge.openSitePage("registerApplication"))
          }
        >
          Open the registration page
        </Button>
      </div>
      <label htmlFor={idField} className={fieldStyles.label}>
        Application id
      </label>
      <input
        id={idField}
        className={fieldStyles.input}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${idField}-error`}
        {...register("clientId")}
      />
      {error !== undefined && (
        <p id={`${idField}-error`} className={fieldStyles.error} role="alert">
          {error}
        </p>
      )}
      <label htmlFor={secretField} className={fieldStyles.label}>
        Secret
      </label>
      <input
        id={secretField}
        type="password"
        className={fieldStyles.input}
        autoComplete="off"
        {...register("clientSecret")}
      />
      <div>
        <Button type="submit" look="primary" disabled={formState.isSubmitting}>
          Save application
        </Button>
      </div>
    </form>
  );
}

function AppearanceSection({
  appearance,
}: {
  readonly appearance: Appearance;
}): ReactNode {
  return (
    <section className={styles.section} aria-labelledby="settings-appearance">
      <h3 id="settings-appearance" className={styles.heading}>
        Appearance
      </h3>
      <RadioGroup<Appearance>
        aria-labelledby="settings-appearance"
        className={styles.row}
        value={appearance}
        onValueChange={(next) =>
          void send((bridge) => bridge.setAppearance(next))
        }
      >
        <Option value="system" label="As the system" />
        <Option value="light" label="Light" />
        <Option value="dark" label="Dark" />
      </RadioGroup>
    </section>
  );
}

function SecretsSection({ app }: { readonly app: AppSnapshot }): ReactNode {
  const isKeychain = app.secretStorage === "keychain";
  return (
    <section className={styles.section} aria-labelledby="settings-secrets">
      <h3 id="settings-secrets" className={styles.heading}>
        Where the sign-in is kept
      </h3>
      {isKeychain ? (
        <p className={styles.detail}>
          In the keychain of this computer, encrypted.
        </p>
      ) : (
        <>
          <p className={styles.detail}>
            This computer offers no keychain. The sign-in is kept in memory and
            is forgotten when the app closes, unless you choose otherwise.
          </p>
          <Tick
            isTicked={app.secretStorage === "plainTextByChoice"}
            onChange={(isTicked) =>
              void send((bridge) => bridge.setPlainTextSecrets(isTicked))
            }
          >
            Keep it on the disk without encryption. Whoever can read my files
            can then use my account.
          </Tick>
        </>
      )}
    </section>
  );
}

function Option({
  value,
  label,
  detail,
}: {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}): ReactNode {
  const id = useId();
  return (
    <label className={styles.option}>
      <Radio.Root value={value} className={styles.radio} aria-labelledby={id}>
        <Radio.Indicator className={styles.radioMark} />
      </Radio.Root>
      <span>
        <span id={id} className={styles.optionLabel}>
          {label}
        </span>
        {detail !== undefined && (
          <span className={styles.detail}>{detail}</span>
        )}
      </span>
    </label>
  );
}
