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
import type { ArchiveAnswer } from "../core/archive/call/archiveCaller.ts";
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
  readonly dropRefused: boolean;
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

/**
 * Parameters written as options of their own: `--Collection NLST`, `--Collection=NLST`. Commander leaves what it does not know
 * behind the endpoint's name; a misspelled option ends as a parameter that the endpoint does not take.
 */
function looseParameters(rest: readonly string[]): readonly GivenParameter[] {
  const found: GivenParameter[] = [];
  for (let at = 0; at < rest.length; at++) {
    const [, name, value] =
      /^--([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(rest[at] ?? "") ?? [];
    if (name === undefined)
      throw new InvalidArgumentError(
        "Write each parameter as --NAME VALUE or --param NAME=VALUE.",
      );
    // An option without a value has an empty one, and the endpoint's rules judge that.
    found.push({ name, value: value ?? rest[++at] ?? "" });
  }
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
      { sink, mayRetry: false, mayWiden: given.dropRefused },
    );
    if (!answer.ok) return answer.failure;
    tellLeftOut(answer.value, environment);
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

/** An answer to less than was asked says so. */
function tellLeftOut(
  { leftOut }: ArchiveAnswer,
  environment: CliEnvironment,
): void {
  if (leftOut !== undefined)
    environment.stderr.write(
      `The server refused the parameter ${leftOut}, and was asked again without it: its answer may hold more than was asked for.\n`,
    );
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
    { mayWiden: given.dropRefused, ...(isBinary && { sink }) },
  );
  if (!answer.ok) return answer.failure;
  tellLeftOut(answer.value, environment);
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
      "a parameter; may be repeated, and written as --NAME VALUE as well",
      readParameter,
      [],
    )
    .option("--out <file>", "write the body there")
    .option(
      "--drop-refused",
      "ask again without an optional parameter that the server refuses; the answer may hold more than was asked for",
      false,
    )
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (name: string, options: CallArguments, command: Command) => {
      const given = {
        ...options,
        param: [...options.param, ...looseParameters(command.args.slice(1))],
      };
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
