// A command that sends a case under a sealed journal, as the window does: built by the kill matrix, run and killed in a process of its own.
import { readFileSync } from "node:fs";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { createFileJournalStore } from "../../adapters/journal/fileJournalStore.ts";
import { createSealer } from "../../adapters/sealedRecords.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import { systemRandom } from "../../adapters/systemRandom.ts";
import type { SendingCase } from "../../core/ports/caseSender.ts";
import type { UploadView } from "../../shared/snapshot.ts";
import { MemorySpool } from "../memorySpool.ts";
import { createFaultEngine } from "./faultEngine.ts";
import { faultPlan } from "./faultPlan.ts";
import { restlessJournals } from "./restlessJournals.ts";
import { parseSealedOrder } from "./sealedOrder.ts";
import { TroubledLine } from "./troubledLine.ts";

const order = parseSealedOrder(readFileSync(0, "utf8"));
const http = createUndiciHttp();
const line = new TroubledLine(http, systemClock);
const spool = new MemorySpool();
const plan = faultPlan(spool, order.origin);
const journals = createFileJournalStore(
  () => order.journalPath,
  order.keyHex === null
    ? null
    : createSealer({
        key: Buffer.from(order.keyHex, "hex"),
        random: systemRandom,
        purpose: "journal",
      }),
);
const { sender, tokens } = createFaultEngine({
  origin: order.origin,
  line,
  clock: systemClock,
  journals: order.isRestless ? restlessJournals(journals) : journals,
  spool,
  isSilenceExpected: false,
});
await tokens.adopt({
  accessToken: order.accessToken,
  refreshToken: null,
  expiresAtMs: null,
});

let wake: () => void = () => undefined;
const onChange = () => {
  wake();
};
const rest = (sending: SendingCase) =>
  new Promise<UploadView>((resolve) => {
    wake = () => {
      const view = sending.view();
      const isSent =
        view.kind === "running" && view.progress.phase === "processing";
      if (isSent || !["running", "queued"].includes(view.kind)) resolve(view);
    };
    wake();
  });

const reopened = await sender.reopen(plan.caseId, onChange);
const begun = reopened.ok ? reopened : await sender.begin(plan, onChange);
if (!begun.ok) throw new Error(begun.failure.kind);
const sending = begun.value;
sending.run();
let view = await rest(sending);
if (view.kind === "inDoubt" && order.answer !== null) {
  sending.answerDoubt(order.answer);
  sending.run();
  view = await rest(sending);
}
await sending.close();
await http.close();
process.stdout.write(
  JSON.stringify({
    kind: view.kind,
    call: view.kind === "inDoubt" ? view.call : null,
  }),
);
