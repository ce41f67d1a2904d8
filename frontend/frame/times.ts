// Relative times and running clocks move on by themselves.
import { clockWords, relativeWords } from './wording';

function refresh(now: number): void {
  for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-relative]')) {
    const words = relativeWords(Date.parse(element.dateTime), now);
    const shown = element.textContent ?? '';
    const absolute = shown.split(' · ')[0] ?? '';
    const next = element.dataset['relative'] === 'relative' ? words || shown : words ? `${absolute} · ${words}` : absolute;
    if (next !== shown) element.textContent = next;
  }
}

function tick(now: number): void {
  for (const clock of document.querySelectorAll<HTMLElement>('[data-clock]')) {
    const face = clock.querySelector('.figures-large') ?? clock;
    const seconds = (now - Date.parse(clock.dataset['clock'] ?? '')) / 1000;
    const words = clock.dataset['countdown'] === undefined ? clockWords(seconds) : clockWords(Math.abs(seconds));
    if (face.textContent !== words) face.textContent = words;
    if (clock.dataset['countdown'] !== undefined) clock.toggleAttribute('data-late', seconds > 0);
  }
}

setInterval(() => document.hidden || tick(Date.now()), 1000);
setInterval(() => document.hidden || refresh(Date.now()), 20_000);
document.addEventListener('visibilitychange', () => {
  tick(Date.now());
  refresh(Date.now());
});
