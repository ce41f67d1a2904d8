// Keyboard: Ctrl-K the palette, Ctrl-Enter sends the form one types in, ? the help, g and a letter to go to a place. Elements may own a key: data-key="p".
const PAUSE_MS = 1_200;
let awaiting = 0;

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && Boolean(target.closest('input, textarea, select, [contenteditable=true], .cm-editor'));
}

async function openPalette(): Promise<void> {
  (await import('../palette/island')).open();
}

async function openHelp(): Promise<void> {
  (await import('../palette/help')).open();
}

document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    void openPalette();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter' && event.target instanceof HTMLElement) {
    event.target.closest('form')?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  if (event.key === '?') return void openHelp();
  if (event.key === '/' && !document.querySelector('[data-key="/"]')) {
    event.preventDefault();
    return void openPalette();
  }
  if (event.key === 'g') {
    awaiting = Date.now();
    return;
  }
  const going = Date.now() - awaiting < PAUSE_MS;
  awaiting = 0;
  const name = CSS.escape(event.key);
  const found = document.querySelector<HTMLElement>(going ? `[data-go="${name}"]` : `[data-key="${name}"]`);
  if (!found || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  if (found.matches('input, textarea, select')) found.focus();
  else found.click();
});

document.addEventListener('click', (event) => {
  const target = event.target as Element;
  if (target.closest('[data-palette-open]')) void openPalette();
  if (target.closest('[data-keys]')) void openHelp();
});
