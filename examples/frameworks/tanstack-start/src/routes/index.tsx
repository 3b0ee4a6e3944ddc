import { createFileRoute, Link } from "@tanstack/react-router";

export const Route = createFileRoute("/")({ component: Home });

function Home() {
  return (
    <>
      <h1>My app</h1>
      <Link to="/hello">Go in</Link>
    </>
  );
}
