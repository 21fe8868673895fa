/** The page's style sheet. Colours are custom properties; the charts read them from here. */
export const pageStyle = `
:root { color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1b1f24; --muted: #626a73; --rule: #e3e2dc; --raised: #f5f4ef;
  --pass: #1d6b45; --fail: #b3261e; --invalid: #8a5a00;
  --offered: #8b949e; --offered-fill: #8b949e2e; --confirmed: #1f5f99;
  --acknowledged: #1f5f99; --read: #12806a; --received: #a86a00; --audience: #7d7468;
  --raw: #7b4b9c; --final: #b8432f;
  --shade-1: #e4ecf3; --shade-2: #bcd2e4; --shade-3: #86adcd; --shade-4: #4a7fae;
  --hot: #d98324; --throttle: #a3161f; }
@media screen and (prefers-color-scheme: dark) { :root:not([data-paper="light"]) {
  --paper: #14171a; --ink: #e4e6e8; --muted: #98a1aa; --rule: #2b3036; --raised: #1c2024;
  --pass: #6cc594; --fail: #ff8a80; --invalid: #e6b450;
  --offered: #7d8691; --offered-fill: #7d86913d; --confirmed: #6cb2f0;
  --acknowledged: #6cb2f0; --read: #4fc9ac; --received: #e3a94b; --audience: #b3a999;
  --raw: #c194e0; --final: #ff8d76;
  --shade-1: #1e2a35; --shade-2: #25425b; --shade-3: #2f6690; --shade-4: #4c93c9;
  --hot: #e8a04a; --throttle: #ff6b6b; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 1040px; margin: 0 auto; padding: 40px 24px 80px; }
h1 { font-size: 28px; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em;
  margin: 4px 0 20px; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 19px; font-weight: 600; margin: 0 0 12px; }
h3 { font-size: 15px; font-weight: 600; margin: 0; }
p { margin: 0 0 10px; max-width: 74ch; }
section { margin-top: 44px; }
code { font: 0.9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.overline { color: var(--muted); font-size: 13px; margin: 0; }
.overline span::before { content: "·"; margin: 0 0.5em; }
.lead { font-size: 16px; margin-bottom: 6px; }
.note, figcaption p { color: var(--muted); font-size: 13px; margin: 2px 0 8px; }
figcaption p { max-width: none; }
.verdict { display: flex; align-items: baseline; gap: 14px; flex-wrap: wrap; max-width: none;
  margin-bottom: 20px; padding: 12px 18px; background: var(--raised);
  border-left: 5px solid currentColor; }
.verdict strong { font-size: 26px; line-height: 1.2; text-transform: uppercase;
  letter-spacing: 0.04em; }
.verdict span { color: var(--ink); }
.pass { color: var(--pass); } .fail { color: var(--fail); } .invalid { color: var(--invalid); }
.badge { font-weight: 650; font-size: 13px; text-transform: uppercase; letter-spacing: 0.04em; }
.badge::before { content: "●"; margin-right: 6px; }
.badge.fail::before { content: "✕"; } .badge.invalid::before { content: "▲"; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; color: var(--muted); font-size: 13px; padding-bottom: 6px; }
th, td { padding: 7px 16px 7px 0; text-align: left; vertical-align: baseline; }
thead th { color: var(--muted); font-weight: 500; font-size: 13px;
  border-bottom: 1px solid var(--rule); }
tbody tr { border-bottom: 1px solid var(--rule); }
tbody th { font-weight: 500; }
.scroll { overflow-x: auto; margin: 6px 0 20px; }
.scroll td, .scroll thead th:not(:first-child) { text-align: right; white-space: nowrap;
  padding: 6px 0 6px 20px; }
.scroll th:first-child { white-space: nowrap; }
.checks tr:has(+ .detail) { border-bottom: 0; }
.checks .check td:first-child { white-space: nowrap; }
.checks .check th { white-space: nowrap; font-weight: 600; }
.checks .detail td { padding-top: 0; color: var(--muted); font-size: 13px; }
.checks ul { margin: 2px 0 4px; padding-left: 18px; overflow-wrap: anywhere; }
summary { cursor: pointer; }
.equation { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 4px 12px;
  margin: 4px 0 18px; max-width: none; }
.term b { display: block; font-size: 20px; font-weight: 500; line-height: 1.3; }
.term small, .sum { color: var(--muted); font-size: 13px; }
.op { font-size: 20px; line-height: 1.3; color: var(--muted); }
.sum { align-self: center; margin-left: 8px; padding: 1px 8px; border: 1px solid var(--rule);
  border-radius: 3px; }
.sum.wrong { color: var(--fail); border-color: currentColor; font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
  gap: 14px 20px; margin: 8px 0 0; }
.figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dt { color: var(--muted); font-size: 13px; line-height: 1.35; }
.figures dd { margin: 0; font-size: 20px; line-height: 1.3; }
.figures .none dd { color: var(--muted); }
.figures .wrong dd { color: var(--fail); font-weight: 650; }
.figures .wrong dd::after { content: " ✕"; font-size: 14px; }
figure { margin: 0 0 34px; break-inside: avoid; }
.chart { min-height: 250px; }
.uplot, .uplot .u-legend { font-family: inherit; }
.u-legend { text-align: left !important; margin: 2px 0 0 64px !important;
  font-size: 13px !important; color: var(--muted); }
.u-legend.u-inline.u-live th::after { content: ""; }
.u-legend th { font-weight: 500 !important; padding-right: 0; }
.u-legend tr { border: 0; }
.u-legend .u-value { min-width: 5.5em; color: var(--ink); }
.u-select { background: var(--offered-fill) !important; }
.part { display: flex; gap: 12px; }
.heat { margin-top: 20px; display: grid; grid-template-columns: 64px 1fr; padding-right: 22px; }
.heat ol { list-style: none; margin: 0; padding: 0; font-size: 12px; color: var(--muted); }
.heat ol li { height: 26px; line-height: 26px; white-space: nowrap; }
.plot { position: relative; }
.plot svg { display: block; width: 100%; background: var(--raised); }
.plot path { shape-rendering: crispEdges; }
.shade-1 { fill: var(--shade-1); background: var(--shade-1); }
.shade-2 { fill: var(--shade-2); background: var(--shade-2); }
.shade-3 { fill: var(--shade-3); background: var(--shade-3); }
.shade-4 { fill: var(--shade-4); background: var(--shade-4); }
.hot { fill: var(--hot); background: var(--hot); }
.throttle { fill: var(--throttle); background: var(--throttle); }
.plot .mark { stroke: var(--ink); stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
.flag { position: absolute; top: -15px; margin-left: 3px; font-size: 11px; line-height: 15px; }
.ticks { position: relative; height: 20px; }
.ticks span { position: absolute; transform: translateX(-50%); font-size: 12px; line-height: 24px;
  color: var(--muted); }
.ticks span:first-child { transform: none; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; padding: 0;
  margin: 8px 0 2px 64px; font-size: 13px; color: var(--muted); }
.legend i { display: inline-block; width: 14px; height: 12px; margin-right: 6px;
  vertical-align: -1px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.legend i.throttle { height: 4px; vertical-align: 1px; }
#heat-note { margin-left: 64px; }
.disturbances { margin: 0 0 20px; padding-left: 22px; font-size: 14px; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 6px 24px; margin: 0; }
.facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 640px) {
  main { padding: 24px 16px 60px; } h1 { font-size: 23px; }
  .checks thead { position: absolute; clip-path: inset(50%); }
  .checks, .checks tbody, .checks tr, .checks td, .checks th { display: block; }
  .checks td, .checks th { padding: 1px 0; }
  .checks .check { padding: 10px 0 8px; }
  .checks .detail { padding-bottom: 8px; } .checks .detail td:first-child { display: none; }
  .checks td[data-label]::before { content: attr(data-label); display: inline-block; width: 76px;
    text-indent: 0; color: var(--muted); font-size: 13px; }
  .checks td[data-label] { padding-left: 76px; text-indent: -76px; }
  .term b, .op, .figures dd { font-size: 18px; }
  .figures { grid-template-columns: repeat(2, 1fr); }
  .u-legend, .legend, #heat-note { margin-left: 0 !important; }
  .u-legend .u-value { min-width: 0; } .u-inline tr { margin-right: 8px; }
  .ticks span:nth-child(even) { display: none; }
  .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 8px; }
}
@media print {
  :root { --paper: #fff; } body { font-size: 11pt; } main { max-width: none; padding: 0; }
  section { margin-top: 24pt; } .scroll { overflow: visible; }
  h2, h3, figcaption { break-after: avoid; } tr { break-inside: avoid; }
  .verdict, .plot svg, .plot path { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  #heat-note, noscript { display: none; }
}
`;
