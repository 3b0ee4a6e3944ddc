import { version } from "react";
import { createRoot, hydrateRoot, type Root } from "react-dom/client";
import { App, type Hints } from "./app.tsx";

declare global {
  /** As a framework does it when the server has rendered anew. */
  var renderAnew: (changed: Partial<Hints>) => void;
}

const element = document.getElementById("root")!;
const hints = JSON.parse(document.getElementById("hints")!.textContent) as Hints;

let root: Root;
if (element.hasChildNodes()) root = hydrateRoot(element, <App {...hints} />);
else (root = createRoot(element)).render(<App {...hints} />);
globalThis.renderAnew = (changed) => root.render(<App {...hints} {...changed} />);
document.documentElement.dataset["started"] = version;
