// Entry of the window: mounts the React tree.
import { createRoot } from "react-dom/client";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<p>Casedrop</p>);
