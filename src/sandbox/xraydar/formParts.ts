// Takes a multipart/form-data body apart (RFC 7578) and names what X-Raydar's sample would not have sent. Own code.
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import dicomParser from "dicom-parser";

interface Part {
  readonly name: string;
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly bytes: Buffer;
}

/** One question as it arrived: never the key, never the text. */
export interface ReceivedQuestion {
  readonly problems: readonly string[];
  readonly userAgent: string;
  readonly fileSha256: string;
  readonly fileBytes: number;
  /** Tags of a DICOM file, as eight hexadecimal digits; empty for a text. */
  readonly tags: readonly string[];
}

/** What arrived; `key` is the form's, for the reader alone. */
export function receivedQuestion(
  headers: IncomingHttpHeaders,
  url: URL,
  body: Buffer,
): { readonly question: ReceivedQuestion; readonly key: string } {
  const boundary = /^multipart\/form-data; *boundary="?([^";]+)"?$/i.exec(
    headers["content-type"] ?? "",
  )?.[1];
  const parts = boundary === undefined ? [] : partsOf(body, boundary);
  const [first, second] = parts;
  const key = first?.bytes.toString("utf8") ?? "";
  const file = second?.bytes ?? Buffer.alloc(0);
  const isKeyElsewhere =
    key !== "" &&
    (url.href.includes(key) || JSON.stringify(headers).includes(key));
  const problems = [
    [boundary === undefined, "no boundary"],
    [parts.length !== 2, `${parts.length} parts`],
    [first?.name !== "key", "the first part is not key"],
    [second?.name !== "file", "the second part is not file"],
    [second?.filename !== "file", "the file is not called file"],
    [
      second?.contentType !== "application/octet-stream",
      "the file is no octet stream",
    ],
    [headers["content-length"] === undefined, "no Content-Length"],
    [(headers["user-agent"] ?? "") === "", "no User-Agent"],
    [isKeyElsewhere, "the key is not in the body alone"],
    [url.search !== "", "a query"],
  ] as const;
  return {
    key,
    question: {
      problems: problems.filter(([is]) => is).map(([, problem]) => problem),
      userAgent: headers["user-agent"] ?? "",
      fileSha256: createHash("sha256").update(file).digest("hex"),
      fileBytes: file.length,
      tags: tagsOf(file),
    },
  };
}

function partsOf(body: Buffer, boundary: string): readonly Part[] {
  const parts: Part[] = [];
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length + 2;
    const next = body.indexOf(mark, start);
    if (next < 0) break;
    const headEnd = body.indexOf("\r\n\r\n", start);
    if (headEnd >= 0 && headEnd < next) {
      const head = body.toString("utf8", start, headEnd);
      parts.push({
        name: /name="([^"]*)"/.exec(head)?.[1] ?? "",
        filename: /filename="([^"]*)"/.exec(head)?.[1] ?? null,
        contentType: /^content-type: *(\S+)/im.exec(head)?.[1] ?? null,
        bytes: body.subarray(headEnd + 4, next - 2),
      });
    }
    at = next;
  }
  return parts;
}

function tagsOf(file: Buffer): readonly string[] {
  if (file.toString("latin1", 128, 132) !== "DICM") return [];
  try {
    const { elements } = dicomParser.parseDicom(new Uint8Array(file));
    return Object.keys(elements).map((tag) => tag.slice(1));
  } catch {
    return [];
  }
}
