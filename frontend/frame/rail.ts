// On a phone the rail is wider than the screen: the stage one is at is brought into sight.
for (const rail of document.querySelectorAll<HTMLElement>('.rail, .tabs')) {
  const here = rail.querySelector<HTMLElement>('[aria-current]');
  if (here && rail.scrollWidth > rail.clientWidth) {
    rail.scrollLeft = here.offsetLeft - (rail.clientWidth - here.offsetWidth) / 2;
  }
}

export {};
