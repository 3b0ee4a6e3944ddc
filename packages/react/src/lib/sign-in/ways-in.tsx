import type { ReactElement, ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useForms } from "../sentences/use-forms.ts";
import { ProviderLinks } from "../social/provider-links.tsx";
import { useSocialProviders } from "../social/use-social-providers.ts";

interface WaysInProps {
  /** Whether nothing stands above them. */
  readonly isAlone: boolean;
  /** Whether the server takes no new accounts, and this is about one. */
  readonly isClosed?: boolean;
  /** Where a sign-in by a provider leads. */
  readonly next: string | undefined;
  /** Those of `ways` of the provider. */
  readonly own: readonly ReactNode[];
  /** Those of the application. */
  readonly children: ReactNode;
}

/** The other ways to sign in or up. */
export function WaysIn({ isAlone, isClosed, next, own, children }: WaysInProps): ReactElement | null {
  const classes = useClassNames();
  const { or } = useForms();
  const offered = useSocialProviders();
  const providers = isClosed ? [] : offered;
  if (!children && !own.some(Boolean) && providers.length === 0) return null;
  return (
    <>
      {!isAlone && <p className={classes("separator")}>{or}</p>}
      <div className={classes("ways-in")}>
        {own}
        <ProviderLinks providers={providers} next={next} />
        {children}
      </div>
    </>
  );
}
