import type { AccountStores } from "../../../storage/storage.ts";

type Change = (stores: AccountStores) => Promise<unknown>;

/** A change that finds something to change, and one that does not. */
export interface Prepared {
  readonly change: Change;
  /** Default: the change cannot fail to change something. */
  readonly again?: Change;
}

/** A change that finds nothing the second time. */
export const twice = (change: Change): Prepared => ({ change, again: change });
