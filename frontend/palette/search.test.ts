import { beforeEach, expect, test } from 'vitest';
import { matching, places } from './search';

beforeEach(() => {
  document.body.innerHTML = `
    <header class="frame-nav"><nav class="nav-list"><a href="/">Home</a><a href="/incidents/">Incidents</a><a href="/directory/">People and services</a></nav></header>
    <ol class="rail"><li><a href="/incidents/INC-1/team/"><span class="mark">2</span><span class="name">Assemble</span><span class="why">not begun</span></a></li></ol>`;
});

test('places are read from the navigation and the rail', () => {
  expect(places().map((place) => [place.title, place.kind])).toEqual([
    ['Home', 'page'],
    ['Incidents', 'page'],
    ['People and services', 'page'],
    ['Assemble', 'stage'],
  ]);
});

test('beginnings of words come before what only holds the letters', () => {
  expect(matching(places(), 'se').map((place) => place.title)).toEqual(['People and services', 'Assemble']);
  expect(matching(places(), '').length).toBe(4);
});
