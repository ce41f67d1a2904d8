// The page as it is now, put in place of what has changed; what somebody is typing stays.
import type { WhyForm } from './why';

const PARTS = ['.whys', '.drawing-frame', '.causes-table', '.tabs'];

export async function refresh(root: HTMLElement, form: WhyForm | null): Promise<void> {
  if (form?.isOpen && form.isDirty) return;
  const answer = await fetch(location.pathname + location.search, { headers: { 'HX-Request': 'true' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const active = document.activeElement;
  const focused = active?.closest('[data-factor]')?.id;
  const drawn = active?.closest('.drawing a')?.getAttribute('href');
  if (form?.isOpen) form.close();
  for (const selector of PARTS) {
    const [now, then] = [page.querySelector(`#causes ${selector}`), root.querySelector(selector)];
    if (now && then) then.replaceWith(now);
  }
  const side = page.querySelector('aside.side');
  if (side) document.querySelector('aside.side')?.replaceWith(side);
  if (focused) root.querySelector<HTMLElement>(`#${CSS.escape(focused)}`)?.focus();
  if (drawn) root.querySelector<SVGAElement>(`.drawing a[href="${drawn}"]`)?.focus();
  root.dispatchEvent(new CustomEvent('causes:refreshed'));
}
