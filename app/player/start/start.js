// Starts the program and watches over it. This is the one part of the player outside the
// wasm, because it must still work when the wasm does not: before it is there, and after
// it has trapped. It has no build step; only its comments are dropped on the way out.

const page = document;
const root = page.documentElement;
const place = page.getElementById('app');
// What stands there until the program puts its own page beside it.
let waiting = place.firstElementChild;
const link = (which) => page.querySelector(`link[${which}]`);

let started = false;
let dead = null;
let depth = 0;
let panicked = '';
let blocked = false;

// Once the program runs it owns `lang`; before that the browser's wish is all there is.
const french = () => /^fr/i.test(started ? root.lang : navigator.language);
const say = ([english, words]) => (french() ? words : english);

const make = (name, words, properties) => {
  const made = Object.assign(page.createElement(name), properties);
  if (words) made.textContent = say(words);
  return made;
};

const button = (words, act) => {
  const made = make('button', words, { type: 'button' });
  made.addEventListener('click', act);
  return made;
};

const show = (name, title, parts) => {
  const main = make('main', null, { className: name, lang: french() ? 'fr' : 'en' });
  const heading = make('h1', title, { tabIndex: -1 });
  main.append(heading, ...parts);
  // Listeners of a program that is gone must not hear what is done on this page.
  for (const type of ['click', 'keydown', 'keyup', 'input', 'change', 'pointerdown', 'pointerup', 'focusin', 'focusout']) {
    main.addEventListener(type, (event) => event.stopPropagation());
  }
  place.replaceChildren(main);
  page.body.replaceChildren(place);
  heading.focus();
};

const reload = () => location.reload();
const RETRY = ['Try again', 'Réessayer'];

// What can go wrong before the program runs, and what the visitor can do about it.
const FAULTS = {
  old: [
    ['This browser is too old', 'Ce navigateur est trop ancien'],
    ['Update it, or open this page in another one.',
      'Mettez-le à jour, ou ouvrez cette page dans un autre.'],
  ],
  offline: [
    ['The program did not arrive', 'Le programme n’est pas arrivé'],
    ['The server does not answer. Check the network, then try again.',
      'Le serveur ne répond pas. Vérifiez le réseau, puis réessayez.'],
  ],
  missing: [
    ['A part of the program is missing', 'Il manque une partie du programme'],
    ['Perhaps a new version is being put in place: try again in a minute.',
      'Une nouvelle version est peut-être en cours d’installation : réessayez dans une minute.'],
  ],
  damaged: [
    ['The program arrived damaged', 'Le programme est arrivé abîmé'],
    ['A file is not the one that was published, so it was not run. Try again; if it happens again, tell whoever runs this site.',
      'Un fichier n’est pas celui qui a été publié : il n’a pas été exécuté. Réessayez ; si cela se répète, prévenez la personne qui gère ce site.'],
  ],
  mistyped: [
    ['The server is not set up for this program', 'Le serveur n’est pas configuré pour ce programme'],
    ['It must send .js files as text/javascript. Tell whoever runs this site.',
      'Il doit envoyer les fichiers .js comme text/javascript. Prévenez la personne qui gère ce site.'],
  ],
  blocked: [
    ['The program is not allowed to run', 'Le programme n’a pas le droit de s’exécuter'],
    ['A policy of the server or an extension of the browser forbids it. Tell whoever runs this site.',
      'Une règle du serveur ou une extension du navigateur l’interdit. Prévenez la personne qui gère ce site.'],
  ],
  broken: [
    ['The program could not start', 'Le programme n’a pas pu démarrer'],
    ['What was marked as saved is kept.',
      'Ce qui était marqué comme enregistré est conservé.'],
  ],
};

const fault = (cause, error) => {
  if (started || dead) return;
  dead = error || cause;
  clearTimeout(watchdog);
  if (error) console.error(error);
  const [title, words] = FAULTS[cause];
  const detail = make('p', null, { className: 'detail', textContent: error ? String(error) : '' });
  const retry = button(RETRY, reload);
  retry.className = 'primary';
  show('fault', title, [make('p', words), detail, retry]);
};

const watchdog = setTimeout(() => {
  if (started || dead) return;
  waiting = make('main', null, { className: 'starting', lang: french() ? 'fr' : 'en' });
  waiting.append(
    make('p', ['Still loading: the network is slow.', 'Le chargement continue : le réseau est lent.'], { role: 'status' }),
    button(RETRY, reload),
  );
  place.replaceChildren(waiting);
}, 1e4);

// ---- The program stopped ----------------------------------------------------------------

// The page for it comes with the second half (crash.js). Where it can't be had, a plainer one does.
const crash = async (error) => {
  dead = error;
  clearTimeout(watchdog);
  console.error(error);
  const title = ['The program stopped', 'Le programme s’est arrêté'];
  const kept = make('p', ['What was marked as saved is kept.',
    'Ce qui était marqué comme enregistré est conservé.']);
  show('fault', title, [kept, button(RETRY, reload)]);
  const { report } = await crashPage();
  show('fault crash', title, [kept, ...report(error, panicked, { make, button, say, reload })]);
};

// ---- The supervisor ----------------------------------------------------------------------

