// The causes: one key adds the next why, evidence is dropped on a factor, a factor is dragged to another bone.
// Without script the same page works by links and forms.
import type { Island } from '../islands';
import { dropEvidence } from './evidence';
import { dragBones } from './fishbone';
import { walk } from './keys';
import { refresh } from './refresh';
import { WhyForm } from './why';

export const mount: Island['mount'] = (element) => {
  const mayEdit = 'mayEdit' in element.dataset;
  const form = mayEdit ? new WhyForm(element) : null;
  const again = () => refresh(element, form);
  const ends = [walk(element, form)];
  if (mayEdit) {
    ends.push(dropEvidence(element, again), dragBones(element, again));
  }
  const changed = () => void again();
  document.body.addEventListener('hotwash:changed', changed);
  ends.push(() => document.body.removeEventListener('hotwash:changed', changed));
  return () => ends.forEach((end) => end());
};
