import type { ReactElement } from "react";
import { useForms } from "../sentences/use-forms.ts";
import { Text } from "./text.tsx";

/** Says that something is being loaded. */
export function Loading(): ReactElement {
  const { loading } = useForms();
  return (
    <div role="status">
      <Text>{loading}</Text>
    </div>
  );
}
