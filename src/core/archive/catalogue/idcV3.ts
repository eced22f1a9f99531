// Imaging Data Commons: discovery and manifests, its open storage, and the registry of citations (reference sections 11 and 13).
import {
  optional,
  required,
  type AnswerForm,
  type ArchiveEndpoint,
  type EndpointParameter,
} from "./endpoint.ts";

const base = "https://api.imaging.datacommons.cancer.gov/v3/";
/** One host for each bucket; the address of a series says which. */
const storageBase = "https://idc-open-data.s3.amazonaws.com/";
const dataciteBase = "https://api.datacite.org/";

function idc(
  verb: "GET" | "POST",
  path: string,
  parameters: readonly EndpointParameter[] = [],
  answer: AnswerForm = "object",
): ArchiveEndpoint {
  return {
    adapter: "idc-v3",
    name: path,
    verb,
    baseUrl: base,
    path,
    parameters,
    answer,
    auth: "none",
    state: "current",
  };
}

const inPath = { place: "path" } as const;
const inJson = { place: "json" } as const;
/** `{"terms":{"Modality":["DX"]},"ranges":{}}`; values are case-sensitive. */
const filters = required("filters", { type: "json", ...inJson });

/** Largest page of a manifest. */
export const maxIdcPageSize = 5_000;

export const idcV3Endpoints: readonly ArchiveEndpoint[] = [
  idc("GET", "version"),
  idc("GET", "collections"),
  idc("GET", "collections/{id}", [required("id", inPath)]),
  idc("GET", "attributes"),
  idc("GET", "attributes/{attr}/values", [
    required("attr", inPath),
    optional("limit", { type: "integer" }),
  ]),
  idc("POST", "cohort/counts", [filters]),
  idc("POST", "cohort/manifest", [
    filters,
    optional("page", { type: "integer", preset: "1", ...inJson }),
    optional("page_size", {
      type: "integer",
      preset: String(maxIdcPageSize),
      ...inJson,
    }),
  ]),
  idc("POST", "licenses", [filters]),
  idc("POST", "citations", [
    filters,
    optional("citation_format", {
      type: "choice",
      values: ["apa", "bibtex", "csl-json"],
      ...inJson,
    }),
  ]),
  {
    ...idc("GET", "", [
      required("list-type", { type: "integer", preset: "2" }),
      required("prefix"),
      optional("continuation-token"),
    ]),
    name: "s3/list",
    baseUrl: storageBase,
    answer: "xml",
  },
  {
    ...idc("GET", "{key}", [required("key", inPath)], "dicom"),
    name: "s3/object",
    baseUrl: storageBase,
  },
];

/** Citations by DOI. */
export const dataciteEndpoints: readonly ArchiveEndpoint[] = [
  {
    adapter: "datacite",
    name: "dois/{doi}",
    verb: "GET",
    baseUrl: dataciteBase,
    path: "dois/{doi}",
    parameters: [required("doi", inPath)],
    answer: "object",
    auth: "none",
    state: "current",
  },
];
