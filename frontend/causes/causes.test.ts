import { beforeEach, expect, test, vi } from 'vitest';
import { nearest } from './fishbone';
import { mount } from './island';

beforeEach(() => {
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  Element.prototype.scrollIntoView = () => undefined;
  document.body.innerHTML = `
    <section id="causes" data-may-edit data-incident="INC-1">
      <ol class="whys">
        <li id="F-1" data-factor="1" tabindex="-1"><div class="why-body"><a href="?why=1" data-why="1">Why?</a></div></li>
        <li id="F-2" data-factor="2" tabindex="-1"><div class="why-body"><a href="?why=2" data-why="2">Why?</a></div></li>
      </ol>
      <details id="home"><form id="why-form"><input type="hidden" name="effect"><label for="id_statement">What was it?</label>
        <textarea id="id_statement" name="statement"></textarea><select name="kind"><option>luck</option><option>factor</option></select>
        <a href="#" data-why-cancel hidden>Cancel</a></form></details>
    </section>`;
});

const form = () => document.querySelector('#why-form') as HTMLFormElement;
const press = (key: string) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

test('w asks the next why of the factor in focus', () => {
  const end = mount(document.querySelector('#causes') as HTMLElement);
  press('j');
  press('j');
  expect(document.activeElement?.id).toBe('F-2');
  press('w');
  expect(form().closest('[data-factor]')?.id).toBe('F-2');
  expect((form().elements.namedItem('effect') as HTMLInputElement).value).toBe('2');
  expect((form().elements.namedItem('kind') as HTMLSelectElement).value).toBe('factor');
  expect(form().querySelector('label')?.textContent).toBe('F-2, because …');
  expect(document.activeElement?.id).toBe('id_statement');
  if (end) end();
});

test('cancel brings the form home and the focus back', () => {
  const end = mount(document.querySelector('#causes') as HTMLElement);
  (document.querySelector('[data-why="1"]') as HTMLElement).click();
  expect(form().closest('[data-factor]')?.id).toBe('F-1');
  (form().querySelector('[data-why-cancel]') as HTMLElement).click();
  expect(form().closest('details')?.id).toBe('home');
  expect(document.activeElement?.id).toBe('F-1');
  if (end) end();
});

test('keys do nothing while somebody types', () => {
  const end = mount(document.querySelector('#causes') as HTMLElement);
  (form().elements.namedItem('statement') as HTMLElement).focus();
  press('w');
  expect(form().closest('[data-factor]')).toBeNull();
  if (end) end();
});

test('the nearest bone is the one that the pointer is at', () => {
  const rib = (left: number, top: number) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    element.getBoundingClientRect = () => new DOMRect(left, top, 60, 200);
    return element;
  };
  const [above, below] = [rib(300, 0), rib(300, 260)];
  expect(nearest([above, below], { clientX: 200, clientY: 80 })).toBe(above);
  expect(nearest([above, below], { clientX: 200, clientY: 420 })).toBe(below);
  expect(nearest([], { clientX: 0, clientY: 0 })).toBeNull();
});
