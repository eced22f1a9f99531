// The image to show for a request, as it arrives.
import { useEffect, useRef, useState } from "react";
import type { Failure } from "../../shared/failure.ts";
import type { PreviewImage } from "../../shared/preview.ts";
import type { ImageRequest } from "./imageSource.ts";
import { useImageSource } from "./ImageSourceContext.ts";

interface ShownImage {
  /** The newest that has arrived: while scrolling it may be one just passed. */
  readonly image: PreviewImage | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
}

const nothing: ShownImage = { image: null, failure: null, isLoading: true };

/**
 * Follows a request; null asks for nothing. An answer never replaces one to a later request, so images do not jump back.
 * The component must be keyed by stack: an image of another stack is never kept on show.
 */
export function useStackImage(request: ImageRequest | null): ShownImage {
  const source = useImageSource();
  const [shown, setShown] = useState<ShownImage>(nothing);
  const asked = useRef(0);
  const displayed = useRef(0);

  const key = request === null ? null : JSON.stringify(request);
  useEffect(() => {
    if (key === null) return;
    const wanted = JSON.parse(key) as ImageRequest;
    asked.current += 1;
    const order = asked.current;
    const ready = source.peek(wanted);
    if (ready !== null) {
      displayed.current = order;
      setShown({ image: ready, failure: null, isLoading: false });
      return;
    }
    setShown((current) => ({ ...current, isLoading: true }));
    return source.load(wanted, "shown", (answer) => {
      if (order < displayed.current) return;
      displayed.current = order;
      const isLoading = order < asked.current;
      setShown((current) =>
        answer.ok
          ? { image: answer.value, failure: null, isLoading }
          : { image: current.image, failure: answer.failure, isLoading },
      );
    });
  }, [key, source]);

  return shown;
}
