#pragma once

#include <QByteArray>
#include <QSizeF>
#include <vector>

#include "app/report/document.h"

namespace lpstudio {

/// Style sheet of the HTML report. Charts are drawn for paper: on a dark ground they stand on a
/// white card.
inline constexpr char kHtmlStyle[] = R"css(
:root { color-scheme: light dark; --ground: #fff; --ink: #1b1b1b; --quiet: #5c5c5c; --rule: #c8c8c8;
  --faint: #e4e4e4; --tint: #f3f4f6; --link: #005f94; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #1e1f22; --ink: #e6e6e6; --quiet: #a8abb0; --rule: #4a4c50; --faint: #35373b;
    --tint: #26282b; --link: #6bb5e6; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 58rem; padding: 2rem 1.25rem 3rem; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
header { border-bottom: 1px solid var(--ink); padding-bottom: 0.5rem; }
header p { margin: 0; color: var(--quiet); }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.4rem; }
h3 { margin: 1.75rem 0 0.5rem; font-size: 1.1rem; }
h2, h3 { line-height: 1.25; overflow-wrap: anywhere; scroll-margin-top: 1rem; }
h2 .number, h3 .number, nav .number { color: var(--quiet); margin-right: 0.35em; }
p, dd, caption, figcaption, footer { overflow-wrap: anywhere; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus { text-decoration: underline; }
nav { margin: 1.25rem 0; }
nav ol { list-style: none; margin: 0; padding: 0; columns: 22rem; column-gap: 2rem; }
nav ol ol { columns: auto; padding-left: 1.5rem; font-size: 0.9em; }
nav > ol > li { break-inside: avoid; padding: 0.1rem 0; }
dl { margin: 0 0 1rem; display: grid; gap: 0.15rem 2rem; }
dl.two { grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); }
dl div { display: grid; grid-template-columns: minmax(8rem, 13rem) 1fr; gap: 0 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
.scroll { overflow-x: auto; margin: 0 0 1.25rem; }
table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
caption, figcaption { text-align: left; color: var(--quiet); font-size: 0.85rem; }
caption { padding-bottom: 0.35rem; }
th, td { padding: 0.2rem 0.6rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--faint); }
thead th { color: var(--quiet); border-bottom: 1px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: normal; }
tr.main > * { font-weight: bold; }
th.number, td.number { text-align: right; white-space: nowrap; }
figure { margin: 0 0 1.5rem; }
figure svg { display: block; width: 100%; height: auto; background: #fff; border-radius: 4px; }
figcaption { padding-top: 0.35rem; }
pre { background: var(--tint); padding: 0.75rem; overflow-x: auto; font-size: 0.8rem;
  border-radius: 4px; }
footer { margin-top: 2.5rem; padding-top: 0.5rem; border-top: 1px solid var(--rule);
  color: var(--quiet); font-size: 0.85rem; }
@media print {
  :root { --ground: #fff; --ink: #1b1b1b; --quiet: #5c5c5c; --rule: #c8c8c8; --faint: #e4e4e4;
    --tint: #f3f4f6; --link: #1b1b1b; color-scheme: light; }
  @page { margin: 16mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  figure, tr, dl div { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  pre { white-space: pre-wrap; }
}
)css";

/// The document as one HTML file (well-formed XML too) with inline style sheet and inline SVG
/// charts: it refers to nothing outside itself. `figures`: their pictures in htmlFigureSizes(), in
/// order. Works on any thread.
QByteArray htmlOf(const Document& document, const std::vector<QByteArray>& figures);
/// Points.
std::vector<QSizeF> htmlFigureSizes(const Document& document);

}  // namespace lpstudio
