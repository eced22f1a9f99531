// What the archive window remembers: the latest view of the main process, and where in the archive the user is.
import { create } from "zustand";
import type { CasedropBridge } from "../../../shared/ipc.ts";
import type {
  OfferedSeries,
  PublicArchiveView,
} from "../../../shared/publicArchive.ts";
import { shareUnchanged } from "../../bridge/shareUnchanged.ts";

export const archiveTabs = ["browse", "search", "cart", "downloads"] as const;
export type ArchiveTab = (typeof archiveTabs)[number];

/** Filters of subjects; empty members admit all. */
export interface SubjectFilters {
  readonly modality: string;
  readonly bodyPart: string;
  readonly manufacturer: string;
  readonly species: string;
}

export const noFilters: SubjectFilters = {
  modality: "",
  bodyPart: "",
  manufacturer: "",
  species: "",
};

interface ArchiveState {
  /** Null until the main process has answered. */
  readonly view: PublicArchiveView | null;
  readonly tab: ArchiveTab;
  readonly collection: string | null;
  readonly patientId: string | null;
  readonly filters: SubjectFilters;
  /** The series whose details lie over the window. */
  readonly detail: OfferedSeries | null;
  /** Series that the licence gate is asked for; null: the gate is not open. */
  readonly gate: readonly OfferedSeries[] | null;
  /** How often the user asked for everything anew. */
  readonly refreshes: number;
}

/** Read with a selector. */
export const useArchiveState = create<ArchiveState>(() => ({
  view: null,
  tab: "browse",
  collection: null,
  patientId: null,
  filters: noFilters,
  detail: null,
  gate: null,
  refreshes: 0,
}));

/** Fetches the view, then listens until the returned function is called. */
export function connectArchive(bridge: CasedropBridge): () => void {
  const take = (arrived: PublicArchiveView) => {
    useArchiveState.setState(({ view }) => ({
      view: shareUnchanged(view, arrived),
    }));
  };
  const stop = bridge.onPublicArchive(take);
  void bridge.getPublicArchive().then((answer) => {
    if (answer.ok) take(answer.value);
  });
  return stop;
}

export function showTab(tab: ArchiveTab): void {
  useArchiveState.setState({ tab });
}

export function showCollection(collection: string | null): void {
  useArchiveState.setState({
    tab: "browse",
    collection,
    patientId: null,
    filters: noFilters,
  });
}

export function showPatient(patientId: string | null): void {
  useArchiveState.setState({ patientId });
}

/** Leads from a search to where the subject is browsed. */
export function goToPatient(collection: string, patientId: string): void {
  useArchiveState.setState({
    tab: "browse",
    collection,
    patientId,
    filters: noFilters,
  });
}

export function setFilters(filters: SubjectFilters): void {
  useArchiveState.setState({ filters });
}

export function showDetail(detail: OfferedSeries | null): void {
  useArchiveState.setState({ detail });
}

/** Everything on show is asked for once more. */
export function askAllAgain(): void {
  useArchiveState.setState(({ refreshes }) => ({ refreshes: refreshes + 1 }));
}

export function openGate(gate: readonly OfferedSeries[] | null): void {
  useArchiveState.setState({ gate });
}

/** Another archive: nothing of the last one stays. */
export function resetPlace(): void {
  useArchiveState.setState({
    collection: null,
    patientId: null,
    filters: noFilters,
    detail: null,
    gate: null,
  });
}
