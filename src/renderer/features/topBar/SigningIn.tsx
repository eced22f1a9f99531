// While the browser is asked to sign in: the link to copy, and the field for a pasted code.
import { Popover } from "@base-ui/react/popover";
import { Copy } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import type { AccountState } from "../../../shared/accountState.ts";
import {
  send,
  signInFromPanel,
  submitSignInCode,
} from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { WordsCallout } from "../../controls/Callout.tsx";
import fieldStyles from "../../controls/Field.module.css";
import styles from "./TopBar.module.css";

type SigningInState = AccountState & { readonly kind: "signingIn" };

/** The panel while signing in. */
export function SigningIn({
  account,
  service,
}: {
  readonly account: SigningInState;
  readonly service: string;
}): ReactNode {
  return (
    <>
      <Popover.Title className={styles.panelTitle}>
        Signing in to {service}
      </Popover.Title>
      {account.failure !== null && (
        <WordsCallout words={failureWords(account.failure)} live="alert" />
      )}
      <ol className={styles.steps}>
        <li>
          <div className={styles.step}>
            <p>
              {account.browserOpened
                ? "Sign in on the page that opened in your browser. If none opened, use this link:"
                : "No browser could be opened. Copy this link into one, on this or another computer:"}
            </p>
            <LinkToCopy url={account.authorizeUrl} />
          </div>
        </li>
        <li>
          {account.method === "loopback" ? (
            <p>Come back here; nothing else is needed.</p>
          ) : (
            <div className={styles.step}>
              <p>Copy the code that the page shows and paste it here.</p>
              <CodeField />
            </div>
          )}
        </li>
      </ol>
      <div className={styles.row}>
        <Button onClick={() => void send((bridge) => bridge.cancelSignIn())}>
          Cancel
        </Button>
        {account.method === "loopback" && (
          <Button
            look="quiet"
            onClick={() => void signInFromPanel("outOfBand")}
          >
            Paste a code instead
          </Button>
        )}
      </div>
    </>
  );
}

function LinkToCopy({ url }: { readonly url: string }): ReactNode {
  return (
    <div className={styles.codeRow}>
      <input
        className={fieldStyles.input}
        readOnly
        aria-label="Sign-in link"
        value={url}
        onFocus={(event) => {
          event.target.select();
        }}
      />
      <IconButton
        icon={Copy}
        name="Copy the sign-in link"
        look="plain"
        onClick={() =>
          void send((bridge) => bridge.copySignInLink()).then((copied) => {
            if (copied) noticeDone("Link copied");
          })
        }
      />
    </div>
  );
}

function CodeField(): ReactNode {
  const id = useId();
  const [code, setCode] = useState("");
  const [isSending, setIsSending] = useState(false);
  return (
    <form
      className={styles.codeRow}
      onSubmit={(event) => {
        event.preventDefault();
        setIsSending(true);
        void submitSignInCode(code.trim()).finally(() => {
          setIsSending(false);
        });
      }}
    >
      <input
        id={id}
        className={fieldStyles.input}
        aria-label="Code from the sign-in page"
        autoComplete="off"
        spellCheck={false}
        maxLength={4096}
        placeholder="Code or whole address"
        value={code}
        onChange={(event) => {
          setCode(event.target.value);
        }}
      />
      <Button
        type="submit"
        look="primary"
        disabled={code.trim() === "" || isSending}
      >
        Sign in
      </Button>
    </form>
  );
}
