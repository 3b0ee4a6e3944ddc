import { index, route, type RouteConfig } from "@react-router/dev/routes";

export default [
  route("auth/*", "routes/auth.ts"),
  index("routes/home.tsx"),
  route("sign-up", "routes/sign-up.tsx"),
  route("sign-in", "routes/sign-in.tsx"),
  route("sign-out", "routes/sign-out.ts"),
  route("hello", "routes/hello.tsx"),
] satisfies RouteConfig;
