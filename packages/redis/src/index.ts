export type { IoRedisClient, NodeRedisClient, RedisClient } from "./lib/client.ts";
export { redisCounters, type RedisCountersOptions } from "./lib/redis-counters.ts";
