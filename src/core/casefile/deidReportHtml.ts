// The report of a case as one page to read and to print: no scripts, nothing to fetch.
import { confirmationStatement } from "../../shared/messages/blockerWords.ts";
import {
  acceptanceStatements,
  findingStatusNames,
  maskShapeNames,
  pixelTreatmentNames,
  tagActionNames,
  textRankNames,
  typedFieldNames,
} from "../../shared/messages/deidReportWords.ts";
import { deidRuleWords } from "../../shared/messages/deidRuleWords.ts";
import { leftOutWords } from "../../shared/messages/leftOutWords.ts";
import { countOf } from "../../shared/messages/quantities.ts";
import { refusalWords } from "../../shared/messages/refusalWords.ts";
import { formatTag } from "../../shared/messages/tags.ts";
import { typedWordWords } from "../../shared/messages/typedWordWords.ts";
import type { ImageRange, MaskShape, PixelBox } from "../../shared/mask.ts";
import type {
  DeidReport,
  ReportedFinding,
  ReportedStack,
} from "../model/deidReport.ts";

const style = `
  body { font: 14px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-top: 1px solid #999; padding-top: 1rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .15rem .75rem .15rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
  thead { display: table-header-group; } tr { break-inside: avoid; } .number { padding-right: 0; text-align: right; font-variant-numeric: tabular-nums; } .warn { font-weight: 600; }
  @media screen and (prefers-color-scheme: dark) { body { color: #e6e9ea; background: #15191c; } h2 { border-color: #5a656b; } th, td { border-color: #333b40; } }
  @media print { body { margin: 0; max-width: none; font-size: 10pt; } h2, h3 { break-after: avoid; } }`;

