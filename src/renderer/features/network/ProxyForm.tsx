// Choosing the proxy: the system's, none, one by hand, or a PAC script.
import { useId, useState, type ReactNode } from "react";
import {
  proxySettingSchema,
  type ProxySetting,
} from "../../../shared/network.ts";
import { send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { Choice } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { LabelledInput } from "./LabelledInput.tsx";
import styles from "./NetworkSection.module.css";

const kinds = [
  { value: "system", label: "As the system" },
  { value: "none", label: "No proxy" },
  { value: "manual", label: "This proxy" },
  { value: "pac", label: "A PAC script" },
] as const;

/** Saves a choice without fields at once, and the others when they are complete. */
export function ProxyForm({
  saved,
}: {
  readonly saved: ProxySetting;
}): ReactNode {
  const [kind, setKind] = useState(saved.kind);
  const id = useId();
  return (
    <div className={styles.proxy}>
      <label htmlFor={id} className={fieldStyles.label}>
        Proxy
      </label>
      <Choice
        id={id}
        label="Proxy"
        items={kinds}
        value={kind}
        onChange={(next) => {
          setKind(next);
          if (next === "system" || next === "none")
            void send((bridge) => bridge.setProxy({ kind: next }));
        }}
      />
      {kind === "manual" && (
        <ManualFields
          saved={
            saved.kind === "manual"
              ? saved
              : { kind: "manual", address: "", bypass: "" }
          }
        />
      )}
      {kind === "pac" && (
        <PacField savedUrl={saved.kind === "pac" ? saved.url : ""} />
      )}
    </div>
  );
}

async function save(setting: ProxySetting): Promise<void> {
  if (await send((bridge) => bridge.setProxy(setting)))
    noticeDone("Proxy saved.");
}

function ManualFields({
  saved,
}: {
  readonly saved: ProxySetting & { readonly kind: "manual" };
}): ReactNode {
  const [address, setAddress] = useState(saved.address);
  const [bypass, setBypass] = useState(saved.bypass);
  return (
    <form
      className={styles.proxy}
      onSubmit={(event) => {
        event.preventDefault();
        void save({ kind: "manual", address, bypass });
      }}
    >
      <LabelledInput
        label="Address"
        value={address}
        onChange={setAddress}
        hint="Such as proxy.hospital.example:8080 or socks5://proxy.hospital.example:1080. A name and password are asked for when the proxy wants them."
      />
      <LabelledInput
        label="Not for these hosts"
        value={bypass}
        onChange={setBypass}
        hint="Names, addresses or ranges with commas between them, such as .hospital.example, 10.0.0.0/8. This computer itself never takes the proxy."
      />
      <div>
        <Button type="submit" disabled={address.trim() === ""}>
          Save the proxy
        </Button>
      </div>
    </form>
  );
}

function PacField({ savedUrl }: { readonly savedUrl: string }): ReactNode {
  const [url, setUrl] = useState(savedUrl);
  const [isWrong, setIsWrong] = useState(false);
  return (
    <form
      className={styles.proxy}
      onSubmit={(event) => {
        event.preventDefault();
        const setting = proxySettingSchema.safeParse({
          kind: "pac",
          url: url.trim(),
        });
        setIsWrong(!setting.success);
        if (setting.success) void save(setting.data);
      }}
    >
      <LabelledInput
        label="Address of the script"
        value={url}
        onChange={setUrl}
        hint="Your IT department knows it; it often ends in .pac."
        error={
          isWrong ? "Enter an address with http:// or https://." : undefined
        }
      />
      <div>
        <Button type="submit" disabled={url.trim() === ""}>
          Save the script
        </Button>
      </div>
    </form>
  );
}
