/**
 * The style sheet of every page, in one text, because the policy allows it by its hash. Sizes are logical, so that it
 * holds from right to left. A target is 44 pixels high (WCAG 2.2, "Target Size (Enhanced)").
 */
export const stylesheet = `
:root{color-scheme:light dark;--back:#f4f5f8;--card:#fff;--text:#181b22;--muted:#59616f;--line:#dfe2e8;--edge:#7f8794;
--danger:#b3201a;--danger-back:#fdf1f0;--good:#17663a;--good-back:#edf7f1}
@media (prefers-color-scheme:dark){:root{--back:#0f1115;--card:#181b21;--text:#eceef3;--muted:#a4acba;--line:#2c313a;
--edge:#7d8696;--danger:#ff9d95;--danger-back:#2a1817;--good:#86d9a8;--good-back:#13251b}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100svh;display:flex;flex-direction:column;align-items:center;
justify-content:center;gap:1.25rem;padding:2rem 1rem 4rem;background:var(--back);color:var(--text);
font:1rem/1.5 var(--font);overflow-wrap:anywhere}
body.wide{justify-content:flex-start}
header,main{inline-size:100%;max-inline-size:26rem}
.wide header,.wide main{max-inline-size:42rem}
p,h1,h2,ul,dl,dd,fieldset{margin:0;padding:0}
p{text-wrap:pretty}
:lang(ja){word-break:auto-phrase}
.brand{font-weight:650;font-size:1.125rem;text-align:center}
.wide .brand{text-align:start}
main,.step{display:grid;grid-template-columns:minmax(0,1fr);gap:1.25rem}
[hidden]{display:none!important}
body:not(.wide) main,section{background:var(--card);border:1px solid var(--line);border-radius:calc(var(--radius)*1.35);
padding:clamp(1.25rem,5vw,2rem)}
h1{font-size:clamp(1.125rem,5.75vw,1.5rem);line-height:1.25;font-weight:650;letter-spacing:-.01em}
h1,button{text-wrap:balance}
h1 span{white-space:nowrap}
.wide h1{font-size:1.75rem}
h2{font-size:1.125rem;line-height:1.35;font-weight:650}
section{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;padding-block:1.5rem}
form,details>div{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;justify-items:stretch}
.field{display:grid;gap:.375rem}
label,legend,dt{font-weight:550;font-size:.9375rem}
input:not([type=checkbox]),select{inline-size:100%;min-block-size:2.75rem;padding:.5rem .75rem;
border:1px solid var(--edge);border-radius:var(--radius);background:var(--card);color:inherit;font:inherit}
[aria-invalid]{border-color:var(--danger)!important;box-shadow:inset 0 0 0 1px var(--danger)}
.hint,.error{font-size:.875rem}
.hint{color:var(--muted)}
.error{color:var(--danger);font-weight:550}
.alert,.note{padding:.75rem 1rem;border:1px solid currentColor;border-radius:var(--radius)}
.alert{color:var(--danger);background:var(--danger-back)}
.note{color:var(--good);background:var(--good-back)}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-block-size:2.75rem;
padding:.5rem 1.125rem;
border:1px solid color-mix(in srgb,var(--accent),var(--text) 20%);border-radius:var(--radius);background:var(--accent);
color:var(--on-accent);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button.plain,.button{background:var(--card);color:var(--text);border-color:var(--edge);font-weight:550}
button.danger{background:var(--card);color:var(--danger);border-color:currentColor}
.wide button{justify-self:start}
@media (hover:hover){button:hover,.button:hover{
box-shadow:inset 0 0 0 9rem color-mix(in srgb,currentColor 9%,transparent)}}
a{color:inherit;text-decoration-color:var(--muted);text-underline-offset:.2em}
a:hover{text-decoration-color:currentColor;text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--text);outline-offset:2px}
[tabindex="-1"]:focus{outline:0}
.links{display:grid;justify-items:start;list-style:none;font-size:.9375rem}
.links a{display:inline-flex;align-items:center;min-block-size:2.75rem}
.or{display:flex;align-items:center;gap:.75rem;color:var(--muted);font-size:.875rem}
.or::before,.or::after{content:"";flex:1;border-block-start:1px solid var(--line)}
.ways{display:grid;gap:.75rem}
.who,.row,.list>li{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.75rem 1rem}
.row{justify-content:flex-start}
.list{list-style:none;display:grid}
.list>li{padding-block:1rem;border-block-start:1px solid var(--line)}
.list>li:first-child{border:0;padding-block-start:0}
.list>li>div{flex:1 1 15rem}
.list>li>details[open]{flex-basis:100%}
dl{display:grid;gap:.75rem}
dt{color:var(--muted);font-weight:450;font-size:.875rem}
.badge{display:inline-block;padding:.0625rem .5rem;border:1px solid var(--edge);border-radius:99rem;color:var(--muted);
font-size:.8125rem;font-weight:550;white-space:nowrap}
.good{color:var(--good);background:var(--good-back);border-color:currentColor}
summary{display:flex;align-items:center;justify-content:space-between;gap:1rem;min-block-size:2.75rem;cursor:pointer;
font-weight:550;border-radius:calc(var(--radius)/2)}
summary::-webkit-details-marker{display:none}
summary::after{content:"";flex:none;inline-size:.5rem;block-size:.5rem;margin-inline-end:.25rem;
border:solid currentColor;border-width:0 2px 2px 0;transform:translateY(-.125rem) rotate(45deg)}
[open]>summary::after{transform:translateY(.125rem) rotate(225deg)}
section>details{margin-block:-.5rem}
section>details[open]{margin-block-end:0}
details>div{padding-block-start:.75rem}
fieldset{border:0}
legend{padding:0}
fieldset label,.choice{display:flex;align-items:center;gap:.75rem;min-block-size:2.75rem;font-weight:450}
[type=checkbox]{inline-size:1.25rem;block-size:1.25rem;margin:0;accent-color:var(--accent)}
code{font:.9375em/1.4 ui-monospace,monospace}
.key{display:block;padding:.75rem 1rem;border:1px dashed var(--edge);border-radius:var(--radius);user-select:all}
.qr{inline-size:12rem;max-inline-size:100%;padding:.75rem;border-radius:var(--radius);background:#fff}
.qr svg{display:block}
.codes{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:.5rem 1.5rem;padding:1rem;
border:1px dashed var(--edge);border-radius:var(--radius);list-style:none}
[hidden]{display:none!important}
@media (prefers-reduced-motion:no-preference){button,.button,summary::after{transition:box-shadow .15s,transform .15s}}
@media (forced-colors:active){[aria-invalid]{outline:2px solid Mark}summary::after{border-color:ButtonText}}
`.replaceAll("\n", "");
