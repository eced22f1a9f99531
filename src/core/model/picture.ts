// Pictures that are no DICOM objects: photographs, pathology, illustrations, films.
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import type { FileSource } from "./fileSource.ts";

/** What the beginning of a picture tells of it. */
export interface PictureFacts {
  readonly format: PictureFormat;
  /** As stored, before any turning. */
  readonly columns: number;
  readonly rows: number;
}

/** A picture that was found. */
export interface ScannedPicture {
  readonly source: FileSource;
  readonly facts: PictureFacts;
}
