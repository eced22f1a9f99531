// Whether what is sent may cost the user: the verdict on what Chromium tells of the connection.
import type { ServiceView } from "../../../shared/snapshot.ts";

/** What is told of the way out. Each part is absent where the system does not say. */
export interface ConnectionFacts {
  /** `cellular`, `wifi`, `ethernet`, `unknown` and others (Network Information API, ConnectionType). */
  readonly type?: string | undefined;
  /** The user asked the system for less data use. */
  readonly saveData?: boolean | undefined;
}

/** True only where the user or the system says so: unknown is no, and nothing leaves for the sandbox on this computer. */
export function mayBeMetered(
  facts: ConnectionFacts | null,
  serviceKind: ServiceView["kind"],
  isSaidByUser: boolean,
): boolean {
  if (serviceKind === "sandbox") return false;
  if (isSaidByUser) return true;
  if (facts === null) return false;
  return facts.saveData === true || facts.type === "cellular";
}
