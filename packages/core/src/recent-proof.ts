export { recentProof, type RecentProof } from "./lib/account/recent-proof.ts";
