/** The look of the live page: light and dark, from a phone to a projector. */

export const style = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f9; --card: #fff; --line: #e2e5ec; --ink: #1b2130; --quiet: #5d6679;
  --accent: #3f5bd8; --accent-soft: #e8ecfd;
  --good: #137a4b; --good-soft: #dff4e8; --warn: #8a5a00; --warn-soft: #fdf0d3; --bad: #b3261e; --bad-soft: #fde7e5;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10131a; --card: #181c26; --line: #2a303d; --ink: #e6e9f0; --quiet: #99a3b8;
    --accent: #8fa5ff; --accent-soft: #232c4d;
    --good: #6fd6a0; --good-soft: #14352a; --warn: #f0c05a; --warn-soft: #3a2f14; --bad: #ff9a91; --bad-soft: #42201f;
  }
}
* { box-sizing: border-box; scrollbar-width: thin; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.45 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1, h2, p, dl, dd, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; padding: 14px 20px; background: var(--card); border-bottom: 1px solid var(--line); }
h1 { font-size: 18px; font-weight: 650; display: flex; align-items: center; gap: 9px; }
.mark { width: 18px; height: 18px; border-radius: 50%; background: radial-gradient(circle at 50% 50%, var(--card) 22%, var(--accent) 24%); }
h2 { font-size: 13px; font-weight: 650; color: var(--quiet); letter-spacing: .02em; }
.link { font-size: 13px; color: var(--quiet); display: flex; align-items: center; gap: 6px; }
.link::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--quiet); }
.link.live::before { background: var(--good); box-shadow: 0 0 0 3px var(--good-soft); }
.link.lost::before { background: var(--bad); }
.pulse { width: 160px; height: 26px; margin-left: auto; }
.pulse path { fill: var(--accent); }
#figures { display: flex; flex-wrap: wrap; gap: 4px 22px; }
#figures dt { font-size: 12px; color: var(--quiet); }
#figures dd { font-size: 19px; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.2; }
#figures .hot { color: var(--bad); }
.alarm { margin: 14px 20px 0; padding: 12px 16px; border: 1px solid var(--bad); border-radius: 10px; background: var(--bad-soft); }
.alarm h2 { color: var(--bad); }
.alarm li { font: 13px/1.5 var(--mono); overflow-wrap: anywhere; }
main { display: grid; grid-template-columns: 240px minmax(0, 1fr) 390px; gap: 14px; padding: 14px 20px 40px; align-items: start; }
nav, main > section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px; min-width: 0; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin-bottom: 8px; }
.bar h2 { margin-right: auto; }
#zone-name { font-size: 17px; color: var(--ink); letter-spacing: 0; overflow-wrap: anywhere; }
input, button { font: inherit; font-size: 14px; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: 5px 10px; min-width: 0; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
nav input { width: 100%; margin: 8px 0; }
.quiet { color: var(--quiet); font-size: 13px; padding: 8px 4px 0; }
#zones { max-height: 70vh; overflow: auto; }
#zones button { display: flex; flex-wrap: wrap; width: 100%; align-items: center; gap: 8px; text-align: left; background: none; border-color: transparent; padding: 6px 8px; }
#zones button:hover { background: var(--ground); }
#zones button[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
#zones .name { flex: 1 1 0; min-width: 40px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#zones .count { color: var(--quiet); font-size: 13px; font-weight: 400; font-variant-numeric: tabular-nums; }
#zones .word { flex: 1 0 calc(100% - 16px); margin: -8px 0 0 16px; font-size: 12px; font-weight: 400; }
.word.frozen { color: var(--bad); }
.word.pending { color: var(--warn); }
.dot { width: 8px; height: 8px; border-radius: 50%; flex: none; background: var(--good); }
.dot.frozen { background: var(--bad); }
.dot.pending { background: var(--warn); }
.badge { font-size: 12px; border-radius: 99px; padding: 2px 9px; background: var(--good-soft); color: var(--good); }
.badge.frozen { background: var(--bad-soft); color: var(--bad); }
.badge.pending { background: var(--warn-soft); color: var(--warn); }
.refusal { margin-bottom: 10px; padding: 8px 12px; border-radius: 8px; background: var(--bad-soft); color: var(--bad); font: 13px/1.5 var(--mono); overflow-wrap: anywhere; }
.scroll { position: relative; overflow: auto; max-height: calc(100vh - 190px); }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th { position: sticky; top: 0; background: var(--card); text-align: left; font-size: 12px; font-weight: 500; color: var(--quiet); padding: 4px 8px; border-bottom: 1px solid var(--line); }
th:nth-child(1) { width: 26%; } th:nth-child(2) { width: 78px; } th:nth-child(3) { width: 58px; }
td { padding: 6px 8px; vertical-align: top; border-bottom: 1px solid var(--line); font: 13px/1.5 var(--mono); overflow-wrap: anywhere; }
tr:last-child td { border-bottom: 0; }
td.ttl { color: var(--quiet); }
td.value span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; white-space: pre-wrap; unicode-bidi: isolate; }
.type { display: inline-block; min-width: 52px; text-align: center; font: 600 11px/1.7 system-ui, sans-serif; border-radius: 6px; background: var(--accent-soft); color: var(--accent); padding: 0 6px; }
tr.new td { animation: fresh-good 2.4s ease-out; }
tr.changed td { animation: fresh-warn 2.4s ease-out; }
@keyframes fresh-good { from { background: var(--good-soft); } }
@keyframes fresh-warn { from { background: var(--warn-soft); } }
#requests { max-height: calc(100vh - 170px); overflow: auto; }
#requests li { display: grid; grid-template-columns: 58px minmax(0, 1fr) auto; gap: 0 8px; padding: 6px 2px; border-bottom: 1px solid var(--line); font-size: 13px; }
#requests li:last-child { border-bottom: 0; }
#requests .method { font: 600 11px/1.8 system-ui, sans-serif; color: var(--quiet); }
#requests .write { color: var(--accent); }
#requests .path { font: 12px/1.7 var(--mono); color: var(--quiet); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#requests .body { grid-column: 2 / -1; font: 12px/1.5 var(--mono); color: var(--ink); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#requests .fault { grid-column: 2 / -1; font-size: 12px; color: var(--warn); }
.status { font: 600 12px/1.7 var(--mono); border-radius: 6px; padding: 0 7px; align-self: start; background: var(--good-soft); color: var(--good); }
.status.warn { background: var(--warn-soft); color: var(--warn); }
.status.bad { background: var(--bad-soft); color: var(--bad); }
@media (max-width: 1150px) {
  main { grid-template-columns: 200px minmax(0, 1fr); }
  .requests { grid-column: 1 / -1; }
  #requests { max-height: 46vh; }
  .pulse { margin-left: 0; }
}
@media (max-width: 720px) {
  header { padding: 12px 14px; gap: 8px 14px; }
  #figures { width: 100%; display: grid; grid-template-columns: repeat(6, auto); justify-content: space-between; gap: 4px 8px; }
  #figures dd { font-size: 16px; }
  #figures dt { font-size: 11px; }
  .pulse { width: 96px; margin-left: auto; }
  .alarm { margin: 10px 10px 0; }
  main { grid-template-columns: minmax(0, 1fr); gap: 10px; padding: 10px 10px 32px; }
  #zones { display: flex; align-items: flex-start; gap: 6px; overflow-x: auto; padding-bottom: 4px; }
  #zones li { flex: none; max-width: 70vw; }
  #zones button { border-color: var(--line); }
  thead { position: absolute; clip-path: inset(50%); }
  .scroll { max-height: 52vh; padding-right: 10px; }
  #record-filter { flex: 1 0 100%; }
  #requests { max-height: 60vh; }
  tr { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: baseline; gap: 2px 10px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  tr:last-child { border-bottom: 0; }
  td { border: 0; padding: 0 2px; }
  td.kind { order: -1; }
  td.name { font-weight: 600; }
  td.value { grid-column: 1 / -1; }
}
@media (prefers-reduced-motion: reduce) { tr td { animation: none !important; } }
`;
