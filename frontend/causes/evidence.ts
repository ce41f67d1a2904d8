// An entry of the timeline is dragged onto a factor: the factor cites it.
import { post } from '../shared/http';
import { say } from './say';

export function dropEvidence(root: HTMLElement, again: () => Promise<void>): () => void {
  let dragged = '';
  const over = (event: DragEvent): HTMLElement | null => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-factor]') : null;
    return dragged && target && root.contains(target) ? target : null;
  };
  const start = (event: DragEvent): void => {
    dragged = (event.target as Element).closest<HTMLElement>('[data-entry]')?.dataset['entry'] ?? '';
    if (!dragged || !event.dataTransfer) return;
    event.dataTransfer.setData('text/plain', `T-${dragged}`);
    event.dataTransfer.effectAllowed = 'link';
  };
  const hover = (event: DragEvent): void => {
    const target = over(event);
    clear(root);
    if (!target) return;
    event.preventDefault();
    target.dataset['dropOver'] = '';
  };
  const drop = (event: DragEvent): void => {
    const target = over(event);
    clear(root);
    if (!target) return;
    event.preventDefault();
    void cite(root, target.dataset['factor'] ?? '', dragged, again);
  };
  const end = (): void => {
    dragged = '';
    clear(root);
  };
  const all = { dragstart: start, dragover: hover, drop, dragend: end };
  for (const [name, handler] of Object.entries(all)) document.addEventListener(name, handler as EventListener);
  return () => {
    for (const [name, handler] of Object.entries(all)) document.removeEventListener(name, handler as EventListener);
  };
}

async function cite(root: HTMLElement, factor: string, entry: string, again: () => Promise<void>): Promise<void> {
  const answer = await post(`/api/v1/incidents/${root.dataset['incident']}/factors/${factor}/citations`, { entry: Number(entry) });
  say(answer.ok ? `F-${factor} cites T-${entry}.` : answer.reasons.map((reason) => reason.message).join(' '));
  if (answer.ok) await again();
}

function clear(root: HTMLElement): void {
  root.querySelectorAll<HTMLElement>('[data-drop-over]').forEach((one) => delete one.dataset['dropOver']);
}
