// From an endpoint and parameters to the request, everything checked before anything is sent.
import type { ArchiveFailure } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type {
  ArchiveEndpoint,
  EndpointParameter,
} from "../catalogue/endpoint.ts";
import { requestDate } from "./dates.ts";
import { joinUrl } from "./joinUrl.ts";

/** A parameter with its value; one that repeats is given several times. */
export interface GivenParameter {
  readonly name: string;
  readonly value: string;
}

/** What is sent, but for the headers that say who is asking. */
export interface ArchiveRequest {
  readonly endpoint: ArchiveEndpoint;
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly contentType: string | null;
  readonly body: string | null;
}

/**
 * Builds the request. Names are compared exactly: version 4 refuses unknown ones, and the older ones answer with everything.
 * `without` names one that is left out, its preset too. Fails with `unknownParameter`, `missingParameter`, `badParameter`, or `notOffered`; nothing is sent then.
 */
export function buildRequest(
  endpoint: ArchiveEndpoint,
  given: readonly GivenParameter[],
  baseUrl: string = endpoint.baseUrl,
  without: string | null = null,
): Result<ArchiveRequest, ArchiveFailure> {
  if (endpoint.state === "notOffered")
    return failed({ kind: "notOffered", endpoint: endpoint.name });
  const all = withPresets(endpoint, given).filter(
    ({ name }) => name !== without,
  );
  const checked: (GivenParameter & { readonly rule: EndpointParameter })[] = [];
  for (const each of all) {
    const rule = ruleOf(endpoint, each.name);
    if (rule === null)
      return failed({
        kind: "unknownParameter",
        endpoint: endpoint.name,
        name: each.name.slice(0, 80),
        allowed: endpoint.parameters.map(shownName),
      });
    const value = checkedValue(rule, each.value);
    if (value === null) return badParameter(endpoint, rule);
    if (rule.repeats === "no" && checked.some(({ name }) => name === each.name))
      return badParameter(endpoint, rule, "given once");
    checked.push({ name: each.name, value, rule });
  }
  const missing = endpoint.parameters.find(
    ({ name, isRequired }) =>
      isRequired && !checked.some((each) => each.name === name),
  );
  if (missing !== undefined)
    return failed({
      kind: "missingParameter",
      endpoint: endpoint.name,
      name: missing.name,
    });
  const unfit =
    numberedWithGaps(endpoint, checked) ?? notOneSubject(endpoint, checked);
  if (unfit !== null) return unfit;
  return success(assemble(endpoint, joined(checked), baseUrl));
}

type Checked = GivenParameter & { readonly rule: EndpointParameter };

/** Fields of criteria are numbered from 0 without gaps (reference section 6.1): the server stops at the first that is missing. */
function numberedWithGaps(
  endpoint: ArchiveEndpoint,
  checked: readonly Checked[],
): Result<never, ArchiveFailure> | null {
  const numbered = checked.filter(({ rule }) => rule.isNumbered === true);
  const numbers = new Set(
    numbered.map(({ name, rule }) => Number(name.slice(rule.name.length))),
  );
  const beyond = numbered.find(
    ({ name, rule }) => Number(name.slice(rule.name.length)) >= numbers.size,
  );
  return beyond === undefined
    ? null
    : badParameter(endpoint, beyond.rule, "numbered from 0 without gaps");
}

/** Some questions are about one thing only, and say what it is by the parameters that are given (reference section 6). */
function notOneSubject(
  { name, parameters, subjects }: ArchiveEndpoint,
  checked: readonly Checked[],
): Result<never, ArchiveFailure> | null {
  if (subjects === undefined) return null;
  const known = new Set(subjects.flat());
  const given = checked.filter((each) => known.has(each.name));
  const isOne = subjects.some(
    (subject) =>
      subject.length === given.length &&
      given.every((each) => subject.includes(each.name)),
  );
  if (isOne) return null;
  const first = parameters.find((rule) => known.has(rule.name));
  return failed({
    kind: "badParameter",
    endpoint: name,
    name: given[1]?.name ?? first?.name ?? "",
    expected: `exactly one of ${subjects.map((each) => each.join(" with ")).join(", ")}`,
  });
}

function withPresets(
  { parameters }: ArchiveEndpoint,
  given: readonly GivenParameter[],
): readonly GivenParameter[] {
  const presets = parameters.flatMap(({ name, preset }) =>
    preset === undefined || given.some((each) => each.name === name)
      ? []
      : [{ name, value: preset }],
  );
  return [...given, ...presets];
}

