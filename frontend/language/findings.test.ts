import { expect, test } from 'vitest';
import { placesOf, type Finding } from './findings';

function finding(start: number, end: number): Finding {
  return { rule: 'r', kind: 'blame', severity: 'warning', start, end, text: '', message: '', suggestion: '', replacement: '' };
}

test('offsets are turned into those of the browser', () => {
  expect(placesOf('plain text', [finding(6, 10)])).toMatchObject([{ start: 6, end: 10 }]);
  const text = '🔥🔥 she forgot';
  expect(placesOf(text, [finding(7, 13)]).map((place) => text.slice(place.start, place.end))).toEqual(['forgot']);
});

test('of two that overlap the first and longer one is shown', () => {
  const places = placesOf('abcdefghij', [finding(2, 4), finding(0, 5), finding(5, 6)]);
  expect(places.map((place) => [place.start, place.end])).toEqual([
    [0, 5],
    [5, 6],
  ]);
});
