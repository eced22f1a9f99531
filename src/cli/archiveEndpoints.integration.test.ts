// Every endpoint through the command line, held against the table of the references that is written out in src/testing.
import { tmpdir } from "node:os";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  sampleApiKey,
  startArchive,
  type RunningArchive,
} from "../sandbox/nbia/archiveServer.ts";
import {
  referenceEndpoints,
  type ReferenceEndpoint,
} from "../testing/referenceEndpoints.ts";
import { valueOf } from "../testing/dicomFixtures.ts";
import { registerArchiveCommand } from "./archiveCommand.ts";

let server: RunningArchive;
beforeAll(async () => {
  server = valueOf(await startArchive());
});
afterAll(() => server.close());

async function run(...args: readonly string[]) {
  const said = { out: "", err: "", status: -1 };
  const program = new Command("casedrop").exitOverride();
  registerArchiveCommand(program, {
    stdout: { write: (text) => (said.out += text) },
    stderr: { write: (text) => (said.err += text) },
    variables: {
      CASEDROP_CONTACT: "https://example.org/teaching",
      CASEDROP_TCIA_API_KEY: sampleApiKey,
    },
    workersUrl: new URL("file:///nowhere/"),
    scratchFolder: tmpdir(),
    appVersion: "0.0.0",
    signal: new AbortController().signal,
    exit: (status) => {
      said.status = status;
    },
  });
  await program.parseAsync(["archive", ...args], { from: "user" });
  return said;
}

interface ListedEndpoint {
  readonly adapter: string;
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly format?: string;
  }[];
}

describe("casedrop archive endpoints --json", () => {
  it("lists each endpoint of the references, with its verb, path and parameters, and no other", async () => {
    const { endpoints } = JSON.parse(
      (await run("endpoints", "--json")).out,
    ) as { endpoints: readonly ListedEndpoint[] };
    expect(
      endpoints.map(({ adapter, name, verb, path, parameters }) => ({
        adapter,
        name,
        verb,
        path,
        parameters: parameters.map(
          (each) =>
            `${each.name}${each.required ? "*" : ""}${each.format === undefined ? "" : `(${each.format})`}`,
        ),
      })),
    ).toEqual(
      referenceEndpoints.map(({ adapter, name, verb, path, parameters }) => ({
        adapter,
        name,
        verb,
        path,
        parameters,
      })),
    );
  });
});

const uidOf = ({ adapter }: ReferenceEndpoint) =>
  adapter === "nlst" ? "1.3.6.1.4.1.99999.6.1.1" : "1.3.6.1.4.1.99999.1.1.1";

/** A value for a parameter of this name. */
function valueFor(endpoint: ReferenceEndpoint, name: string): string {
  const uid = uidOf(endpoint);
  const [series] = server.archive.series;
  const own: Readonly<Record<string, string>> = {
    SeriesInstanceUID: uid,
    StudyInstanceUID: "1.3.6.1.4.1.99999.1.1",
    SOPInstanceUID: `${uid}.1`,
    SOPInstanceUid: `${uid}.1`,
    SeriesUID: uid,
    seriesUID: uid,
    seriesUIDs: uid,
    studyUIDs: "1.3.6.1.4.1.99999.1.1",
    objectUID: `${uid}.1`,
    seriesList: uid,
    list: uid,
    fromDate: "2015-01-31",
    toDate: "2016-01-31",
    Date: "2015-01-31",
    Collection: endpoint.adapter === "nlst" ? "NLST" : "SAMPLE-CHEST",
    Modality: "CT",
    format: "JSON",
    NewFileNames: "Yes",
    IncludeMD5: "Yes",
    IncludeAnnotation: "true",
    includeAnnotation: "true",
    MD5Verification: "true",
    CollectionOrSeries: "series",
    DOI: "https://doi.org/10.7937/SAMPLE.2020.chest",
    fromDay: "1",
    toDay: "2",
    start: "0",
    size: "10",
    sortField: "subject",
    sortDirection: "ascending",
    criteriaType: "CollectionCriteria",
    value: "SAMPLE-CHEST",
    grant_type: "password",
    username: "nbia_guest",
    client_id: "NBIA",
    filters: '{"terms":{"Modality":["CT"]},"ranges":{}}',
    page: "1",
    page_size: "10",
    limit: "5",
    attr: "Modality",
    id: "sample_chest",
    citation_format: "apa",
    doi: "10.7937/sample.2020.chest",
    "list-type": "2",
    prefix: `${series?.uuid ?? ""}/`,
    key: `${series?.uuid ?? ""}/${uid}.1.dcm`,
  };
  return own[name] ?? "sample";
}

