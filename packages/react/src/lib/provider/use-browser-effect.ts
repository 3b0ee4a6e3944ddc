import { useEffect, useLayoutEffect } from "react";

/**
 * A layout effect: what it changes is there before anybody can press a button. React says that these do nothing on a
 * server, so that there it is an effect that does nothing either.
 */
export const useBrowserEffect = typeof window === "undefined" ? useEffect : useLayoutEffect;
