const FONT =
  "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Hiragino Sans','Noto Sans JP',Helvetica,Arial,sans-serif";
const BREAK = "overflow-wrap:anywhere;word-break:break-word";

/** Inline, because some mail programs drop style sheets. */
export const STYLE = {
  page: "margin:0;padding:0;background-color:#f4f4f5",
  around: "padding:32px 12px",
  card: "width:100%;max-width:560px;background-color:#ffffff;border-radius:12px",
  inside: `padding:32px;text-align:start;color:#18181b;${FONT};font-size:16px;line-height:1.6`,
  service: "margin:0 0 24px;font-size:14px;font-weight:600;color:#52525b",
  heading: `margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:700;${BREAK}`,
  paragraph: `margin:0 0 16px;${BREAK}`,
  details: "margin:0 0 16px;width:100%",
  name: "padding:4px 16px 4px 0;font-weight:400;text-align:start;vertical-align:top;white-space:nowrap;color:#52525b",
  value: `padding:4px 0;width:100%;vertical-align:top;${BREAK}`,
  buttonAround: "margin:8px 0 16px",
  button: "border-radius:8px;background-color:#1d4ed8",
  buttonLink:
    "display:inline-block;padding:12px 24px;border-radius:8px;background-color:#1d4ed8;color:#ffffff;" +
    `${FONT};font-size:16px;font-weight:600;text-decoration:none`,
  notes: "margin:24px 0 0;padding:16px 0 0;border-top:1px solid #e4e4e7",
  note: `margin:0 0 8px;font-size:14px;color:#52525b;${BREAK}`,
  address: "margin:0;font-size:13px;line-height:1.5;word-break:break-all",
  link: "color:#52525b;text-decoration:underline",
} as const;

/** For programs that know `prefers-color-scheme`. It has to outweigh what is inline. */
export const DARK = `
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #111113 !important; }
  .card { background-color: #1c1c1f !important; }
  .card td, .card h1 { color: #f4f4f5 !important; }
  .card .quiet { color: #b4b4bb !important; }
  .card .notes { border-color: #3f3f46 !important; }
  .card .button { background-color: #93b4ff !important; color: #0b1b3f !important; }
}
@media (max-width: 480px) {
  .card > tbody > tr > td { padding: 24px 20px !important; }
}
`;