/** The page. Everything that is not fixed text is escaped. */
export function deidReportHtml(report: DeidReport): string {
  const { appVersion, policyVersion, madeAt } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>De-identification report</title>
<style>${style}</style>
</head>
<body>
<h1>De-identification report</h1>
<p>Made by Casedrop ${escaped(appVersion)} on ${escaped(timeWords(madeAt))}. Every DICOM image was written anew, read again and checked against the Radiopaedia policy ${escaped(policyVersion)}; of pictures and films nothing was copied but what shows them. This report holds no data of the patient.</p>
${accountSection(report)}
${report.stacks.map(stackSection).join("\n")}
${statementsSection(report)}
${typedSection(report)}
</body>
</html>
`;
}

function accountSection({ account }: DeidReport): string {
  const { found, uploaded, leftOut, leftOutByReason, uploadedImages } = account;
  const rows = leftOutByReason.map(({ reason, count }) => {
    const { title, why } = leftOutWords(reason);
    return [title, why, count] as const;
  });
  return `<h2>Files</h2>
<p>${countOf(found, "file")} found: ${uploaded} to be sent as ${countOf(uploadedImages, "image")}, ${leftOut} left out.</p>
${table(["Left out", "Why", "Files"], rows)}`;
}

function stackSection(stack: ReportedStack, index: number): string {
  const label = stack.label === "" ? "" : `: ${escaped(stack.label)}`;
  return `<h2>Stack ${index + 1}${label}</h2>
<p>Study ${stack.study}, ${countOf(stack.preparedImages, "image")} prepared and verified.</p>
${stack.faceWarning ? `<p class="warn">A face can be rebuilt from slices like these; the user was told.</p>` : ""}
${table(
  ["Refused", "Why", "Images"],
  stack.refused.map(({ reason, count }) => {
    const { title, why } = refusalWords(reason);
    return [title, why, count];
  }),
)}
<h3>Pixels</h3>
${list([
  ...stack.pixels.map(
    ({ treatment, count }) =>
      `${countOf(count, "image")} ${pixelTreatmentNames[treatment]}`,
  ),
  ...stack.masks.map(
    ({ shape, images }) =>
      `${maskShapeNames[shape.kind]} masked (${shapeWords(shape)}) on ${images === null ? "every image" : rangeWords(images)}`,
  ),
])}
<h3>Text in the pixels</h3>
${textSection(stack)}
<h3>Free text that was reviewed and stays</h3>
${list(stack.keptFreeText.length === 0 ? ["None"] : stack.keptFreeText.map(formatTag))}
${table(
  ["Attribute", "What was questioned in it", "Why it stays", "Parts"],
  stack.acceptedFreeText.map(({ tag, kind, reason, count }) => [
    formatTag(tag),
    typedWordWords(kind).title,
    reason,
    count,
  ]),
)}
<h3>Attributes</h3>
${stack.tags.length === 0 ? "<p>None was written.</p>" : ""}
${table(
  ["Tag", "Keyword", "Action", "Rule", "Images"],
  stack.tags.map(({ tag, keyword, action, rule, count }) => [
    formatTag(tag),
    keyword,
    tagActionNames[action],
    deidRuleWords(rule),
    count,
  ]),
)}`;
}

function textSection({ text }: ReportedStack): string {
  const { wasSearched, lookedImages, readImages, unseenImages } = text;
  if (!wasSearched)
    return `<p class="warn">Nobody has looked for text in these images${acceptedBecause(text.unseenReason)}.</p>`;
  const unseen =
    unseenImages === 0
      ? ""
      : `<p class="warn">${countOf(unseenImages, "image")} could not be looked at${acceptedBecause(text.unseenReason)}.</p>`;
  const read = readImages === null ? "" : `, characters read on ${readImages}`;
  // Said of images that were looked at, and of no others.
  const none =
    lookedImages > 0 && text.findings.length === 0
      ? ` No text was found on ${lookedImages === 1 ? "it" : "them"}.`
      : "";
  return `<p>${countOf(lookedImages, "image")} searched${read}.${none}</p>
${unseen}
${table(
  ["What", "Where", "Images", "What became of it"],
  text.findings.map((finding) => [
    textRankNames[finding.rank],
    boxWords(finding.box),
    placesWords(finding.images),
    statusWords(finding),
  ]),
)}`;
}

function statusWords({ status, reason }: ReportedFinding): string {
  return reason === null
    ? findingStatusNames[status]
    : `${findingStatusNames[status]}: ${reason}`;
}

function acceptedBecause(reason: string | null): string {
  return reason === null ? "" : `, accepted: ${escaped(reason)}`;
}

function statementsSection({ acceptances, confirmations }: DeidReport): string {
  const accepted = (["refusedImages", "severalPatients"] as const)
    .filter((which) => acceptances[which])
    .map((which) => acceptanceStatements[which]);
  const confirmed = (
    ["permission", "imagesChecked", "licence", "publicData"] as const
  )
    .filter((which) => confirmations[which])
    .map((which) =>
      // Of a case with public data that statement was made, or nothing was sent.
      confirmationStatement(which, confirmations.publicData === true),
    );
  return `<h2>What the user stated</h2>
${list([...confirmed, ...accepted, ...(confirmed.length + accepted.length === 0 ? ["Nothing"] : [])])}`;
}

function typedSection({ typedWords }: DeidReport): string {
  if (typedWords.length === 0) return "";
  return `<h2>Typed words that were questioned and accepted</h2>
${table(
  ["Field", "What was found", "Reason"],
  typedWords.map(({ field, kind, reason }) => [
    typedFieldNames[field],
    typedWordWords(kind).title,
    reason,
  ]),
)}`;
}

/** Numbers stand to the right. Empty without rows. */
function table(
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  if (rows.length === 0) return "";
  const cell = (value: string | number) =>
    typeof value === "number"
      ? `<td class="number">${value}</td>`
      : `<td>${escaped(value)}</td>`;
  const isNumber = (column: number) => typeof rows[0]?.[column] === "number";
  const head = heads
    .map(
      (name, column) =>
        `<th scope="col"${isNumber(column) ? ' class="number"' : ""}>${escaped(name)}</th>`,
    )
    .join("");
  const body = rows
    .map((row) => `<tr>${row.map(cell).join("")}</tr>`)
    .join("\n");
  return `<table><thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`;
}

function list(items: readonly string[]): string {
  return items.length === 0
    ? ""
    : `<ul>\n${items.map((item) => `<li>${escaped(item)}</li>`).join("\n")}\n</ul>`;
}

function boxWords({ left, top, width, height }: PixelBox): string {
  return `${left},${top}, ${width} x ${height} pixels`;
}

function shapeWords(shape: MaskShape): string {
  return shape.kind === "outsideFan"
    ? `around ${shape.apexX},${shape.apexY}, radius ${shape.innerRadius} to ${shape.outerRadius}, ${shape.fromDegrees} to ${shape.toDegrees} degrees`
    : boxWords(shape);
}

function rangeWords(images: ImageRange): string {
  const what = images.first === images.last ? "image" : "images";
  return `${what} ${placesWords(images)}`;
}

/** Places from 1, as people count. */
function placesWords({ first, last }: ImageRange): string {
  return first === last ? String(first + 1) : `${first + 1} to ${last + 1}`;
}

/** An ISO 8601 time in UTC, to the minute. */
function timeWords(iso: string): string {
  return `${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
