// Signing in to an archive, for those who have a name there; public data needs none.
import { UserRound } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import type { PublicArchiveView } from "../../../shared/publicArchive.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { Field } from "../../controls/Field.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Modal } from "../../controls/Modal.tsx";
import styles from "./ArchiveSignIn.module.css";
import { act } from "./archiveCommands.ts";

/** Nothing for Imaging Data Commons, which knows no users. */
export function ArchiveSignIn({
  view,
}: {
  readonly view: PublicArchiveView;
}): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  if (view.server === "idc") return null;
  const close = () => {
    setIsOpen(false);
  };
  return (
    <>
      <Button
        size="small"
        look="quiet"
        icon={UserRound}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {view.signedInAs ?? "Guest"}
      </Button>
      <Modal title="Sign in to the archive" isOpen={isOpen} onClose={close}>
        {view.signedInAs === null ? (
          <SignInForm onDone={close} />
        ) : (
          <SignedIn name={view.signedInAs} onDone={close} />
        )}
      </Modal>
    </>
  );
}

function SignInForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const nameField = useId();
  const passwordField = useId();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const isWhole = username.trim() !== "" && password !== "";
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWhole) return;
        void act((bridge) =>
          bridge.signInToPublicArchive({ username, password }),
        ).then((signedIn) => {
          setPassword("");
          if (signedIn === null) return;
          onDone();
          noticeDone("Signed in to the archive");
        });
      }}
    >
      <p>
        You are a guest, who sees all public data. A name is of use only where
        the archive gave you one. It is renewed by itself while it lives; if the
        archive takes it back, searching for words and shared carts say so, and
        everything else goes on as a guest.
      </p>
      <Field id={nameField} label="Name at the archive">
        {({ controlId }) => (
          <input
            id={controlId}
            className={fieldStyles.input}
            autoComplete="off"
            spellCheck={false}
            value={username}
            maxLength={256}
            onChange={(event) => {
              setUsername(event.target.value);
            }}
          />
        )}
      </Field>
      <Field id={passwordField} label="Password at the archive">
        {({ controlId }) => (
          <input
            id={controlId}
            type="password"
            className={fieldStyles.input}
            autoComplete="off"
            value={password}
            maxLength={1_024}
            onChange={(event) => {
              setPassword(event.target.value);
            }}
          />
        )}
      </Field>
      <p className={styles.quiet}>
        Both rest with your other secrets on this computer and go to the
        archive’s own sign-in address only.
      </p>
      <div className={styles.actions}>
        <Button onClick={onDone}>Stay a guest</Button>
        <Button type="submit" look="primary" disabled={!isWhole}>
          Sign in
        </Button>
      </div>
    </form>
  );
}

function SignedIn({
  name,
  onDone,
}: {
  readonly name: string;
  readonly onDone: () => void;
}): ReactNode {
  return (
    <div className={styles.form}>
      <p>
        Signed in as {name}. Signing out gives the token back to the archive and
        removes name and password from this computer.
      </p>
      <div className={styles.actions}>
        <Button onClick={onDone}>Stay signed in</Button>
        <Button
          look="primary"
          onClick={() =>
            void act((bridge) => bridge.signOutOfPublicArchive()).then(
              (done) => {
                if (done === null) return;
                onDone();
                noticeDone("Signed out: a guest again");
              },
            )
          }
        >
          Sign out
        </Button>
      </div>
    </div>
  );
}
