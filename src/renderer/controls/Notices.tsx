// The corner of the window where notices appear.
import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import type { ReactNode } from "react";
import { noticeManager } from "../bridge/notices.ts";
import { IconButton } from "./Button.tsx";
import styles from "./Notices.module.css";

/** Wraps the page; notices lie over it and are read out. */
export function Notices({
  children,
}: {
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Toast.Provider toastManager={noticeManager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <NoticeList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function NoticeList(): ReactNode {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={styles.notice}
      // Urgent ones are read out from a copy, and would be hidden here although they can take the focus.
      aria-hidden={false}
    >
      {toast.type === "failure" ? (
        <CircleAlert aria-hidden className={styles.failureIcon} />
      ) : (
        <CircleCheck aria-hidden className={styles.doneIcon} />
      )}
      <div className={styles.words}>
        <Toast.Title className={styles.title} />
        <Toast.Description className={styles.description} />
      </div>
      <Toast.Close
        aria-hidden={false}
        render={<IconButton icon={X} name="Dismiss" size="small" />}
      />
    </Toast.Root>
  ));
}
