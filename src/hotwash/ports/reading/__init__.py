"""Reader families: stamped lines, JSON, tables, XML, marked text, pictures. A format declares, a family reads."""
