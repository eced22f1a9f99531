// The deprecated upload of plain images: `POST /api/v1/cases/{case}/studies/{study}/images` (contract section 7).
import { jsonAnswer, type Answer } from "../server/answer.ts";
import { contentType, type Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import type { ImageRecord } from "../state/records.ts";
import { checkPicture } from "../policy/checkPicture.ts";
import { apiRoute, invalid, isoTime, openStudyInPath } from "./apiRoute.ts";

const imageTypes = [
  "application/zip",
  "image/jpeg",
  "image/bmp",
  "image/png",
  "image/gif",
  "video/mp4",
];

/** The file name of a Content-Disposition header, without any folder; a plain one if there is none. */
function filenameOf(exchange: Exchange): string {
  const header = exchange.request.headers["content-disposition"] ?? "";
  const name = /filename="([^"]*)"/.exec(header)?.[1] ?? "";
  const base = name.split(/[\\/]/).at(-1) ?? "";
  return base === "" ? "upload" : base.slice(0, 200);
}

async function uploadImage(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const study = openStudyInPath(service, exchange);
  if (!study.ok) return study.failure;
  const type = contentType(exchange);
  if (!imageTypes.includes(type))
    return invalid({ image: "has an unsupported type" });
  const stored = await service.objects.write(exchange.request, null);
  if (!stored.ok) return jsonAnswer(400, { error: stored.failure });
  const bytes = await service.objects.read(stored.value.sha256);
  const problems = bytes === null ? [] : checkPicture(type, bytes);
  // The real service takes such files; this one is here to find an app that leaves something in them.
  if (problems.length > 0) return invalid({ image: problems.join(", ") });
  const image: ImageRecord = {
    ...stored.value,
    imageId: service.data.nextId("image"),
    studyId: study.value.studyId,
    contentType: type,
    filename: filenameOf(exchange),
    createdAtMs: service.clock.nowMs(),
  };
  service.data.images.set(image.imageId, image);
  await service.save();
  return jsonAnswer(201, {
    id: image.imageId,
    filename: image.filename,
    contributor_id: 1,
    created_at: isoTime(image.createdAtMs),
    updated_at: isoTime(image.createdAtMs),
  });
}

/** Takes one file as one image or one zipped stack. */
export function imageRoute(service: Service): Route {
  return apiRoute(service, {
    name: "uploadImage",
    method: "POST",
    path: "/api/v1/cases/{case}/studies/{study}/images",
    handle: (exchange) => uploadImage(service, exchange),
  });
}
