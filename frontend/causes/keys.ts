// j and k walk through the factors, w asks the next why of the one in focus, e opens it.
import type { WhyForm } from './why';

export function walk(root: HTMLElement, form: WhyForm | null): () => void {
  const fromHash = root.querySelector<HTMLElement>(`[data-factor]#${CSS.escape(location.hash.slice(1)) || 'none'}`);
  fromHash?.focus();

  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if ((event.target as Element).closest('input, textarea, select, [contenteditable=true], dialog')) return;
    const all = [...root.querySelectorAll<HTMLElement>('li[data-factor], tr[data-factor]')];
    const at = all.findIndex((one) => one.contains(document.activeElement));
    const focused = at >= 0 ? all[at] : undefined;
    if (event.key === 'j') focus(all[Math.min(at + 1, all.length - 1)]);
    else if (event.key === 'k') focus(all[Math.max(at - 1, 0)]);
    else if (event.key === 'w' && form?.open(focused ?? all[0] ?? null)) event.preventDefault();
    else if (event.key === 'e' && focused) focused.querySelector<HTMLAnchorElement>('a[href*="/analysis/F-"]')?.click();
    else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function focus(element: HTMLElement | undefined): void {
  if (!element) return;
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus();
  element.scrollIntoView({ block: 'nearest' });
}
