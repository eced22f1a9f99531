// Catches what breaks while rendering, and says so calmly: the case itself lives in the main process.
import { Component, type ReactNode } from "react";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import styles from "./App.module.css";

interface State {
  readonly errorName: string | null;
}

export class ErrorBoundary extends Component<
  { readonly what: string; readonly children: ReactNode },
  State
> {
  override state: State = { errorName: null };

  static getDerivedStateFromError(error: unknown): State {
    // The name only: a message may hold anything.
    return { errorName: error instanceof Error ? error.name : "unknown" };
  }

  override render(): ReactNode {
    if (this.state.errorName === null) return this.props.children;
    return (
      <div className={styles.broken}>
        <Callout
          tone="bad"
          live="alert"
          title={`${this.props.what} cannot be shown right now`}
          actions={
            <>
              <Button
                onClick={() => {
                  this.setState({ errorName: null });
                }}
              >
                Show it again
              </Button>
              <Button
                look="quiet"
                onClick={() => {
                  window.location.reload();
                }}
              >
                Reload the window
              </Button>
            </>
          }
        >
          <p>
            An error that should not happen ({this.state.errorName}). Your cases
            and uploads are kept outside the window and are not affected.
          </p>
        </Callout>
      </div>
    );
  }
}
