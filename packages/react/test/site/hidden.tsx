import * as React from "react";
import { useState, type ReactElement, type ReactNode } from "react";

/** React 18 has none. */
const Activity = React.Activity ?? React.Fragment;

/** A router that hides a page in place of taking it away, as that of Next.js does. */
export function Hidden({ children }: { readonly children: ReactNode }): ReactElement {
  const [mode, setMode] = useState<"visible" | "hidden">("visible");
  return (
    <>
      <button type="button" onClick={() => setMode(mode === "visible" ? "hidden" : "visible")}>
        Go there and back
      </button>
      <Activity mode={mode}>{children}</Activity>
    </>
  );
}
