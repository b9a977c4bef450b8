/** A page that changes its address without a load, as a single-page application does. */

const bench = document.querySelector('#bench');
const first = bench.innerHTML;

function show() {
  const name = new URL(location.href).searchParams.get('bench') ?? 'pilea';
  const template = document.querySelector(`template[id="${CSS.escape(name)}"]`);
  bench.dataset.bench = name;
  if (template) bench.replaceChildren(template.content.cloneNode(true));
  else bench.innerHTML = first;
}

document.querySelector('[aria-label=Benches]').addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState({}, '', link.href);
  show();
});
addEventListener('popstate', show);
show();
