/** What the panel needs beside the style sheet of the pages. */
export const panelStylesheet = `
.wide header,.wide main{max-inline-size:56rem}
.bar,.waits{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem}
.bar ul{display:flex;flex-wrap:wrap;gap:0 1.25rem;list-style:none}
.bar a{display:inline-flex;align-items:center;min-block-size:2.75rem}
.bar [aria-current]{font-weight:650;text-decoration:none;box-shadow:inset 0 -2px}
.waits{padding:.75rem 1rem;border:1px solid var(--edge);border-radius:var(--radius);background:var(--card)}
.find{grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr));align-items:start}
.find .what{grid-column:1/-1}
.find button{align-self:end}
textarea,pre{font:.9375em/1.5 ui-monospace,monospace}
textarea{inline-size:100%;padding:.5rem .75rem;border:1px solid var(--edge);border-radius:var(--radius);
background:var(--card);color:inherit;resize:vertical}
pre{margin:.25rem 0 0;padding:.75rem 1rem;border:1px solid var(--line);border-radius:var(--radius);overflow:auto;
max-block-size:20rem}
.list>li:last-child{padding-block-end:0}
.bad{color:var(--danger);background:var(--danger-back);border-color:currentColor}
`.replaceAll("\n", "");
