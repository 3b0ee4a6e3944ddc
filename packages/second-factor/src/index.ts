export { secondFactorRoutes } from "./lib/routes/second-factor-routes.ts";
export { secondFactor, type SecondFactorOptions } from "./lib/guard.ts";
export { secondFactors, type SecondFactors, type SecondFactorSetup } from "./lib/second-factors.ts";
