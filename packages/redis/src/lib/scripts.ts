/**
 * What Redis does in one step. A counter is a hash of its `count` and the end of its window, `ends`, in milliseconds
 * since 1970. Whether a window is over is decided by the clock of the auth, as in every storage. The time to live, by
 * the clock of Redis, only takes care that no counter stays.
 */

/** `at`, `ends` of a new window, and its time to live. Returns the count and the end. */
export const ADD = `
  local ends = redis.call("HGET", KEYS[1], "ends")
  if ends and tonumber(ends) > tonumber(ARGV[1]) then
    return { redis.call("HINCRBY", KEYS[1], "count", 1), ends }
  end
  redis.call("HSET", KEYS[1], "count", 1, "ends", ARGV[2])
  redis.call("PEXPIRE", KEYS[1], ARGV[3])
  return { 1, ARGV[2] }`;

/** The new end. The time to live grows by as much as the window. */
export const EXTEND = `
  local ends = redis.call("HGET", KEYS[1], "ends")
  if ends and tonumber(ARGV[1]) > tonumber(ends) then
    redis.call("HSET", KEYS[1], "ends", ARGV[1])
    redis.call("PEXPIRE", KEYS[1], redis.call("PTTL", KEYS[1]) + tonumber(ARGV[1]) - tonumber(ends))
  end`;

export const RESET = `redis.call("DEL", KEYS[1])`;
