const routes = new WeakMap<Response, string | undefined>();

/** Remembers which route has answered. */
export function rememberRoute(response: Response, template: string | undefined): Response {
  routes.set(response, template);
  return response;
}

/**
 * The route that has answered, with the names in its path as they are declared: `"/auth/invitations/:code"`. What a
 * client writes is never in it, so it is fit for logs, metrics and traces.
 *
 * @param response An answer of a handler that `createHandler` made.
 * @returns `null` when no route has this path, and for other responses
 * @example
 * const handler = createHandler(auth);
 * const request = new Request("https://example.com/auth/me");
 * const response = await handler(request);
 * console.log(request.method, routeOf(response), response.status);
 */
export function routeOf(response: Response): string | null {
  return routes.get(response) ?? null;
}
