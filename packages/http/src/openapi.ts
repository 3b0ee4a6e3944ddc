export type { OpenApiComponents, OpenApiReference } from "./lib/openapi/components.ts";
export {
  openApiDocument,
  openApiRoutes,
  type OpenApiContact,
  type OpenApiDocument,
  type OpenApiLicense,
  type OpenApiOptions,
} from "./lib/openapi/document.ts";
export type { OpenApiContent, OpenApiOperation, OpenApiResponse } from "./lib/openapi/operation.ts";
