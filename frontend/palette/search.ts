export interface Found {
  title: string;
  href: string;
  kind: string;
}

interface Hit {
  title?: string;
  reference?: string;
  kind?: string;
  url?: string;
  href?: string;
}

/** The places of the house, read from the navigation, so that there is one list only. */
export function places(): Found[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('.frame-nav .nav-list a, .rail a')].map((link) => ({
    title: (link.querySelector('.name') ?? link).textContent?.trim() ?? '',
    href: link.getAttribute('href') ?? '/',
    kind: link.closest('.rail') ? 'stage' : 'page',
  }));
}

/** Those whose words begin with, or else hold, what was typed. */
export function matching(all: Found[], typed: string): Found[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return all;
  const begins = (found: Found) => found.title.toLowerCase().split(/\s+/).some((word) => word.startsWith(wanted));
  return [...all.filter(begins), ...all.filter((found) => !begins(found) && found.title.toLowerCase().includes(wanted))];
}

export async function search(typed: string, signal: AbortSignal): Promise<Found[]> {
  const answer = await fetch(`/api/v1/search?q=${encodeURIComponent(typed)}`, { signal, headers: { Accept: 'application/json' } });
  if (!answer.ok) return [];
  const body = (await answer.json()) as Hit[] | { hits?: Hit[]; items?: Hit[]; results?: Hit[] };
  const hits = Array.isArray(body) ? body : (body.hits ?? body.items ?? body.results ?? []);
  return hits.slice(0, 12).map((hit) => ({
    title: [hit.reference, hit.title].filter(Boolean).join(' · '),
    href: hit.url ?? hit.href ?? '/',
    kind: hit.kind ?? '',
  }));
}
