import { describe, expect, test } from 'vitest';
import { clockWords, initialsOf, relativeWords } from './wording';

// the same cases as tests/site/test_wording.py
describe('the words of the server', () => {
  test.each([
    [-5, '0:00'],
    [247, '4:07'],
    [4329, '1:12:09'],
    [3 * 86_400 + 15_000, '3 d 04:10:00'],
  ])('a clock at %i s', (seconds, words) => expect(clockWords(seconds)).toBe(words));

  test.each([
    [20, 'now'],
    [350, '5 min ago'],
    [26 * 3600, '1 d ago'],
    [-7200, 'in 2 h'],
    [40 * 86_400, ''],
    [Number.NaN, ''],
  ])('%i s ago', (seconds, words) => expect(relativeWords(-seconds * 1000, 0)).toBe(words));

  test.each([
    ['Ada Lovelace', 'AL'],
    ['ops@example.org', 'OP'],
    ['jean-luc picard', 'JP'],
    ['', '?'],
    ['x', 'X'],
  ])('the initials of %s', (name, letters) => expect(initialsOf(name)).toBe(letters));
});
