// A factor is dragged to another bone, or moved there with the arrow keys: its category changes.
import { post } from '../shared/http';
import { say } from './say';

const FAR_PX = 6; // less is a click

export function dragBones(root: HTMLElement, again: () => Promise<void>): () => void {
  let held: { factor: SVGGElement; x: number; y: number; lifted: boolean } | null = null;
  const drawing = () => root.querySelector<SVGSVGElement>('.fishbone');
  const ready = () => drawing()?.setAttribute('data-drags', '');
  ready();
  root.addEventListener('causes:refreshed', ready);

  const down = (event: PointerEvent): void => {
    const factor = (event.target as Element).closest<SVGGElement>('.fishbone .drawing-factor');
    if (!factor || event.button !== 0) return;
    held = { factor, x: event.clientX, y: event.clientY, lifted: false };
  };
  const move = (event: PointerEvent): void => {
    if (!held) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.lifted && Math.hypot(dx, dy) < FAR_PX) return;
    held.lifted = true;
    held.factor.classList.add('lifted');
    const scale = scaleOf(drawing());
    held.factor.setAttribute('transform', `translate(${dx / scale} ${dy / scale})`);
    const target = nearest(ribs(drawing()), event);
    ribs(drawing()).forEach((rib) => rib.classList.toggle('over', rib === target));
  };
  const up = (event: PointerEvent): void => {
    if (!held) return;
    const { factor, lifted } = held;
    held = null;
    factor.classList.remove('lifted');
    factor.removeAttribute('transform');
    const target = nearest(ribs(drawing()), event);
    ribs(drawing()).forEach((rib) => rib.classList.remove('over'));
    if (!lifted) return;
    window.addEventListener('click', stop, { capture: true, once: true });
    window.setTimeout(() => window.removeEventListener('click', stop, { capture: true }), 50);
    if (target && target !== factor.closest('.drawing-rib')) void place(root, factor, target, again);
  };
  const key = (event: KeyboardEvent): void => {
    const factor = (event.target as Element).closest<SVGGElement>('.fishbone .drawing-factor');
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!factor || !step) return;
    event.preventDefault();
    const all = ribs(drawing()).filter((rib) => rib.dataset['bone'] || rib.contains(factor));
    const at = all.findIndex((rib) => rib.contains(factor));
    const target = all[(at + step + all.length) % all.length];
    if (target) void place(root, factor, target, again);
  };
  const handlers = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, keydown: key };
  for (const [name, handler] of Object.entries(handlers)) document.addEventListener(name, handler as EventListener);
  root.addEventListener('dragstart', noGhost);
  return () => {
    for (const [name, handler] of Object.entries(handlers)) document.removeEventListener(name, handler as EventListener);
    root.removeEventListener('dragstart', noGhost);
  };
}

function noGhost(event: Event): void {
  if ((event.target as Element).closest('.fishbone')) event.preventDefault();
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

function ribs(drawing: SVGSVGElement | null): SVGGElement[] {
  return drawing ? [...drawing.querySelectorAll<SVGGElement>('.drawing-rib')] : [];
}

function scaleOf(drawing: SVGSVGElement | null): number {
  return drawing ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width || 1 : 1;
}

/** The bone nearest to the pointer, by its own line. */
export function nearest(all: SVGGElement[], at: { clientX: number; clientY: number }): SVGGElement | null {
  let best: SVGGElement | null = null;
  let least = Infinity;
  for (const rib of all) {
    const box = (rib.querySelector('.drawing-bone') ?? rib).getBoundingClientRect();
    const dx = Math.max(box.left - 160 - at.clientX, 0, at.clientX - box.right);
    const dy = Math.max(box.top - at.clientY, 0, at.clientY - box.bottom);
    const distance = Math.hypot(dx, dy);
    if (distance < least) [best, least] = [rib, distance];
  }
  return best;
}

async function place(root: HTMLElement, factor: SVGGElement, rib: SVGGElement, again: () => Promise<void>): Promise<void> {
  const number = /F-(\d+)\/?$/.exec(factor.querySelector('a')?.getAttribute('href') ?? '')?.[1];
  if (!number) return;
  const category = rib.dataset['bone'] ?? '';
  const answer = await post(`/api/v1/incidents/${root.dataset['incident']}/factors/${number}/category`, { category });
  const name = rib.querySelector('.drawing-category')?.textContent ?? 'no category';
  say(answer.ok ? `F-${number} is now under ${name}.` : answer.reasons.map((reason) => reason.message).join(' '));
  if (!answer.ok) return;
  await again();
  const moved = root.querySelector<HTMLElement>(`.fishbone a[href$="F-${number}"]`);
  moved?.focus();
}
