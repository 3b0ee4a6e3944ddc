import { renderToString } from "react-dom/server";
import { App, type Hints } from "./app.tsx";

export const render = (hints: Hints): string => renderToString(<App {...hints} />);