function ruleOf(
  { parameters }: ArchiveEndpoint,
  name: string,
): EndpointParameter | null {
  return (
    parameters.find((rule) =>
      rule.isNumbered === true
        ? name.startsWith(rule.name) &&
          /^\d{1,3}$/.test(name.slice(rule.name.length))
        : name === rule.name,
    ) ?? null
  );
}

function shownName({ name, isNumbered }: EndpointParameter): string {
  return isNumbered === true ? `${name}0, ${name}1 …` : name;
}

/** The value as it is sent; null if it has another form. */
function checkedValue(rule: EndpointParameter, value: string): string | null {
  switch (rule.type) {
    case "text":
      return value;
    case "uid":
      return value.split(rule.repeats === "no" ? /$^/ : ",").every(isUID)
        ? value
        : null;
    case "date":
      return requestDate(value, rule.dateFormat ?? "YYYY-MM-DD");
    case "integer":
      return /^-?\d{1,9}$/.test(value) ? value : null;
    case "choice":
      return (
        rule.values?.find(
          (known) => known.toLowerCase() === value.toLowerCase(),
        ) ?? null
      );
    case "json":
      return isJson(value) ? value : null;
  }
}

/** At most 64 digits and dots (PS3.5 9.1). */
export function isUID(text: string): boolean {
  return text.length <= 64 && /^\d+(\.\d+)+$/.test(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function badParameter(
  endpoint: ArchiveEndpoint,
  rule: EndpointParameter,
  expected: string = expectedForm(rule),
): Result<never, ArchiveFailure> {
  return failed({
    kind: "badParameter",
    endpoint: endpoint.name,
    name: rule.name,
    expected,
  });
}

function expectedForm({ type, dateFormat, values }: EndpointParameter): string {
  switch (type) {
    case "text":
      return "text";
    case "uid":
      return "a DICOM UID: digits and dots, 64 at most";
    case "date":
      return `a date as YYYY-MM-DD${dateFormat === "YYYY-MM-DD" ? "" : ` or ${dateFormat ?? ""}`}`;
    case "integer":
      return "a whole number";
    case "choice":
      return `one of ${values?.join(", ") ?? ""}`;
    case "json":
      return "JSON";
  }
}

/** Values of a list that goes out as one, with commas between. */
function joined(checked: readonly Checked[]): readonly Checked[] {
  const single = new Map<string, Checked>();
  const result: Checked[] = [];
  for (const each of checked) {
    const before = single.get(each.name);
    if (each.rule.repeats !== "joined" || before === undefined) {
      single.set(each.name, each);
      result.push(each);
      continue;
    }
    const value = `${before.value},${each.value}`;
    const merged = { ...before, value };
    single.set(each.name, merged);
    result[result.indexOf(before)] = merged;
  }
  return result;
}

function assemble(
  endpoint: ArchiveEndpoint,
  checked: readonly Checked[],
  baseUrl: string,
): ArchiveRequest {
  const at = (place: EndpointParameter["place"]) =>
    checked.filter(({ rule }) => rule.place === place);
  const path = at("path").reduce(
    (text, { name, value }) =>
      text.replace(
        `{${name}}`,
        value.split("/").map(encodeURIComponent).join("/"),
      ),
    endpoint.path,
  );
  const url = joinUrl(baseUrl, endpoint.baseUrl, path);
  for (const { name, value } of at("query"))
    url.searchParams.append(name, value);
  const { verb } = endpoint;
  const request = { endpoint, method: verb, url };
  if (verb === "GET") return { ...request, contentType: null, body: null };
  const fields = at("json");
  if (fields.length > 0)
    return {
      ...request,
      contentType: "application/json",
      body: JSON.stringify(
        Object.fromEntries(fields.map((each) => [each.name, jsonValue(each)])),
      ),
    };
  const form = new URLSearchParams(
    at("form").map(({ name, value }): [string, string] => [name, value]),
  );
  return {
    ...request,
    contentType: "application/x-www-form-urlencoded",
    body: form.toString(),
  };
}

function jsonValue({ rule, value }: Checked): unknown {
  if (rule.type === "json") return JSON.parse(value);
  return rule.type === "integer" ? Number(value) : value;
}
