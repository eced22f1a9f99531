// Entry of the window: connects to the main process and mounts the React tree.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { connection } from "./bridge/connection.ts";
import { connectRemoteState } from "./bridge/remoteState.ts";
import { App } from "./features/app/App.tsx";
import { performMenuCommand } from "./features/app/useShortcuts.ts";
import { ImageSource } from "./images/imageSource.ts";
import { ImageSourceContext } from "./images/ImageSourceContext.ts";
import "./theme/base.css";
import "./theme/tokens.css";

/** Some 450 images of 384 x 384, or 60 of 1024 x 1024. */
const imageCacheBytes = 256 * 1024 * 1024;

const root = document.getElementById("root");
if (root !== null) {
  const bridge = connection();
  const images = new ImageSource(
    ({ caseId, stackId, index, maxSidePixels, window }) =>
      bridge.renderImage(caseId, stackId, index, { maxSidePixels, window }),
    imageCacheBytes,
  );
  connectRemoteState(bridge, performMenuCommand);
  createRoot(root).render(
    <StrictMode>
      <ImageSourceContext value={images}>
        <App />
      </ImageSourceContext>
    </StrictMode>,
  );
}
