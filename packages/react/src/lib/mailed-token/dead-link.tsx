import type { ReactElement } from "react";
import { LinkList } from "../form/link-list.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useErrors } from "../sentences/use-errors.ts";
import { useForms } from "../sentences/use-forms.ts";

/** Says that a link is no longer valid, and where to get a new one. */
export function DeadLink({ newLink }: { readonly newLink: string | undefined }): ReactElement {
  const classes = useClassNames();
  const sentence = useErrors();
  const { toNewLink } = useForms();
  return (
    <>
      <div role="alert">
        <p className={classes("alert")}>{sentence({ code: "invalid_token", retryAfter: undefined })}</p>
      </div>
      <LinkList links={[[newLink, toNewLink]]} />
    </>
  );
}
