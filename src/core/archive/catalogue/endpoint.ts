// What one endpoint of an archive is, as data: the whole client is driven by tables of these.

/** The services, each with its own manners. `nbia-token` holds the older NBIA families: root, v1 and v2. */
export const archiveAdapters = [
  "nbia-v4",
  "nbia-token",
  "nlst",
  "tcia-v2",
  "idc-v3",
  "datacite",
] as const;

export type ArchiveAdapter = (typeof archiveAdapters)[number];

/** How the text of a date parameter is written; reference section 4.1. */
export type DateFormat =
  "YYYY/MM/DD" | "MM-DD-YYYY" | "DD/MM/YYYY" | "YYYY-MM-DD";

export type ParameterType =
  | "text"
  /** DICOM UID, at most 64 digits and dots. */
  | "uid"
  | "date"
  | "integer"
  /** One of `values`, any case. */
  | "choice"
  /** Any JSON value; only for bodies of JSON. */
  | "json";

/** Where a parameter goes. */
export type ParameterPlace = "query" | "form" | "path" | "json";

export interface EndpointParameter {
  readonly name: string;
  readonly isRequired: boolean;
  readonly type: ParameterType;
  readonly place: ParameterPlace;
  /** May be given several times; sent so, or joined by commas for `joined`. */
  readonly repeats: "no" | "repeated" | "joined";
  readonly dateFormat?: DateFormat;
  readonly values?: readonly string[];
  /** Sent where the caller says nothing. */
  readonly preset?: string;
  /** Set for families of numbered fields: the name is followed by a number from 0, as in `criteriaType0`. */
  readonly isNumbered?: boolean;
  /** True if the same things are answered without it, in another form or order at most. */
  readonly isDispensable?: boolean;
}

/** What an answer holds. */
export type AnswerForm =
  /** A table: JSON, or what `format` asks for. */
  | "rows"
  | "object"
  | "csv"
  | "text"
  | "manifest"
  | "jpeg"
  | "dicom"
  | "zip"
  | "xml"
  | "none";

/** Whether an endpoint may be used. */
export type EndpointState =
  | "current"
  /** In the process of being switched off; for what the current ones lack. */
  | "fallback"
  /** Switched off at TCIA in 2022; for services that still speak it. */
  | "retired"
  /** Changes things that others share: listed, never called. */
  | "notOffered";

export type EndpointAuth = "none" | "bearer" | "apiKey";

/** One endpoint. `adapter` and `name` together are unique. */
export interface ArchiveEndpoint {
  readonly adapter: ArchiveAdapter;
  /** As the reference spells it; the older NBIA families carry their version in front, as in `v2/getSeries`. */
  readonly name: string;
  readonly verb: "GET" | "POST";
  /** Address of the service, with a slash at its end. */
  readonly baseUrl: string;
  /** Below the base; parts in braces are parameters. */
  readonly path: string;
  readonly parameters: readonly EndpointParameter[];
  /** The sets of parameters of which exactly one has to be given. */
  readonly subjects?: readonly (readonly string[])[];
  readonly answer: AnswerForm;
  readonly auth: EndpointAuth;
  readonly state: EndpointState;
}

type Options = Partial<Omit<EndpointParameter, "name">>;

/** A parameter that may be left out; in the query unless said otherwise. */
export function optional(
  name: string,
  options: Options = {},
): EndpointParameter {
  return {
    name,
    isRequired: false,
    type: "text",
    place: "query",
    repeats: "no",
    ...options,
  };
}

/** A parameter without which nothing is sent. */
export function required(
  name: string,
  options: Options = {},
): EndpointParameter {
  return optional(name, { ...options, isRequired: true });
}

/** A parameter that holds a DICOM UID. */
export function uid(name: string, options: Options = {}): EndpointParameter {
  return optional(name, { type: "uid", ...options });
}

/** Parameters moved into the form of a POST. */
export function inForm(
  ...parameters: readonly EndpointParameter[]
): readonly EndpointParameter[] {
  return parameters.map((parameter) => ({ ...parameter, place: "form" }));
}

/** Address of the endpoint as documentation writes it, without host. */
export function endpointPath(endpoint: ArchiveEndpoint): string {
  return `${new URL(endpoint.baseUrl).pathname}${endpoint.path}`;
}
