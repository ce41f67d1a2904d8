"""The typesetting of the PDF, with the fonts that are built into Typst."""

PREAMBLE = """\
#let ink = rgb("#1f2328")
#let soft = rgb("#5b6169")
#let rule = rgb("#d5d0c5")
#let accent = rgb("#9a3412")
#set text(font: ("Libertinus Serif",), fallback: true, size: 10.5pt, fill: ink, lang: "en")
#set par(leading: 0.65em, spacing: 0.95em, justify: false)
#set list(indent: 0.4em, spacing: 0.7em)
#set enum(indent: 0.4em, spacing: 0.7em)
#show raw: set text(font: ("DejaVu Sans Mono",), size: 8.5pt)
#show raw.where(block: true): body => block(fill: rgb("#f4f1ea"), inset: 8pt, width: 100%, body)
#show link: body => underline(text(fill: accent, body))
#show heading.where(level: 1): body => block(above: 2em, below: 0.9em, sticky: true, width: 100%,
  stroke: (top: 1.2pt + ink), inset: (top: 6pt), text(size: 13.5pt, weight: "bold", body.body))
#show heading.where(level: 2): body => block(above: 1.3em, below: 0.6em, sticky: true, text(size: 11.5pt,
  weight: "bold", body.body))
#show heading: set text(hyphenate: false)
#let small(body) = text(size: 8.5pt, fill: soft, body)
#let page-frame(reference, title, body) = {
  set page(paper: "a4", margin: (x: 24mm, top: 24mm, bottom: 22mm),
    header: context if here().page() > 1 { small(reference + h(1fr) + title) },
    footer: context { small(h(1fr) + counter(page).display("1 / 1", both: true)) })
  body
}
#let pair(row) = {
  text(row.at(1))
  if row.at(2) != "" { [ ] + text(fill: rgb("#805300"), size: 8.5pt, row.at(2)) }
}
#let definitions(rows, width: 28mm) = grid(columns: (width, 1fr), column-gutter: 4mm, row-gutter: 2.2mm,
  ..rows.map(row => (small(row.at(0)), pair(row))).flatten())
#let head(reference, title, rows, notice) = {
  if reference != "" { text(fill: accent, weight: "bold", reference) }
  block(above: 0.6em, below: 1.2em, text(size: 22pt, weight: "bold", hyphenate: false, title))
  definitions(rows)
  if notice != "" { block(above: 1.4em, inset: (left: 8pt, y: 4pt), stroke: (left: 2pt + accent), text(notice)) }
}
#let subheading(name) = heading(level: 2, outlined: false, name)
#let facts(name, rows) = { subheading(name); definitions(rows, width: 38mm) }
#let remark(body) = block(small(body))
#let grid-table(columns, cells) = block(above: 1em, below: 1.2em,
  { set text(size: 9.5pt); table(columns: columns.len() * (auto,),
  stroke: none, inset: (x: 0pt, right: 8pt, y: 4pt), align: left,
  table.header(..columns.map(name => small(strong(name)))), table.hline(stroke: 0.6pt + ink),
  ..cells.map(cell => text(cell))) })
#let plain-table(columns, cells) = block(above: 1em, below: 1.2em, table(columns: columns * (auto,),
  stroke: 0.4pt + rule,
  inset: 5pt, align: left, ..cells))
#let timeline(rows) = for row in rows {
  block(above: 0pt, below: 0pt, width: 100%, stroke: (top: 0.4pt + rule), inset: (y: 4.5pt), breakable: false,
    grid(columns: (27mm, 1fr, auto), column-gutter: 4mm,
      strong(text(number-width: "tabular", row.at(0))),
      { text(row.at(1)); if row.at(2) != "" { linebreak(); small(row.at(2)) }
        if row.at(3) != "" { linebreak(); small(row.at(3)) } },
      small(row.at(4))))
}
#let statement(reference, body, tag, rows) = block(above: 0pt, below: 0pt, width: 100%, stroke: (top: 0.4pt + rule),
  inset: (y: 6pt), {
  grid(columns: (1fr, auto), column-gutter: 4mm, strong(text(body)), small(reference))
  if tag != "" { block(above: 0.5em, below: 0.5em, text(size: 9pt, fill: accent, tag)) }
  if rows.len() > 0 { block(above: 0.6em, definitions(rows, width: 34mm)) }
})
#let why(depth, body, reference) = block(above: 0.5em, below: 0.5em, inset: (left: depth * 5mm), {
  if depth > 0 { text(fill: accent, weight: "bold", "Why? ") }
  text(body); [ ]; small(reference)
})
#let picture(svg, alt, caption) = block(above: 1.2em, below: 1.2em, width: 100%, {
  image(bytes(svg), format: "svg", width: 100%, alt: alt)
  if caption != "" { small(caption) }
})
"""
