// A dialog over the window, and the question that must be answered.
import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { Button, IconButton } from "./Button.tsx";
import { join } from "./classNames.ts";
import styles from "./Modal.module.css";

/** A dialog with a title and a close button. */
export function Modal({
  title,
  isOpen,
  onClose,
  isWide = false,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          ref={popup}
          // Not the close button, whose tooltip would open with the dialog.
          initialFocus={popup}
          className={join(styles.popup, isWide && styles.wide)}
        >
          <header className={styles.header}>
            <Dialog.Title className={styles.title}>{title}</Dialog.Title>
            <Dialog.Close render={<IconButton icon={X} name="Close" />} />
          </header>
          <div className={styles.body} data-scroller="">
            {children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A question with one dangerous answer; the harmless one has the focus. */
export function DangerQuestion({
  title,
  description,
  actionName,
  keepName,
  isOpen,
  isPossible = true,
  onClose,
  onAction,
  children,
}: {
  readonly title: string;
  readonly description: string;
  readonly actionName: string;
  readonly keepName: string;
  readonly isOpen: boolean;
  /** False while something named in `children` stands in the way. */
  readonly isPossible?: boolean;
  readonly onClose: () => void;
  readonly onAction: () => void;
  /** Between the description and the answers. */
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <AlertDialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Popup className={join(styles.popup, styles.question)}>
          <AlertDialog.Title className={styles.title}>
            {title}
          </AlertDialog.Title>
          <AlertDialog.Description className={styles.description}>
            {description}
          </AlertDialog.Description>
          {children !== undefined && (
            <div className={styles.extra}>{children}</div>
          )}
          <div className={styles.actions}>
            <AlertDialog.Close render={<Button>{keepName}</Button>} />
            <Button
              look="danger"
              disabled={!isPossible}
              onClick={() => {
                onAction();
                onClose();
              }}
            >
              {actionName}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
