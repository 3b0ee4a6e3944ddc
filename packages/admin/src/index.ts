export { admin, type Admin, type AdminOptions } from "./lib/admin.ts";
export { adminRoutes } from "./lib/api/admin-routes.ts";
export { panelRoutes } from "./lib/panel/panel-routes.ts";
export { firstAdministrator, type FirstAdministrator, type NewAdministrator } from "./lib/first/first-administrator.ts";
