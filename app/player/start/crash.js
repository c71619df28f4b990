// The page for a program that has stopped: what can be done now, and a report. It comes with the
// second half, and is handed what the starter has.

// A browser may stop the program while the page is left, and show the page as it was when the learner
// comes back.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && document.querySelector('.fault.crash')) location.reload();
});

// Everything the program keeps in local storage, read without the program.
const rescue = (make) => {
  const entries = {};
  try {
    // What is kept of others who learn on this machine is theirs.
    const folder = `boucle${location.pathname.replace(/[^/]*$/, '')}`;
    const who = localStorage.getItem(`${folder}#now`);
    const place = `${folder}${who ? `~${who}` : ''}#`;
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (key.startsWith(place)) entries[key] = localStorage.getItem(key);
    }
  } catch { /* Storage is forbidden here: then there is nothing to save. */ }
  const time = new Date().toISOString();
  const text = JSON.stringify({ format: 'boucle-rescue', version: 1, time, entries }, null, 1);
  const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  make('a', null, { href, download: `boucle-${time.slice(0, 10)}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 6e4);
};

const twice = () => {
  try {
    const before = +sessionStorage.getItem('boucle-crash');
    sessionStorage.setItem('boucle-crash', Date.now());
    return Date.now() - before < 6e4;
  } catch {
    return false;
  }
};

const safe = (reload) => {
  const url = new URL(location);
  url.searchParams.set('safe', 1);
  // A change of the hash alone would not load the page again.
  if (url.href === location.href) reload();
  else location.replace(url);
};

// The parts of the page below what is said of progress. `words` are the last ones of the program.
export const report = (error, words, { make, button, say, reload }) => {
  const version = document.querySelector('meta[name=version]');
  const here = location.href.split(/[?#]/)[0].replace(/[^/]*$/, '');
  const report = make('textarea', null, {
    readOnly: true,
    rows: 8,
    value: [
      `Boucle ${version ? version.content : ''}`,
      words || String(error),
      location.hash.split('?')[0].slice(0, 200),
      navigator.userAgent,
      new Date().toISOString(),
      String(error && error.stack).split(here).join('').slice(0, 1500),
    ].join('\n'),
  });
  const label = make('label', ['Report for the maintainers', 'Rapport pour l’équipe de Boucle']);
  label.append(report);
  const copied = make('span', null, { role: 'status' });
  const copy = button(['Copy the report', 'Copier le rapport'], async () => {
    report.select();
    try {
      // The clipboard exists in secure contexts only; the older way works on a class network too.
      await (navigator.clipboard ? navigator.clipboard.writeText(report.value) : document.execCommand('copy') || Promise.reject());
      copied.textContent = say(['Copied.', 'Copié.']);
    } catch {
      copied.textContent = say(['Selected: press Ctrl+C.', 'Sélectionné : appuyez sur Ctrl+C.']);
    }
  });
  const ways = [
    button(['Reload', 'Recharger'], reload),
    button(['Safe mode', 'Mode sans échec'], () => safe(reload)),
    button(['Save my progress as a file', 'Enregistrer ma progression dans un fichier'], () => rescue(make)),
  ];
  if (twice()) ways.unshift(...ways.splice(1, 1));
  ways[0].className = 'primary';
  const row = make('p', null, { className: 'ways' });
  row.append(...ways);
  return [row, label, copy, copied];
};
