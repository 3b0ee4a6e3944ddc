import type { ReactNode } from "react";

/** What stands in a form: more fields above its button, or a function that shows the whole form in its own way. */
export type FormContents<State> = ReactNode | ((state: State) => ReactNode);
