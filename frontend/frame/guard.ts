// <form data-guard>: warns before the page is left with changes that no draft can keep, such as chosen files.
const changed = new Set<HTMLFormElement>();

document.addEventListener('change', (event) => {
  const form = (event.target as HTMLInputElement).form;
  if (form?.dataset['guard'] !== undefined) changed.add(form);
});
for (const name of ['submit', 'reset', 'htmx:afterRequest', 'hotwash:sent']) {
  document.addEventListener(name, (event) => changed.delete(event.target as HTMLFormElement));
}
window.addEventListener('beforeunload', (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
