"""Reading post-mortems that exist already: Markdown, HTML, DOCX, wiki text and plain text become values.

``nodes`` (one reader a format) -> ``sections`` (what a part is about) -> ``events``, ``actions`` -> ``Reading``.
"""
