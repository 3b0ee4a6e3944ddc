import { accounts } from "~~/server/auth";

export default defineEventHandler((event) => accounts(toWebRequest(event)));
