// What an image, or a frame of an enhanced one, says of contrast medium.
import type { ContrastPhase, ContrastState } from "../model/contrastState.ts";
import { noContrastStated } from "../model/contrastState.ts";
import type { DicomElement } from "./dataSet.ts";
import { contrastPhaseIn } from "./contrastPhaseWords.ts";
import { asciiTextOf, findElement, numberOf } from "./elementValues.ts";
import * as tags from "./generated/tags.ts";
import type { HeaderReader } from "./headerReader.ts";

/** Of a 0-based frame. Image by image (PS3.3 C.7.6.4), or by the Contrast/Bolus Usage macro (C.7.6.16.2.12). */
export function contrastStateOf(
  header: HeaderReader,
  frame: number,
): ContrastState {
  const usages = usagesOf(header, frame);
  const state: ContrastState = {
    isGiven: wasGiven(usages) ?? isGivenToAll(header),
    phase: phaseByUsage(usages) ?? phaseByComments(header),
    bolusStartTime: bolusStartTimeOf(header, usages),
  };
  const saysNothing =
    state.isGiven === null &&
    state.phase === null &&
    state.bolusStartTime === "";
  return saysNothing ? noContrastStated : state;
}

/** What a frame says of one agent. */
interface Usage {
  /** Of the agent among those of the file; null where it does not say. */
  readonly agent: number | null;
  readonly administered: string;
  readonly phase: string;
}

function usagesOf(header: HeaderReader, frame: number): readonly Usage[] {
  const { bytes } = header.context;
  const textIn = (item: readonly DicomElement[], tag: number) =>
    asciiTextOf(findElement(item, tag), bytes).toUpperCase();
  return header
    .macroItems(tags.ContrastBolusUsageSequence, frame)
    .map((item) => ({
      agent: agentNumberIn(item, header),
      administered: textIn(item, tags.ContrastBolusAgentAdministered),
      phase: textIn(item, tags.ContrastBolusAgentPhase),
    }));
}

function wasGiven(usages: readonly Usage[]): boolean | null {
  if (usages.some(({ administered }) => administered === "YES")) return true;
  return usages.some(({ administered }) => administered === "NO")
    ? false
    : null;
}

function agentNumberIn(
  item: readonly DicomElement[],
  { context }: HeaderReader,
): number | null {
  return numberOf(findElement(item, tags.ContrastBolusAgentNumber), context);
}

/**
 * When the first injection began: image by image, or by the profiles of the agents (PS3.3 C.7.6.4b). Of several agents
 * those that had been given to this frame count.
 */
function bolusStartTimeOf(
  header: HeaderReader,
  usages: readonly Usage[],
): string {
  const given = usages.filter(({ administered }) => administered === "YES");
  const agents = header.element(tags.ContrastBolusAgentSequence)?.items ?? [];
  const profiles = agents
    .filter(
      (agent) =>
        given.length === 0 ||
        given.some(
          ({ agent: number }) => number === agentNumberIn(agent, header),
        ),
    )
    .flatMap(
      (agent) =>
        findElement(agent, tags.ContrastAdministrationProfileSequence)?.items ??
        [],
    );
  const [first = ""] = profiles
    .map((profile) =>
      asciiTextOf(
        findElement(profile, tags.ContrastBolusStartTime),
        header.context.bytes,
      ),
    )
    .filter((time) => time !== "")
    .sort();
  return header.ascii(tags.ContrastBolusStartTime) || first;
}

/** Defined terms that are no words of everyday. */
const phasesByTerm: Readonly<Record<string, ContrastPhase>> = {
  IMMEDIATE: "enhanced",
  DYNAMIC: "enhanced",
  STEADY_STATE: "enhanced",
  CAPILLARY: "enhanced",
};

function phaseByUsage(usages: readonly Usage[]): ContrastPhase | null {
  for (const { phase } of usages) {
    const found = phasesByTerm[phase] ?? contrastPhaseIn(phase);
    if (found !== null) return found;
  }
  return null;
}

/** Ways to write into Contrast/Bolus Agent that there was none. */
const noAgent = /^(NO|NONE|N|NEIN|NON|WITHOUT|KEIN|KEINE|NINGUNO|NESSUNO|0)$/;

function isGivenToAll(header: HeaderReader): boolean | null {
  const agent = header.text(tags.ContrastBolusAgent).toUpperCase();
  if (noAgent.test(agent) || contrastPhaseIn(agent) === "unenhanced")
    return false;
  const isGiven =
    agent !== "" ||
    header.ascii(tags.ContrastBolusStartTime) !== "" ||
    (header.element(tags.ContrastBolusAgentSequence)?.items?.length ?? 0) > 0 ||
    [tags.ContrastBolusVolume, tags.ContrastFlowRate].some(
      (tag) => (header.number(tag) ?? 0) > 0,
    );
  return isGiven ? true : null;
}

/** Comments on the image or its acquisition, and an agent with the phase behind its name. */
function phaseByComments(header: HeaderReader): ContrastPhase | null {
  const agent = contrastPhaseIn(header.text(tags.ContrastBolusAgent));
  return (
    contrastPhaseIn(header.text(tags.ImageComments)) ??
    contrastPhaseIn(header.text(tags.AcquisitionComments)) ??
    // Beside an agent `venous` says where it was injected.
    (agent === "venous" || agent === "enhanced" ? null : agent)
  );
}
