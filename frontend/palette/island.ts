// The command palette: places of the house, then whatever the search finds.
import { flushSync, mount as mountSvelte } from 'svelte';
import Palette from './Palette.svelte';

let shown: { open: () => void } | null = null;

export function open(): void {
  shown ??= mountSvelte(Palette, { target: document.body }) as { open: () => void };
  flushSync();
  shown.open();
}

export function mount(element: HTMLElement): void {
  element.addEventListener('click', open);
}