/** Parameters of numbered families get their first number. */
const numbered = [
  "criteriaType",
  "value",
  "toDate",
  "eventType",
  "fromDay",
  "toDay",
  "from",
  "to",
];

function givenName(endpoint: ReferenceEndpoint, name: string): string {
  const isSearch = endpoint.parameters.includes("criteriaType");
  return isSearch && [...numbered, "fromDate"].includes(name)
    ? `${name}0`
    : name;
}

/** What is given in one call: all of it, but where the reference says "exactly one of" (section 6). */
function callsOf(
  { name }: ReferenceEndpoint,
  names: readonly string[],
): readonly (readonly string[])[] {
  return name === "getMD5Hierarchy"
    ? [["SeriesInstanceUID"], ["StudyInstanceUID"], ["PatientID", "Collection"]]
    : [names];
}

/** Calls the endpoint with these parameters, and looks at what arrives. */
async function callWith(
  id: string,
  endpoint: ReferenceEndpoint,
  names: readonly string[],
): Promise<void> {
  server.requests.length = 0;
  const isStorage = endpoint.name.startsWith("s3/");
  const { err, status } = await run(
    ...["call", id, "--json", "--base-url"],
    isStorage ? `${server.origin}/s3/` : server.origin,
    ...names.flatMap((name) => [
      "--param",
      `${givenName(endpoint, name)}=${valueFor(endpoint, name)}`,
    ]),
  );
  if (endpoint.isNotOffered) {
    expect([status, server.requests.length]).toEqual([2, 0]);
    return;
  }
  const asked = server.requests.filter(
    ({ path }) => !/\/(?:oauth\/token|logout)$/.test(path),
  );
  const [request] = /^nbia-token\/(?:oauth|logout)/.test(id)
    ? server.requests
    : asked;
  expect(request?.method, err).toBe(endpoint.verb);
  const sent = `${request?.query ?? ""} ${request?.body ?? ""}`;
  for (const name of names)
    // What is sent to sign in is not recorded.
    if (!endpoint.path.includes(`{${name}}`) && !id.endsWith("/oauth/token"))
      expect(sent).toContain(givenName(endpoint, name));
  // Refusals of the sample archive name the parameter that it does not know.
  expect(err).not.toMatch(
    /takes no parameter|needs the parameter|has another form|Invalid query parameter/,
  );
}

describe("casedrop archive call", () => {
  it.each(
    referenceEndpoints.map(
      (endpoint) => [`${endpoint.adapter}/${endpoint.name}`, endpoint] as const,
    ),
  )(
    "%s sends every parameter that it takes, as it is called",
    async (id, endpoint) => {
      const names = endpoint.parameters.map((each) =>
        each.replace(/\*|\(.*\)/g, ""),
      );
      const calls = callsOf(endpoint, names);
      expect(new Set(calls.flat())).toEqual(new Set(names));
      for (const given of calls) await callWith(id, endpoint, given);
    },
  );

  it("takes a parameter as an option of its own", async () => {
    for (const written of [
      ["--Collection", "NLST"],
      ["--Collection=NLST"],
      ["--param", "Collection=NLST"],
    ]) {
      server.requests.length = 0;
      const called = await run(
        ...["call", "getPatient", ...written, "--json"],
        ...["--base-url", server.origin],
      );
      expect(called.status, called.err).toBe(0);
      expect(server.requests[0]?.query).toContain("Collection=NLST");
    }
    const misspelled = await run(
      ...["call", "getPatient", "--colection", "NLST"],
      ...["--base-url", server.origin],
    );
    expect(misspelled.status).toBe(2);
    expect(misspelled.err).toContain("takes no parameter colection");
  });
});
