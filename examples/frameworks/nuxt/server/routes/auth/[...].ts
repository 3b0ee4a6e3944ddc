export default defineEventHandler((event) => accounts(toWebRequest(event)));
