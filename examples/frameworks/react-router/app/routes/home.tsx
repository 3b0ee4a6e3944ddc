import { Link } from "react-router";

export default function Home() {
  return (
    <>
      <h1>My app</h1>
      <Link to="/hello">Go in</Link>
    </>
  );
}
