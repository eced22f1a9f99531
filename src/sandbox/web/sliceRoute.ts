// Pictures for the pages: a slice as PNG, or a neutral card that says why there is none.
import { pictureType } from "../policy/checkPicture.ts";
import { readPictureArchive } from "../policy/pictureArchive.ts";
import { bytesAnswer, emptyAnswer, type Answer } from "../server/answer.ts";
import { idParam, type Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import { escapeHtml } from "./html.ts";
import { encodePng } from "./png.ts";
import { renderSlice } from "./renderSlice.ts";

function placeholder(reason: string): Answer {
  const markup = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" role="img"><rect width="320" height="240" fill="#3a3f47"/><text x="160" y="125" fill="#c9ced6" font-family="sans-serif" font-size="15" text-anchor="middle">${escapeHtml(reason)}</text></svg>`;
  return bytesAnswer("image/svg+xml", Buffer.from(markup));
}

async function sendSlice(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const upload = service.data.uploads.get(idParam(exchange, "upload") ?? 0);
  if (upload === undefined) return emptyAnswer(404);
  const bytes = await service.objects.read(upload.sha256);
  if (bytes === null) return emptyAnswer(404);
  const raster = renderSlice(bytes);
  return raster.ok
    ? bytesAnswer("image/png", encodePng(raster.value))
    : placeholder(raster.failure);
}

/** Types of the deprecated route that a browser shows as they are. */
const shownTypes = ["image/jpeg", "image/bmp", "image/png", "image/gif"];

async function sendImage(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const image = service.data.images.get(idParam(exchange, "image") ?? 0);
  if (image === undefined) return emptyAnswer(404);
  const bytes = await service.objects.read(image.sha256);
  if (bytes === null) return emptyAnswer(404);
  if (image.contentType === "application/zip") {
    const [first] = readPictureArchive(bytes).pictures;
    const type = first === undefined ? null : pictureType(first.name);
    if (first !== undefined && type !== null)
      return bytesAnswer(type, first.bytes);
  }
  return shownTypes.includes(image.contentType)
    ? bytesAnswer(image.contentType, bytes)
    : placeholder(`${image.contentType}: not drawn by the sandbox`);
}

/** `/slices/{upload}` and `/images/{image}`. */
export function sliceRoutes(service: Service): readonly Route[] {
  return [
    {
      name: "slice",
      method: "GET",
      path: "/slices/{upload}",
      handle: (exchange) => sendSlice(service, exchange),
    },
    {
      name: "image",
      method: "GET",
      path: "/images/{image}",
      handle: (exchange) => sendImage(service, exchange),
    },
  ];
}
