import { withSocial, type SocialProvider } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import type { ReactElement, ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSearch } from "./address.ts";
import { useWaitingLink } from "./use-waiting-link.ts";

export interface ProviderLinksProps {
  readonly providers: readonly SocialProvider[];
  readonly next: string | undefined;
  readonly icon?: ((provider: SocialProvider) => ReactNode) | undefined;
}

/** A link for each provider. The whole page goes there, so that no link of a router will do. */
export function ProviderLinks({ providers, next, icon }: ProviderLinksProps): ReactElement {
  const classes = useClassNames();
  const { continueWith } = useForms();
  const { signInUrl } = withSocial(useAuth());
  const search = useSearch();
  const isWaiting = useWaitingLink() !== null;
  // An account that waits to be connected needs a press of a button here, after the sign-in.
  const target = { next: isWaiting ? `${location.pathname}?${search}` : (next ?? search.get("next") ?? undefined) };
  return (
    <>
      {providers.map((provider) => (
        <a key={provider.id} className={classes("secondary")} href={signInUrl(provider.id, target)}>
          {icon?.(provider)}
          {fill(continueWith, { provider: provider.name })}
        </a>
      ))}
    </>
  );
}
