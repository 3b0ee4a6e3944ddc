"use client";

import { useId, type ReactElement, type ReactNode } from "react";
import { useLinks } from "../form/use-links.ts";
import { useAuthContext } from "../provider/auth-context.ts";
import type { Links } from "../provider/links.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { Sentence } from "../sentences/sentence.tsx";
import { useAccount } from "../sentences/use-account.ts";
import { useLanguage } from "../sentences/use-language.ts";
import { useAuth } from "../session/use-auth.ts";
import { useUser } from "../session/use-session.ts";
import { useSubmission } from "../submission/use-submission.ts";
import { useMenu } from "./use-menu.ts";

/** An item of `<UserMenu>`: a link, or something to do. */
export interface UserMenuItem {
  /** What it says. */
  readonly label: string;
  /** Where it leads. */
  readonly href?: string | undefined;
  /** What it does, without `href`. */
  readonly onSelect?: (() => void) | undefined;
}

/** Properties of `<UserMenu>`. */
export interface UserMenuProps {
  /** A class beside `latchkey-menu`. */
  readonly className?: string | undefined;
  /** The page to link to, beside those of the provider. */
  readonly links?: Pick<Links, "account"> | undefined;
  /** More items, between the account and signing out. */
  readonly items?: readonly UserMenuItem[] | undefined;
  /** Called when the user has signed out. */
  readonly onSignOut?: (() => void) | undefined;
  /** What is on the button. Default: the first letter of the name or address. */
  readonly children?: ReactNode;
}

/**
 * A button with a menu: who is signed in, the account, signing out. Shows nothing while nobody is signed in.
 *
 * @example
 * ```tsx
 * import { UserMenu } from "@latchkey/react";
 *
 * <UserMenu links={{ account: "/account" }} items={[{ label: "Orders", href: "/orders" }]} />;
 * ```
 */
export function UserMenu(props: UserMenuProps): ReactElement | null {
  const { className, links: own, items = [], onSignOut, children } = props;
  const classes = useClassNames();
  const account = useAccount();
  const user = useUser();
  const { signOut } = useAuth();
  const leave = useSubmission<void, void>(signOut, { onSuccess: onSignOut });
  const links = useLinks(own);
  const menu = useMenu();
  const id = useId();
  const lang = useLanguage();
  if (!user) return null;

  const name = user.username ?? user.email;
  const shown: readonly UserMenuItem[] = links.account
    ? [{ label: account.menuAccount, href: links.account }, ...items]
    : items;
  return (
    <div
      ref={menu.root}
      className={classes("menu", className)}
      lang={lang}
      onBlur={menu.onBlur}
      // A press of the mouse would take the focus from the menu, and so close it, before the click is there.
      onMouseDown={(event) => event.preventDefault()}
    >
      <button
        ref={menu.button}
        id={id}
        type="button"
        className={classes("menu-button")}
        aria-label={account.menu}
        aria-haspopup="menu"
        aria-expanded={menu.isOpen}
        onClick={menu.toggle}
        onKeyDown={menu.onButtonKeyDown}
      >
        {children ?? <span aria-hidden="true">{[...name][0]?.toLocaleUpperCase()}</span>}
      </button>
      {menu.isOpen && (
        <div ref={menu.popup} className={classes("menu-popup")}>
          <p className={classes("menu-name")}>
            <Sentence of={account.signedInAs} values={{ email: user.email }} />
          </p>
          <div role="menu" aria-labelledby={id} className={classes("menu-items")} onKeyDown={menu.onMenuKeyDown}>
            {shown.map((item) => (
              <MenuItem key={item.label} {...item} onClose={menu.close} />
            ))}
            <MenuItem label={account.menuSignOut} pending={leave.pending} onSelect={() => leave.submit()} />
          </div>
          <div role="alert">{leave.formError && <p className={classes("alert")}>{leave.formError}</p>}</div>
        </div>
      )}
    </div>
  );
}

interface MenuItemProps extends UserMenuItem {
  readonly pending?: boolean;
  readonly onClose?: () => void;
}

function MenuItem({ label, href, onSelect, pending, onClose }: MenuItemProps): ReactElement {
  const { Link } = useAuthContext();
  const className = useClassNames()("menu-item");
  if (href !== undefined) {
    return (
      <Link role="menuitem" tabIndex={-1} className={className} href={href} onClick={onClose}>
        {label}
      </Link>
    );
  }
  const select = () => {
    onClose?.();
    onSelect?.();
  };
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={className}
      aria-disabled={pending || undefined}
      onClick={() => pending || select()}
    >
      {label}
    </button>
  );
}
