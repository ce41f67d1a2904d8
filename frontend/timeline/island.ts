// Walking the timeline and the moments by keys: j and k choose, e opens, p pins or marks, x dismisses, l moves.
import type { Island } from '../islands';
import { lanes } from './lanes';

const TYPING = 'input, textarea, select, [contenteditable]';

export const mount: Island['mount'] = (element) => {
  let chosen: HTMLElement | null = null;

  const rows = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>('.entry')];

  const choose = (row: HTMLElement | undefined): void => {
    if (!row) return;
    chosen?.removeAttribute('data-selected');
    chosen = row;
    row.setAttribute('data-selected', '');
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  };

  const walk = (by: number): void => {
    const all = rows();
    const at = chosen ? all.indexOf(chosen) : -1;
    choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))]);
  };

  const act = (name: string): boolean => {
    const button = chosen?.querySelector<HTMLButtonElement>(`[data-do="${name}"]`);
    button?.click();
    return button !== null && button !== undefined;
  };

  const open = (): void => {
    const address = chosen?.dataset['entry'];
    if (address) location.assign(address);
  };

  const tray = lanes(element);

  const keys: Record<string, () => void> = {
    j: () => walk(1),
    k: () => walk(-1),
    e: open,
    p: () => {
      if (!act('pin')) open();
    },
    x: () => void act('dismiss'),
    l: () => {
      if (chosen) tray?.ask(chosen);
    },
  };

  const pressed = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement | null;
    if (event.ctrlKey || event.metaKey || event.altKey || target?.closest(TYPING)) return;
    const key = keys[event.key];
    if (!key) return;
    event.preventDefault();
    key();
  };

  document.addEventListener('keydown', pressed);
  return () => {
    document.removeEventListener('keydown', pressed);
    tray?.stop();
  };
};
