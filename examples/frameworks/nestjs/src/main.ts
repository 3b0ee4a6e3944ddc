import { toNodeHandler } from "@latchkey/http/node";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module.js";
import { accounts } from "./auth.js";

const app = await NestFactory.create(AppModule);
app.use("/auth", toNodeHandler(accounts));
app.enableShutdownHooks();
await app.listen(process.env.PORT ?? 3000);
