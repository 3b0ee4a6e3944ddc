export type { NewTicket, Ticket } from "./lib/tickets/ticket.ts";
export { tickets, type Tickets } from "./lib/tickets/tickets.ts";
