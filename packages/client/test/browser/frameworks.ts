import { createClient } from "@latchkey/client";
import { createElement, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { createRenderEffect, createRoot as createSolidRoot, from } from "solid-js";
import { mount } from "svelte";
import { createApp, h, onMounted, onUnmounted, shallowRef } from "vue";
import SvelteApp from "./session.svelte";

/** One session in four frameworks, each in an element of its name. */
const client = createClient();
Object.assign(window, { client });
const { session } = client;
const textOf = ({ status, user }: { status: string; user: { email: string } | null }) => user?.email ?? status;

function place(name: string): HTMLElement {
  const element = document.createElement("p");
  element.id = name;
  document.body.append(element);
  return element;
}

createRoot(place("react")).render(
  createElement(function Session() {
    return textOf(useSyncExternalStore(session.subscribe, session.get, session.get));
  }),
);

createApp({
  setup() {
    const state = shallowRef(session.get());
    let stop = () => {};
    onMounted(() => (stop = session.subscribe((now) => (state.value = now))));
    onUnmounted(() => stop());
    return () => h("span", textOf(state.value));
  },
}).mount(place("vue"));

createSolidRoot(() => {
  const element = place("solid");
  const state = from(session.subscribe, session.get());
  createRenderEffect(() => (element.textContent = textOf(state())));
});

mount(SvelteApp as Parameters<typeof mount>[0], { target: place("svelte"), props: { session } });
