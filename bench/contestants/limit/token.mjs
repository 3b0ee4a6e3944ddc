/** HS256 by node:crypto. The key as a KeyObject: given as bytes, it would be made into one at every call. */

import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

const prefix = `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url")}.`;

/** @param {string} secret */
export function tokens(secret) {
  const key = createSecretKey(Buffer.from(secret));
  const sign = (text) => createHmac("sha256", key).update(text).digest("base64url");
  return {
    issue(claims) {
      const text = prefix + Buffer.from(JSON.stringify(claims)).toString("base64url");
      return `${text}.${sign(text)}`;
    },
    /** The claims, or `null`. */
    read(token) {
      const end = token.lastIndexOf(".");
      if (!token.startsWith(prefix) || end < prefix.length) return null;
      const given = Buffer.from(token.slice(end + 1));
      const wanted = Buffer.from(sign(token.slice(0, end)));
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      const claims = JSON.parse(Buffer.from(token.slice(prefix.length, end), "base64url").toString());
      return claims.exp > Date.now() / 1000 ? claims : null;
    },
  };
}
