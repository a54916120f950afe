// How the front page looks: the window's colours and shapes, for any browser of the last years.
export const style = `
:root {
  color-scheme: light dark;
  --bg: #ffffff; --side: #f6f7f7; --border: #e5e9e8; --sunken: #edf0ef;
  --text: #171c1c; --soft: #566161; --faint: #606c6c;
  --accent: #0d8074; --on-accent: #ffffff; --accent-soft: #dff1ee; --accent-strong: #07574f;
  --warning: #8a5a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #141818; --side: #0f1313; --border: #242b2b; --sunken: #1b2121;
    --text: #e8eded; --soft: #a3afae; --faint: #8b9796;
    --accent: #35bfae; --on-accent: #06211d; --accent-soft: #143632; --accent-strong: #7fe3d6;
    --warning: #e3a94a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--bg); color: var(--text);
  font: 450 15px/1.5 Inter, system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif;
}
h1, h2, p, ol, ul, dl, dd { margin: 0; padding: 0; }
h1 { font-size: clamp(1.75rem, 4vw, 2.375rem); line-height: 1.2; font-weight: 680; letter-spacing: -0.02em; }
h2 { font-size: 1.125rem; font-weight: 660; }
a { color: var(--accent-strong); font-weight: 600; text-underline-offset: 3px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code { font: 500 0.9375em/1.5 ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, 'DejaVu Sans Mono', monospace; }
h1, code, .name { overflow-wrap: anywhere; }

.page { display: grid; grid-template-columns: 1fr 1fr; min-height: 100vh; }
.team {
  background: var(--side); padding: 72px 64px 48px;
  display: flex; flex-direction: column; gap: 14px;
  position: sticky; top: 0; height: 100vh; min-height: 480px;
}
.logo { width: 44px; height: 44px; margin-bottom: 14px; color: var(--accent); }
.logo path { stroke: var(--on-accent); }
.team > p { color: var(--soft); font-size: 1.0625rem; max-width: 30em; }

.health { margin-top: auto; padding-top: 40px; }
#line { display: flex; align-items: center; gap: 10px; color: var(--faint); font-weight: 600; }
#line svg { width: 72px; height: 10px; flex: none; }
#line[data-state='live'] { color: var(--accent); }
#line[data-state='lost'] { color: var(--warning); }
#line[data-state='lost'] path { stroke-dasharray: 4 5; }
#line .clock { margin-left: auto; color: var(--soft); font-weight: 450; font-variant-numeric: tabular-nums; white-space: nowrap; }
dl { display: flex; gap: 12px; margin-top: 18px; flex-wrap: wrap; }
dl div { flex: 1 1 96px; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
dt { color: var(--soft); font-size: 0.8125rem; line-height: 1.35; }
dd { font-size: 1.5rem; font-weight: 660; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }

main { padding: 72px 64px 48px; display: flex; flex-direction: column; gap: 44px; }
main > div { max-width: 640px; width: 100%; margin: 0 auto; }
section { display: flex; flex-direction: column; gap: 10px; }
section + section { margin-top: 44px; }
section > p { color: var(--soft); }
ol { list-style: none; display: flex; flex-direction: column; counter-reset: step; gap: 14px; margin-top: 6px; }
ol > li { counter-increment: step; display: grid; grid-template-columns: 26px 1fr; gap: 12px; }
ol > li::before {
  content: counter(step); width: 26px; height: 26px; border-radius: 50%;
  background: var(--accent-soft); color: var(--accent-strong);
  display: grid; place-items: center; font-size: 0.8125rem; font-weight: 660;
}
ul { list-style: none; display: flex; flex-direction: column; gap: 10px; }
.addresses { flex-flow: row wrap; gap: 6px; margin-top: 8px; }
.addresses code { display: block; background: var(--sunken); border-radius: 7px; padding: 3px 10px; user-select: all; }
.words { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8px; margin-top: 6px; }
.words li {
  border: 1px solid var(--border); border-radius: 10px; padding: 12px 6px;
  text-align: center; font-size: 1.0625rem; font-weight: 660; color: var(--accent-strong);
}
.downloads a {
  display: flex; justify-content: space-between; gap: 16px; align-items: baseline;
  border: 1px solid var(--border); border-radius: 12px 12px 0 0; padding: 12px 16px; text-decoration: none; color: inherit;
}
.downloads a:hover .name { color: var(--accent-strong); text-decoration: underline; }
.downloads .size { color: var(--soft); font-weight: 450; white-space: nowrap; }
.downloads .hash {
  border: 1px solid var(--border); border-top: 0; border-radius: 0 0 12px 12px;
  padding: 8px 16px; color: var(--faint); font-size: 0.75rem;
}
footer {
  max-width: 640px; width: 100%; margin: auto auto 0; padding-top: 24px; border-top: 1px solid var(--border);
  display: flex; gap: 8px 20px; flex-wrap: wrap; font-size: 0.875rem;
}
footer a:last-child { margin-left: auto; }

.lost { max-width: 480px; margin: 0 auto; padding: 20vh 24px; display: flex; flex-direction: column; gap: 12px; align-items: flex-start; }
.lost p { color: var(--soft); }
.lost a { margin-top: 12px; background: var(--accent); color: var(--on-accent); padding: 8px 16px; border-radius: 10px; text-decoration: none; }

@media (max-width: 860px) {
  .page { grid-template-columns: 1fr; grid-template-rows: auto 1fr; }
  .team { position: static; height: auto; min-height: 0; padding: 36px 24px 28px; }
  .health { padding-top: 20px; }
  main { padding: 36px 24px; }
}
@media (max-width: 440px) {
  .words { grid-template-columns: 1fr 1fr; }
}
`;
