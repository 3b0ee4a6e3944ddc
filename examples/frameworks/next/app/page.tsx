import Link from "next/link";

export default function Home() {
  return (
    <>
      <h1>My app</h1>
      <Link href="/hello">Hello</Link>
    </>
  );
}
