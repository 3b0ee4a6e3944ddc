/** What tabs tell each other: somebody signed in (or changed), or signed out. */
export type News = "in" | "out";

/** Other tabs of the same session, and the moments at which this one should look again. */
export interface Tabs {
  /** Starts to listen. */
  open(): void;
  /** Stops, so that a program can end. */
  close(): void;
  /** Tells the other tabs, whether or not this one listens. */
  tell(news: News): void;
}

export interface TabsOptions {
  /** Another tab has told something. */
  hear(news: News): void;
  /**
   * The page is there, or is there again. Urgent: it was offline, or comes out of the back/forward cache, so that what
   * it shows may be long past.
   */
  look(isUrgent: boolean): void;
}

const EVENTS = ["focus", "online", "pageshow", "pagehide", "visibilitychange"] as const;

/** Listens in pages only. Apps and servers have no tabs, and an open channel would keep a program of Node's alive. */
export function watchTabs(name: string, { hear, look }: TabsOptions): Tabs {
  const isPage = typeof document !== "undefined" && typeof window !== "undefined";
  let channel: BroadcastChannel | undefined;

  const leave = (): void => {
    channel?.close();
    channel = undefined;
  };
  const join = (): void => {
    if (channel) return;
    channel = openChannel(name);
    channel?.addEventListener("message", ({ data }) => hear(data as News));
  };
  const notice = ({ type, persisted }: Event & { readonly persisted?: boolean }): void => {
    // A page with an open channel may be kept out of the back/forward cache.
    if (type === "pagehide") return leave();
    if (type === "pageshow") join();
    if (document.visibilityState !== "hidden") look(type === "online" || persisted === true);
  };
  return {
    open() {
      if (!isPage) return;
      join();
      for (const type of EVENTS) addEventListener(type, notice);
    },
    close() {
      if (!isPage) return;
      leave();
      for (const type of EVENTS) removeEventListener(type, notice);
    },
    tell(news) {
      // A tab does not hear what it says itself, if it says it where it listens.
      const speaker = channel ?? (isPage ? openChannel(name) : undefined);
      speaker?.postMessage(news);
      if (speaker !== channel) speaker?.close();
    },
  };
}

/** Some browsers have no channels, or refuse one to a page that may store nothing. */
function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}
