//! The page's style sheet.

pub(super) const SHEET: &str = "\
:root { color-scheme: light dark; --ink: #1c2b24; --paper: #fbfaf6; --line: #d8d5c8; --accent: #0b6e4f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebe7; --paper: #141a17; --line: #38423c; --accent: #6fcba4; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.6 system-ui, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 1rem;
  border-bottom: 2px solid var(--accent); }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
img { display: block; width: 100%; height: auto; background: #fff; border: 1px solid var(--line); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
tfoot td { font-weight: 600; border-top: 2px solid var(--line); }
code { font-size: .92em; }
footer { margin-top: 2.5rem; font-size: .9rem; border-top: 1px solid var(--line); padding-top: .5rem; }
";
