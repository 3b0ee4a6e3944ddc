export { counterContract, storageContract, type ContractCase } from "./lib/testing/contract.ts";
export { fastHasher } from "./lib/testing/fast-hasher.ts";
export { testClock, type TestClock } from "./lib/testing/test-clock.ts";
