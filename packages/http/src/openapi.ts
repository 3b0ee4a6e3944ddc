export type { OpenApiComponents, OpenApiReference } from "./lib/openapi/components.ts";
export {
  openApiDocument,
  openApiRoutes,
  type OpenApiContact,
  type OpenApiDocument,
  type OpenApiInfo,
  type OpenApiLicense,
  type OpenApiOptions,
  type OpenApiServer,
  type OpenApiTag,
} from "./lib/openapi/document.ts";
export type {
  OpenApiContent,
  OpenApiMediaType,
  OpenApiOperation,
  OpenApiPathParameter,
  OpenApiRequestBody,
  OpenApiResponse,
} from "./lib/openapi/operation.ts";
