"""The style of a report that stands alone: paper, ink, one accent; light, dark and print."""

STYLE = """\
:root { color-scheme: light dark; --paper: #fdfcf9; --ink: #1f2328; --soft: #5b6169; --line: #dcd8cf;
  --accent: #9a3412;
  --wash: #f4f1ea; --guess: #805300; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181b; --ink: #e4e2dd; --soft: #a3a7ad; --line: #34383d; --accent: #f0a27a; --wash: #1e2125;
    --guess: #e0b566; }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0; padding: 3rem 1.25rem 6rem;
  font: 1.0625rem/1.6 "Source Sans 3", "Source Sans Pro", Seravek, "Gill Sans Nova",
  Ubuntu, Calibri, "DejaVu Sans", source-sans-pro, sans-serif; font-variant-numeric: tabular-nums; }
main, .report-contents { max-width: 44rem; margin: 0 auto; }
.report-contents ol { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 3rem; padding: 0 0 .75rem;
  list-style: none;
  border-bottom: 1px solid var(--line); font-size: .875rem; }
.report-contents a { color: var(--soft); text-decoration: none; }
.report-contents a:hover, .report-contents a:focus-visible { color: var(--accent); text-decoration: underline; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
h1 { margin: .25rem 0 1.5rem; font-size: 2.125rem; line-height: 1.15; font-weight: 650; letter-spacing: -.01em;
  text-wrap: balance; }
h2 { margin: 3.25rem 0 .75rem; padding-top: .5rem; border-top: 2px solid var(--ink); font-size: 1.25rem;
  line-height: 1.3; font-weight: 650; }
h3 { margin: 1.75rem 0 .5rem; font-size: .9375rem; font-weight: 650; color: var(--soft); }
p, ul, ol, pre, blockquote { margin: 0 0 1rem; }
.report-reference { margin: 0; color: var(--accent); font-weight: 650; }
.report-notice { margin-top: 1.5rem; padding: .75rem 1rem; background: var(--wash);
  border-left: 3px solid var(--accent); }
dl { margin: 0; }
.report-meta { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: .75rem 1.5rem; }
.report-facts dl, .report-statements dl { display: grid; gap: .125rem 1.5rem; }
.report-facts div, .report-statements dl div { display: grid; grid-template-columns: 11rem 1fr; gap: 1rem; }
dt { color: var(--soft); font-size: .875rem; line-height: 1.7; }
dd { margin: 0; }
.report-prose { overflow-wrap: anywhere; }
.report-prose blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid var(--line);
  color: var(--soft); }
code, pre { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .875em; }
pre { padding: .75rem 1rem; background: var(--wash); overflow-x: auto; }
.report-note { color: var(--soft); font-size: .875rem; }
.report-timeline { list-style: none; margin: 0; padding: 0; }
.report-timeline li { display: grid; grid-template-columns: 7.5rem 1fr auto; gap: 1rem; padding: .5rem 0;
  border-top: 1px solid var(--line); }
.report-timeline time { font-weight: 650; white-space: nowrap; }
.report-timeline div > * { display: block; overflow-wrap: anywhere; }
.report-detail, .report-source, .report-guess { color: var(--soft); font-size: .875rem; }
.report-guess { color: var(--guess); }
.report-ref { color: var(--soft); font-size: .8125rem; white-space: nowrap; text-decoration: none; }
.report-statements > ul { list-style: none; padding: 0; margin: 0; }
.report-statements > ul > li { display: grid; grid-template-columns: 1fr auto; gap: .125rem 1rem;
  padding: .875rem 0; border-top: 1px solid var(--line); }
.report-statements .report-text { margin: 0; font-weight: 600; grid-column: 1; grid-row: 1; }
.report-statements .report-ref { grid-column: 2; grid-row: 1; }
.report-statements .report-tag, .report-statements dl { grid-column: 1 / -1; }
.report-tag { color: var(--accent); font-size: .875rem; }
.report-whys ul { list-style: none; margin: 0; padding: 0; }
.report-whys ul ul { margin-left: .75rem; padding-left: 1.25rem; border-left: 1px solid var(--line); }
.report-whys li { padding: .375rem 0; }
.report-whys ul ul > li > span::before { content: "Why? "; color: var(--accent); font-weight: 650; }
.report-figure { margin: 1.5rem 0; overflow-x: auto; }
.report-figure svg { display: block; max-width: 100%; height: auto; }
figcaption { margin-top: .5rem; color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
.report-table { overflow-x: auto; margin: 0 0 1rem; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; line-height: 1.45; }
th, td { padding: .5rem 1rem .5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
.report-when { white-space: nowrap; }
td:last-child { min-width: 9rem; }
th { color: var(--soft); font-weight: 650; font-size: .875rem; }
@media (max-width: 34rem) {
  body { padding-top: 1.5rem; }
  h1 { font-size: 1.625rem; }
  .report-timeline li { grid-template-columns: 1fr auto; gap: .125rem 1rem; }
  .report-timeline li > div { grid-column: 1 / -1; }
  .report-timeline li > .report-ref { grid-column: 2; grid-row: 1; }
  .report-facts div, .report-statements dl div { grid-template-columns: 8rem 1fr; }
  .report-figure .curve { max-width: none; width: 34rem; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #7c2d12; --wash: #f6f6f6;
    --guess: #5f3d00; }
  body { padding: 0; font-size: 10.5pt; }
  .report-contents { display: none; }
  main { max-width: none; }
  h2, h3 { break-after: avoid; }
  li, tr, figure { break-inside: avoid; }
  a { color: inherit; }
}
"""
