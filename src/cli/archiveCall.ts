// `casedrop archive endpoints` and `casedrop archive call`: the table of endpoints, and each of them by its name.
import { open, type FileHandle } from "node:fs/promises";
import type { Command } from "commander";
import { rowsOf } from "../core/archive/call/queryRows.ts";
import {
  archiveEndpoints,
  findEndpoint,
} from "../core/archive/catalogue/catalogue.ts";
import {
  archiveAdapters,
  endpointPath,
  type ArchiveEndpoint,
} from "../core/archive/catalogue/endpoint.ts";
import type { GivenParameter } from "../core/archive/call/buildRequest.ts";
import type { ResponseSink } from "../core/ports/httpClient.ts";
import type { ArchiveFailure } from "../shared/archive.ts";
import { writeFailure } from "../shared/diskErrors.ts";
import { failed, success } from "../shared/result.ts";
import {
  addArchiveOptions,
  print,
  reportFailure,
  withArchive,
  type ArchiveArguments,
  type ArchiveSession,
} from "./archiveSetup.ts";
import type { CliEnvironment } from "./environment.ts";
import { InvalidArgumentError } from "commander";

interface CallArguments extends ArchiveArguments {
  readonly adapter?: (typeof archiveAdapters)[number];
  readonly param: readonly GivenParameter[];
  readonly out?: string;
}

function readParameter(
  text: string,
  before: readonly GivenParameter[],
): readonly GivenParameter[] {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Write it as NAME=VALUE.");
  return [...before, { name: text.slice(0, at), value: text.slice(at + 1) }];
}

function readAdapter(text: string) {
  const found = archiveAdapters.find((each) => each === text);
  if (found === undefined)
    throw new InvalidArgumentError(
      `Choose one of ${archiveAdapters.join(", ")}.`,
    );
  return found;
}

/** One endpoint as it is listed. */
function described(endpoint: ArchiveEndpoint) {
  const { name, adapter, verb, state, auth, answer, parameters } = endpoint;
  return {
    name,
    adapter,
    verb,
    path: endpointPath(endpoint),
    baseUrl: endpoint.baseUrl,
    state,
    auth,
    answer,
    parameters: parameters.map(
      ({
        name: parameter,
        isRequired,
        type,
        place,
        dateFormat,
        values,
        repeats,
        isNumbered,
      }) => ({
        name: parameter,
        required: isRequired,
        type,
        in: place,
        ...(dateFormat !== undefined && { format: dateFormat }),
        ...(values !== undefined && { values }),
        ...(repeats !== "no" && { repeats: true }),
        ...(isNumbered === true && { numbered: true }),
      }),
    ),
  };
}

/** Takes an answer into a file or into memory; refusals stay text. */
class OutputSink implements ResponseSink {
  readonly chunks: Buffer[] = [];
  readonly #file: FileHandle | null;
  sizeBytes = 0;

  constructor(file: FileHandle | null) {
    this.#file = file;
  }

  begin({ status }: { readonly status: number }): boolean {
    return status === 200 || status === 206;
  }

  async write(chunk: Uint8Array) {
    this.sizeBytes += chunk.length;
    if (this.#file === null) {
      this.chunks.push(Buffer.from(chunk));
      return success(null);
    }
    try {
      await this.#file.write(chunk);
      return success(null);
    } catch (error) {
      return failed(writeFailure(error));
    }
  }
}

async function callToFile(
  session: ArchiveSession,
  endpoint: ArchiveEndpoint,
  given: CallArguments & { readonly out: string },
  environment: CliEnvironment,
): Promise<ArchiveFailure | null> {
  let file: FileHandle;
  try {
    file = await open(given.out, "w", 0o600);
  } catch (error) {
    return writeFailure(error);
  }
  try {
    const sink = new OutputSink(file);
    const answer = await session.caller.call(
      endpoint,
      given.param,
      session.signal,
      { sink, mayRetry: false },
    );
    if (!answer.ok) return answer.failure;
    const { status } = answer.value;
    const sizeBytes = sink.sizeBytes;
    print(
      environment,
      given,
      {
        endpoint: endpoint.name,
        adapter: endpoint.adapter,
        status,
        sizeBytes,
        out: given.out,
      },
      [`${String(sizeBytes)} bytes`],
    );
    return null;
  } finally {
    await file.close();
  }
}

/** Rows and texts are shown; what is binary is only counted without --out. */
async function callToScreen(
  session: ArchiveSession,
  endpoint: ArchiveEndpoint,
  given: CallArguments,
  environment: CliEnvironment,
): Promise<ArchiveFailure | null> {
  const isBinary = ["zip", "dicom", "jpeg"].includes(endpoint.answer);
  const sink = new OutputSink(null);
  const answer = await session.caller.call(
    endpoint,
    given.param,
    session.signal,
    isBinary ? { sink } : {},
  );
  if (!answer.ok) return answer.failure;
  const { status, headers, text } = answer.value;
  const head = {
    endpoint: endpoint.name,
    adapter: endpoint.adapter,
    status,
    contentType: headers["content-type"] ?? "",
  };
  if (isBinary) {
    print(environment, given, { ...head, sizeBytes: sink.sizeBytes }, [
      `${String(sink.sizeBytes)} bytes; give --out to keep them`,
    ]);
    return null;
  }
  const isTable =
    endpoint.answer === "rows" ||
    endpoint.answer === "csv" ||
    endpoint.answer === "object";
  const rows = isTable ? rowsOf(answer.value) : null;
  if (rows?.ok === false) return rows.failure;
  print(
    environment,
    given,
    rows === null ? { ...head, text } : { ...head, rows: rows.value },
    rows === null ? [text] : rows.value.map((row) => JSON.stringify(row)),
  );
  return null;
}

/** Adds both commands. */
export function registerArchiveCall(
  archive: Command,
  environment: CliEnvironment,
): void {
  archive
    .command("endpoints")
    .description(
      "list every endpoint that is known, with its parameters and state",
    )
    .option("--json", "print one JSON document instead of text", false)
    .action((given: { readonly json: boolean }) => {
      print(
        environment,
        given,
        { endpoints: archiveEndpoints.map(described) },
        archiveEndpoints.map(
          (each) =>
            `${each.adapter.padEnd(10)} ${each.verb.padEnd(4)} ${each.name.padEnd(45)} ${each.state}`,
        ),
      );
    });
  addArchiveOptions(
    archive
      .command("call")
      .description("call one endpoint as it is")
      .argument(
        "<endpoint>",
        "its name, also with its adapter in front: getSeries, v2/getSeries, tcia-v2/getSeries",
      ),
  )
    .option(
      "--adapter <name>",
      "which service, where several have the name",
      readAdapter,
    )
    .option(
      "--param <name=value>",
      "a parameter; may be repeated",
      readParameter,
      [],
    )
    .option("--out <file>", "write the body there")
    .action(async (name: string, given: CallArguments) => {
      const found = findEndpoint(name, given.adapter ?? null);
      if (!found.ok) {
        reportFailure(found.failure, environment);
        return;
      }
      const { out } = given;
      await withArchive(given, environment, (session) =>
        out === undefined
          ? callToScreen(session, found.value, given, environment)
          : callToFile(session, found.value, { ...given, out }, environment),
      );
    });
}
