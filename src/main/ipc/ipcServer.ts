// The one place that touches ipcMain: checks who calls, parses what they say, answers a Result.
import { ipcMain, type IpcMainInvokeEvent } from "electron";
import { requestChannel } from "../../shared/channelNames.ts";
import {
  channelArguments,
  type ChannelAnswer,
  type ChannelFailure,
  type ChannelName,
  type ParsedArguments,
} from "../../shared/ipc.ts";
import { failed, type Result } from "../../shared/result.ts";

type Answer<Name extends ChannelName> = Result<
  ChannelAnswer<Name>,
  ChannelFailure<Name>
>;

/** One function per channel, called with parsed arguments. */
export type RequestHandlers = {
  readonly [Name in ChannelName]: (
    ...args: ParsedArguments<Name>
  ) => Answer<Name> | Promise<Answer<Name>>;
};

/** How the server decides and reports. */
export interface IpcServerOptions {
  readonly handlers: RequestHandlers;
  /** True if the call comes from the top frame of our own window with our own page in it. */
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean;
  /** A handler threw: a bug. Only the error's name may be logged. */
  readonly onBug: (channel: ChannelName, errorName: string) => void;
}

const channelNames = Object.keys(channelArguments) as ChannelName[]; // keys of a const object

/** Registers every channel. An argument that does not fit, or a stranger, gets `invalidInput`; a thrown error becomes `bug`, since its message may hold anything. */
export function serveRequests(options: IpcServerOptions): void {
  for (const name of channelNames) serveOne(name, options);
}

function serveOne(
  name: ChannelName,
  { handlers, isTrusted, onBug }: IpcServerOptions,
): void {
  const schema = channelArguments[name];
  // The schema of this very channel makes its arguments; TypeScript cannot follow that pairing through the loop.
  const handler = handlers[name] as (
    ...args: readonly unknown[]
  ) => Answer<ChannelName> | Promise<Answer<ChannelName>>;
  ipcMain.handle(
    requestChannel(name),
    async (event, ...args: unknown[]): Promise<Answer<ChannelName>> => {
      if (!isTrusted(event))
        return failed({
          kind: "invalidInput",
          field: "sender",
          problem: "not the window of this app",
        });
      const parsed = schema.safeParse(args);
      if (!parsed.success)
        return failed({
          kind: "invalidInput",
          field: parsed.error.issues[0]?.path.join(".") ?? name,
          problem: parsed.error.issues[0]?.code ?? "invalid",
        });
      try {
        return await handler(...parsed.data);
      } catch (error) {
        const errorName = error instanceof Error ? error.name : "unknown";
        onBug(name, errorName);
        return failed({ kind: "bug", errorName });
      }
    },
  );
}
