import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";

/** Where the focus goes when a menu opens. */
type Place = "first" | "last";

/**
 * The behaviour of a menu button (ARIA Authoring Practices Guide, "Menu Button" and "Menu"): arrow keys, Home, End and
 * first letters move; Escape and Tab close.
 */
export function useMenu() {
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<Place | null>(null);
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useEffect(() => {
    if (!opened) return;
    keepInView(popup.current!);
    items()
      .at(opened === "first" ? 0 : -1)
      ?.focus();
  }, [opened]);

  const close = () => {
    setOpened(null);
    button.current?.focus();
  };
  const onButtonKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpened(event.key === "ArrowDown" ? "first" : "last");
  };
  const onMenuKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === "Tab") return setOpened(null);
    if (key === "Escape") return close();
    const next = targetOf(event, items());
    if (!next) return;
    event.preventDefault();
    if (key === " ") next.click();
    else next.focus();
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (!root.current?.contains(relatedTarget)) setOpened(null);
  };
  return {
    root,
    button,
    popup,
    isOpen: opened !== null,
    toggle: () => setOpened(opened ? null : "first"),
    close,
    onButtonKeyDown,
    onMenuKeyDown,
    onBlur,
  };
}

/** Pixels between a menu and the edge of the window. */
const MARGIN = 8;

/** Moves a menu sideways, if its button is so near an edge that a part of it could not be seen. */
function keepInView(popup: HTMLElement): void {
  const { left, right } = popup.getBoundingClientRect();
  const beyond = right - (document.documentElement.clientWidth - MARGIN);
  popup.style.translate = `${Math.max(MARGIN - left, Math.min(-beyond, 0))}px`;
}

/** The item that a key leads to. A space presses the one that it is on: links know only Enter. */
function targetOf({ key, target, ctrlKey, altKey, metaKey }: KeyboardEvent, items: HTMLElement[]) {
  const at = items.indexOf(target as HTMLElement);
  if (key === "ArrowDown") return items[(at + 1) % items.length];
  if (key === "ArrowUp") return items.at(at - 1);
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key === " ") return items[at];
  if (key.length > 1 || ctrlKey || altKey || metaKey) return undefined;
  const letter = key.toLocaleLowerCase();
  return [...items.slice(at + 1), ...items].find((item) => item.textContent.toLocaleLowerCase().startsWith(letter));
}
