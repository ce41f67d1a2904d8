// The theme: a cookie, so that the server draws the first picture in it already.
const YEAR_S = 31_536_000;

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>('[data-theme-switch] button');
  if (!button) return;
  const theme = button.value;
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? YEAR_S : 0}; samesite=lax`;
  if (theme) document.documentElement.dataset['theme'] = theme;
  else delete document.documentElement.dataset['theme'];
  for (const other of document.querySelectorAll<HTMLButtonElement>('[data-theme-switch] button')) {
    other.setAttribute('aria-pressed', String(other.value === theme));
  }
  document.dispatchEvent(new CustomEvent('hotwash:theme'));
});
