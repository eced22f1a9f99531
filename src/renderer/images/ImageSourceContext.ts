// Hands the one image source of the window to everything that shows images.
import { createContext, useContext } from "react";
import type { ImageSource } from "./imageSource.ts";

export const ImageSourceContext = createContext<ImageSource | null>(null);

/** The window's image source; outside a provider is a bug. */
export function useImageSource(): ImageSource {
  const source = useContext(ImageSourceContext);
  if (source === null) throw new Error("No image source was provided.");
  return source;
}
