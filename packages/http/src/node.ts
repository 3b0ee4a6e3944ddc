export { toNodeHandler, type NodeHandler, type NodeRequest, type NodeResponse } from "./lib/node-handler.ts";
