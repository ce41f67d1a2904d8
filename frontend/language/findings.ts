// What the check answers. Its offsets count characters (code points); a browser's text counts 16-bit units.
export interface Finding {
  rule: string;
  kind: string;
  severity: 'error' | 'warning' | 'advice';
  start: number;
  end: number;
  text: string;
  message: string;
  suggestion: string;
  replacement: string;
}

/** A finding whose offsets are those of the browser. */
export type Place = Finding;

export function placesOf(text: string, findings: Finding[]): Place[] {
  const units = unitOffsets(text);
  const places = findings.map((found) => ({ ...found, start: units(found.start), end: units(found.end) }));
  places.sort((one, other) => one.start - other.start || other.end - one.end);
  const apart: Place[] = [];
  for (const place of places) {
    const last = apart[apart.length - 1];
    if (!last || place.start >= last.end) apart.push(place);
  }
  return apart;
}

function unitOffsets(text: string): (codePoint: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (codePoint) => codePoint;
  const offsets = [0];
  for (const character of text) offsets.push((offsets[offsets.length - 1] ?? 0) + character.length);
  return (codePoint) => offsets[Math.min(codePoint, offsets.length - 1)] ?? 0;
}