// An exception that leaves the wasm has cut its frames short: the stack pointer and every
// borrow stay as they were, so nothing the instance says can be trusted from then on.
const guardExport = (call) => (...given) => {
  if (dead) return;
  depth++;
  try {
    return call(...given);
  } catch (error) {
    if (!dead) crash(error).catch(() => {});
    // Frames of the same instance further down must be unwound too.
    if (depth > 1) throw error;
  } finally {
    depth--;
  }
};

// A call out of the wasm can lead back into it and trap there, behind the back of the outer
// frames, when a listener runs in between. They are not returned to.
const guardImport = (call) => (...given) => {
  const result = call(...given);
  if (dead) throw dead;
  return result;
};

const each = (from, guard) => {
  const to = {};
  for (const name of Object.keys(from)) {
    to[name] = typeof from[name] === 'function' ? guard(from[name]) : from[name];
  }
  return to;
};

globalThis.boucle = {
  wasm: null,
  panic: (message) => { panicked = message; },
};

const dress = ({ href, dataset: { integrity } }) => new Promise((resolve, reject) => {
  const sheet = make('link', null, { rel: 'stylesheet', href, integrity, crossOrigin: 'anonymous' });
  sheet.onload = resolve;
  sheet.onerror = () => failed(href, Error(href)).then(reject);
  page.head.append(sheet);
});

// What is done once, unless it fails. It fails with the word for why.
const once = (act) => {
  let done;
  return () => (done ||= act().catch((error) => {
    done = 0;
    console.warn(error);
    throw error.cause || 'broken';
  }));
};

// Makes an instance whose doors are guarded, and hands it to its glue.
const bring = async (module, glue) => {
  const imports = {};
  for (const [name, from] of Object.entries(glue.imports())) imports[name] = each(from, guardImport);
  const { exports } = await WebAssembly.instantiate(module, imports);
  // The second half shares memory, table and stack with the first: it is put in, not called.
  boucle.late = once(async () => {
    const late = fetchWasm(link("rel=late][href$='.wasm'")).then(compile);
    await dress(link("rel=late][href$='.css'"));
    crashPage().catch(() => {});
    await WebAssembly.instantiate(await late, { ...imports, first: exports });
  });
  boucle.wasm = Object.freeze(each(exports, guardExport));
  glue.begin({ exports: boucle.wasm });
};

// ---- Loading ------------------------------------------------------------------------------

// A wrong digest and a dead network look the same from here; a second look tells them apart.
const cause = async (url) => {
  try {
    const answer = await fetch(url, { cache: 'no-store' });
    if (!answer.ok) return 'missing';
    return /\.js$/.test(url) && !/javascript/.test(answer.headers.get('content-type')) ? 'mistyped' : 'damaged';
  } catch {
    return blocked ? 'blocked' : 'offline';
  }
};

const failed = async (url, error) => Object.assign(error, { cause: await cause(url) });

const fetchWasm = async ({ href, dataset: { integrity } }) => {
  let problem;
  // The second time past the browser's cache, which may hold a damaged copy.
  for (const cache of ['default', 'reload']) {
    try {
      const answer = await fetch(href, { integrity, cache });
      if (answer.ok) return answer;
      problem = Error(`${answer.status} ${href}`);
    } catch (error) {
      problem = error;
    }
  }
  throw await failed(href, problem);
};

const compile = async (answer) => {
  const type = answer.headers.get('content-type') || '';
  // A server that doesn't know wasm calls it something else, which streaming refuses.
  return /^application\/wasm\b/i.test(type) && WebAssembly.compileStreaming
    ? WebAssembly.compileStreaming(answer)
    : WebAssembly.compile(await answer.arrayBuffer());
};

// A module script enforces its digest, an import() does not; both share one fetch.
const importGlue = ({ href, integrity, dataset }) => new Promise((resolve, reject) => {
  const script = make('script', null, { type: 'module', src: href, integrity: integrity || dataset.integrity, crossOrigin: 'anonymous' });
  script.onload = () => resolve(import(href));
  script.onerror = () => failed(href, Error(href)).then(reject);
  page.head.append(script);
});

const crashPage = once(() => importGlue(link("rel=late][href$='.js'")));

const start = async () => {
  if (typeof WebAssembly !== 'object') return fault('old');
  try {
    const [module, glue] = await Promise.all([
      fetchWasm(link('as=fetch')).then(compile),
      importGlue(link('rel=modulepreload')),
    ]);
    await bring(module, glue);
  } catch (error) {
    const policy = blocked || /content security policy|unsafe-eval|disallowed by embedder|blocked by CSP/i.test(error.message);
    fault(FAULTS[error.cause] ? error.cause
      : policy ? 'blocked'
      : error instanceof WebAssembly.CompileError ? 'old'
      : 'broken', error);
    return;
  }
  if (dead) return;
  clearTimeout(watchdog);
  started = true;
  waiting.remove();
};

addEventListener('error', ({ error }) => { if (error) fault('broken', error); });
addEventListener('unhandledrejection', ({ reason }) => fault('broken', Error(reason)));
page.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
  blocked = blocked || /^(script|connect)-src/.test(effectiveDirective);
});

start();
