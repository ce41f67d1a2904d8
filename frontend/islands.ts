// An island is a folder with an `island.ts` that exports `mount(element)`. A page names it: <div data-island="causes">.
// Its code is fetched when the element comes near the window, and again for content that htmx has put in.

export interface Island {
  /** Bring the element to life. What is returned is called when the element leaves the page. */
  mount(element: HTMLElement): void | (() => void);
}

// Attributes that stand for an island: a field for prose asks for the language helper.
const BY_ATTRIBUTE: Record<string, string> = { 'data-language-check': 'language' };
const WANTED = ['[data-island]', ...Object.keys(BY_ATTRIBUTE).map((name) => `[${name}]`)].join(',');

const loaders = import.meta.glob<Island>('./*/island.ts');
const seen = new WeakSet<HTMLElement>();
const living = new Map<HTMLElement, () => void>();

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      void wake(entry.target as HTMLElement);
    }
  },
  { rootMargin: '200px' },
);

function nameOf(element: HTMLElement): string {
  const attribute = Object.keys(BY_ATTRIBUTE).find((name) => element.hasAttribute(name));
  return element.dataset['island'] ?? BY_ATTRIBUTE[attribute ?? ''] ?? '';
}

async function wake(element: HTMLElement): Promise<void> {
  const name = nameOf(element);
  const load = loaders[`./${name}/island.ts`];
  if (!load) {
    if (!element.dataset['island']) return;
    console.error(`No island is called "${name}": is there a folder frontend/${name} with an island.ts?`);
    return;
  }
  const island = await load();
  const end = island.mount(element);
  element.dataset['awake'] = '';
  if (end) living.set(element, end);
}

export function watchIslands(root: ParentNode): void {
  find(root);
  document.addEventListener('htmx:load', (event) => {
    sweep();
    if (event.target instanceof HTMLElement) find(event.target);
  });
}

function find(root: ParentNode): void {
  const found = [...root.querySelectorAll<HTMLElement>(WANTED)];
  if (root instanceof HTMLElement && root.matches(WANTED)) found.push(root);
  for (const element of found) {
    if (seen.has(element)) continue;
    seen.add(element);
    near.observe(element);
  }
}

function sweep(): void {
  for (const [element, end] of living) {
    if (element.isConnected) continue;
    living.delete(element);
    end();
  }
}
