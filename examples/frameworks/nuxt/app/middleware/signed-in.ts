import type { FetchError } from "ofetch";

/** Sends people who are not signed in to the page where they can. */
export default defineNuxtRouteMiddleware(async () => {
  try {
    await useRequestFetch()("/auth/me");
  } catch (error) {
    if ((error as FetchError).statusCode !== 401) throw error;
    return navigateTo("/sign-in");
  }
});
