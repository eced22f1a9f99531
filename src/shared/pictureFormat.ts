// Formats of pictures that are no DICOM objects and that the service takes as they are (contract section 7).

/** In the order of the contract's list. */
export const pictureFormats = ["jpeg", "bmp", "png", "gif", "mp4"] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** As people write them. */
export const pictureFormatNames: Readonly<Record<PictureFormat, string>> = {
  jpeg: "JPEG",
  bmp: "BMP",
  png: "PNG",
  gif: "GIF",
  mp4: "MP4",
};

/** Pictures and films that have to be converted to one of these formats first, as people write them. */
export const foreignPictureFormats = [
  "HEIC",
  "AVIF",
  "TIFF",
  "WebP",
  "AVI",
  "QuickTime",
  "WMV",
] as const;
export type ForeignPictureFormat = (typeof foreignPictureFormats)[number];

const foreignFilms: ReadonlySet<ForeignPictureFormat> = new Set([
  "AVI",
  "QuickTime",
  "WMV",
]);

/** True for films, which are converted to MP4. */
export function isForeignFilm(format: ForeignPictureFormat): boolean {
  return foreignFilms.has(format);
}

/** Why a picture cannot be freed of what it carries besides its pixels. */
export const pictureProblems = [
  /** It does not follow its format, so nobody can say what else is in it. */
  "damaged",
  /** It follows its format and uses a part of it that is not supported. */
  "unsupported",
  "tooLarge",
  /** Text or timed metadata lies among the samples of the film. */
  "textTrack",
  /** Bytes lie among the pictures of the film that belong to none of them. */
  "strayBytes",
  /** A mask covers part of it, and it is a film, an animation or of a kind that is not decoded. */
  "cannotBeMasked",
  /** Cleaning the result again would change it. */
  "residue",
] as const;
export type PictureProblem = (typeof pictureProblems)[number];
