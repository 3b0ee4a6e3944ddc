"use client";

import type { SocialProvider } from "@latchkey/client";
import type { ReactElement, ReactNode } from "react";
import { Panel } from "../form/panel.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useForms } from "../sentences/use-forms.ts";
import { ProviderLinks } from "./provider-links.tsx";
import { ReturnedError } from "./returned-error.tsx";
import { useSocialProviders } from "./use-social-providers.ts";

/** Properties of `<SocialButtons>`. */
export interface SocialButtonsProps {
  /** Where to go after the sign-in: a path of this origin. Default: `?next=` of the page's address, or the server's. */
  readonly next?: string | undefined;
  /** Something to show before the name of a provider. It is decoration: hide it from screen readers. */
  readonly icon?: ((provider: SocialProvider) => ReactNode) | undefined;
}

/**
 * Signs in or up with an account at a provider, one button for each that the server offers. `<SignInForm>` and
 * `<SignUpForm>` have them already; this is for a page without a form. When somebody comes back with an error, it is
 * said and has the focus.
 *
 * @example
 * ```tsx
 * import { SocialButtons } from "@latchkey/react";
 *
 * <SocialButtons next="/orders" />;
 * ```
 */
export function SocialButtons({ next, icon }: SocialButtonsProps): ReactElement | null {
  const classes = useClassNames();
  const { signInTitle } = useForms();
  const providers = useSocialProviders();
  if (providers.length === 0) return null;
  return (
    <Panel name={signInTitle} title={null}>
      <ReturnedError />
      <div className={classes("ways-in")}>
        <ProviderLinks providers={providers} next={next} icon={icon} />
      </div>
    </Panel>
  );
}
