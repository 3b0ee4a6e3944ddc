import { version } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { App, type Hints } from "./app.tsx";

const root = document.getElementById("root")!;
const hints = JSON.parse(document.getElementById("hints")!.textContent) as Hints;

if (root.hasChildNodes()) hydrateRoot(root, <App {...hints} />);
else createRoot(root).render(<App {...hints} />);
document.documentElement.dataset["started"] = version;
