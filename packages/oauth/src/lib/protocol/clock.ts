/** Seconds by which the clock of a provider may differ from ours. */
export const CLOCK_TOLERANCE_S = 30;
