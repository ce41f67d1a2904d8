export function say(text: string): void {
  document.dispatchEvent(new CustomEvent('hotwash:toast', { detail: { text } }));
}
