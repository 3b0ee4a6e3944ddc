export { openApiDocument, openApiRoutes, type OpenApiOptions } from "./lib/openapi/document.ts";
