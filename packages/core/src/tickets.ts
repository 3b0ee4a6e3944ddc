export { tickets, type NewTicket, type Ticket, type Tickets } from "./lib/tickets/tickets.ts";
