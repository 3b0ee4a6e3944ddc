"use client";

import type { Session } from "@latchkey/client";
import { deviceName, fill } from "@latchkey/locales/fill";
import { useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Failure } from "../form/failure.tsx";
import { Item, List } from "../form/list.tsx";
import { Loading } from "../form/loading.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { Text } from "../form/text.tsx";
import { useOffer } from "../methods/use-methods.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { Sentence } from "../sentences/sentence.tsx";
import { useAccount } from "../sentences/use-account.ts";
import { useDate } from "../sentences/use-date.ts";
import { useSessions, type SessionsState } from "./use-sessions.ts";

/** Properties of `<SessionList>`. */
export interface SessionListProps extends PanelProps {
  /** A function that shows the list in its own way. */
  readonly children?: FormContents<SessionsState>;
}

/**
 * The devices on which the user is signed in, with a button for each that signs it out. Shows nothing if the server
 * does not offer that.
 *
 * @example
 * ```tsx
 * import { SessionList } from "@latchkey/react";
 *
 * <SessionList />;
 * ```
 */
export function SessionList({ children, ...panel }: SessionListProps): ReactElement | null {
  const account = useAccount();
  const isOffered = useOffer("sessions");
  const state = useSessions();
  if (typeof children === "function") return <>{children(state)}</>;
  if (!isOffered) return null;
  const { sessions, error, reload } = state;
  return (
    <Panel isWide name={account.sessionsTitle} isBusy={!sessions && !error} {...panel}>
      <Text>{account.sessionsText}</Text>
      {sessions ? (
        <Sessions {...state} sessions={sessions} />
      ) : error ? (
        <Failure error={error} onRetry={reload} />
      ) : (
        <Loading />
      )}
      {children}
    </Panel>
  );
}

function Sessions({
  sessions,
  end,
  endOthers,
}: SessionsState & { readonly sessions: readonly Session[] }): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const [outcome, setOutcome] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const alert = end.formError ?? endOthers.formError;
  const act = async (work: Promise<boolean>, sentence: string) => {
    setOutcome(undefined);
    if (await work) setOutcome(sentence);
  };
  return (
    <>
      <List>
        {sessions.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            isEnding={end.pending && chosen === session.id}
            onEnd={() => {
              setChosen(session.id);
              void act(end.submit(session.id), account.sessionEnded);
            }}
          />
        ))}
      </List>
      {sessions.length > 1 && (
        <ActionButton pending={endOthers.pending} onPress={() => act(endOthers.submit(), account.sessionsEndedOthers)}>
          {account.sessionsEndOthers}
        </ActionButton>
      )}
      <div role="alert">{alert && <p className={classes("alert")}>{alert}</p>}</div>
      {outcome && <Outcome>{outcome}</Outcome>}
    </>
  );
}

interface SessionItemProps {
  readonly session: Session;
  readonly isEnding: boolean;
  readonly onEnd: () => void;
}

function SessionItem({ session, isEnding, onEnd }: SessionItemProps): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const date = useDate();
  const device = deviceName(session.agent, account.sessionDevice) ?? account.sessionUnknownDevice;
  return (
    <Item
      name={
        <>
          <bdi>{device}</bdi>
          {session.current && <span className={classes("badge")}>{account.sessionCurrent}</span>}
        </>
      }
      lines={[
        session.address !== null && <Sentence of={account.sessionAddress} values={{ address: session.address }} />,
        fill(account.sessionOpened, { date: date(session.createdAt) }),
        fill(account.sessionLastUsed, { date: date(session.lastUsedAt) }),
      ]}
    >
      {!session.current && (
        <ActionButton name={fill(account.sessionEndOf, { device })} pending={isEnding} onPress={onEnd}>
          {account.sessionEnd}
        </ActionButton>
      )}
    </Item>
  );
}
