// Words for what is sent of a picture that may be animated, in the window and of the command line.

/** Also of a GIF with one image, which nobody has counted. */
export const animatedGifWords =
  "Of an animated GIF only the first image is shown, looked through for text and sent. To send all of it, export a film (MP4) and watch that yourself.";
