// Every endpoint of NBIA: version 4 without a sign-in, the older families, sign-in itself, and the NLST server.
import { optional, required, uid, type ArchiveEndpoint } from "./endpoint.ts";
import { advancedV4Rows, rootRows, sharedListWrites } from "./nbiaAdvanced.ts";
import {
  get,
  imageRows,
  post,
  queryRows,
  type EndpointRow,
} from "./nbiaQueries.ts";

/** Hosts (reference section 2). The guide's sign-in lies on `services.`. */
const v4Base = "https://nbia.cancerimagingarchive.net/nbia-api/services/v4/";
const servicesBase =
  "https://services.cancerimagingarchive.net/nbia-api/services/";
const apiBase = "https://services.cancerimagingarchive.net/nbia-api/";
const nlstBase = "https://nlst.cancerimagingarchive.net/nbia-api/services/v4/";

const deniedSeries = get("getDeniedSeries", [
  uid("seriesList", { isRequired: true, repeats: "repeated" }),
  optional("userName"),
]);

const contentsByName = get("getContentsByName", [required("name")]);
const seriesMetaData = get("getSeriesMetaData", [
  uid("SeriesInstanceUID", { isRequired: true }),
  optional("format", {
    type: "choice",
    values: ["JSON", "CSV", "HTML", "XML"],
  }),
]);

function currentEndpoint(row: EndpointRow): ArchiveEndpoint {
  return {
    ...row,
    adapter: "nbia-v4",
    baseUrl: v4Base,
    path: row.name,
    auth: "none",
    state: "current",
  };
}

/** Version 4. */
export const nbiaV4Endpoints: readonly ArchiveEndpoint[] = [
  ...queryRows("v4"),
  deniedSeries,
  ...advancedV4Rows,
  ...imageRows("v4"),
].map(currentEndpoint);

function olderEndpoint(version: "v1" | "v2") {
  return (row: EndpointRow): ArchiveEndpoint => ({
    ...row,
    adapter: "nbia-token",
    name: `${version}/${row.name}`,
    baseUrl: servicesBase,
    path: `${version}/${row.name}`,
    auth: version === "v1" ? "none" : "bearer",
    state: "fallback",
  });
}

function rootEndpoint(row: EndpointRow): ArchiveEndpoint {
  return {
    ...row,
    adapter: "nbia-token",
    baseUrl: servicesBase,
    path: row.name,
    auth: "bearer",
    state: "fallback",
  };
}

const signIn: readonly ArchiveEndpoint[] = [
  {
    ...post(
      "oauth/token",
      [
        required("grant_type", {
          type: "choice",
          values: ["password", "refresh_token"],
        }),
        optional("username"),
        optional("password"),
        required("client_id"),
        optional("refresh_token"),
      ],
      "object",
    ),
    adapter: "nbia-token",
    baseUrl: apiBase,
    path: "oauth/token",
    auth: "none",
    state: "fallback",
  },
  {
    ...post("logout", [], "none"),
    adapter: "nbia-token",
    baseUrl: apiBase,
    path: "logout",
    auth: "bearer",
    state: "fallback",
  },
];

/** Versions 1 and 2, the root family, and sign-in. */
export const nbiaTokenEndpoints: readonly ArchiveEndpoint[] = [
  ...signIn,
  ...[
    ...queryRows("v1"),
    seriesMetaData,
    contentsByName,
    deniedSeries,
    get("getUserAgreementTxt", [], "text"),
    ...imageRows("v1"),
  ].map(olderEndpoint("v1")),
  ...[
    ...queryRows("v2"),
    seriesMetaData,
    contentsByName,
    ...imageRows("v2"),
  ].map(olderEndpoint("v2")),
  ...rootRows.map(rootEndpoint),
  ...sharedListWrites.map((row): ArchiveEndpoint => ({
    ...rootEndpoint(row),
    state: "notOffered",
  })),
];

/** On the NLST server only what works there: its queries, and whole series (section 2). */
export const nlstEndpoints: readonly ArchiveEndpoint[] = [
  ...queryRows("v4").filter(({ name }) => name !== "getSOPInstanceUIDs"),
  ...advancedV4Rows.filter(({ name }) => name === "getSeriesMetadata"),
  ...imageRows("v4").filter(({ name }) => name === "getImage"),
].map((row) => ({
  ...currentEndpoint(row),
  adapter: "nlst",
  baseUrl: nlstBase,
}));
