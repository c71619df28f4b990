// The third place where statements are kept: a file of the browser's private file system. Only a worker
// can write to one and flush it at once, so this runs as one: `cargo xtask finish` puts it at the end of
// crash.js, which does nothing where there is no document.

if (!self.document) {
  // One page at a time: the file is locked while it is open. Where there are no locks the browser refuses
  // the second one, and that page goes without.
  const inTurn = (job) => (navigator.locks ? navigator.locks.request('boucle-tail', job) : job());

  const done = async ({ file, does, text }) => {
    const folder = await navigator.storage.getDirectory();
    const entry = await folder.getFileHandle(file, { create: does !== 'read' });
    const open = await entry.createSyncAccessHandle();
    try {
      if (does === 'read') {
        const bytes = new Uint8Array(open.getSize());
        open.read(bytes, { at: 0 });
        return new TextDecoder().decode(bytes);
      }
      if (does === 'replace') open.truncate(0);
      open.write(new TextEncoder().encode(text), { at: open.getSize() });
      open.flush();
      return '';
    } finally {
      open.close();
    }
  };

  self.onmessage = async ({ data, ports: [answer] }) => {
    try {
      answer.postMessage(await inTurn(() => done(data)));
    } catch (error) {
      // No file yet is nothing in it; all else is no place to keep anything.
      answer.postMessage(error.name === 'NotFoundError' && data.does === 'read' ? '' : null);
    }
  };
}
