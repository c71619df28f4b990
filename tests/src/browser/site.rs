//! A static host on the loopback, which can be told to fail as hosts and networks do.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// How a file goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not there: 404.
    Missing,
    /// The server fails: 500.
    Broken,
    /// Half of it, in an answer that is sound as far as HTTP goes.
    Truncated,
    /// All of it, with one bit turned over in the middle.
    Flipped,
    /// A page that asks to sign in stands in its place.
    Portal,
    /// All of it, under another type.
    Typed(&'static str),
    /// Something else stands in its place.
    Instead(Vec<u8>),
    /// It does not arrive until the fault is gone.
    Held,
}

/// A folder of files, served under some path of a port of this machine.
#[derive(Debug)]
pub struct Site {
    inner: Arc<Inner>,
    address: SocketAddr,
}

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    /// With a slash at both ends.
    base: String,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    faults: BTreeMap<String, Fault>,
    asked: BTreeMap<String, usize>,
    /// What stood after the `?` of what was asked for, in the order in which it came.
    told: Vec<String>,
    closed: bool,
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Site {
    /// Serves `folder` under `base`, which has a slash at both ends.
    pub fn serve(folder: PathBuf, base: &str) -> Self {
        assert!(
            folder.join("index.html").is_file(),
            "{} holds no built player: `cargo xtask build` makes one",
            folder.display()
        );
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
        let address = listener.local_addr().expect("an address");
        let inner = Arc::new(Inner {
            folder,
            base: base.to_owned(),
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let shared = Arc::clone(&inner);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.state().closed {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&shared)) else {
                    continue;
                };
                // A visitor that goes away in the middle is no fault of the site.
                thread::spawn(move || drop(answer(&shared, stream)));
            }
        });
        Self { inner, address }
    }

    /// `http://127.0.0.1:port`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of the page, with `route` after it (`#/…`, or empty).
    pub fn page(&self, route: &str) -> String {
        format!("{}{}{route}", self.origin(), self.inner.base)
    }

    /// From now on the file `path` (from the folder) goes wrong.
    pub fn fault(&self, path: &str, fault: Fault) {
        self.inner.state().faults.insert(path.to_owned(), fault);
        self.inner.changed.notify_all();
    }

    /// From now on every file is as it should be.
    pub fn mend(&self) {
        self.inner.state().faults.clear();
        self.inner.changed.notify_all();
    }

    /// How often `path` was asked for.
    pub fn asked(&self, path: &str) -> usize {
        self.inner.state().asked.get(path).copied().unwrap_or(0)
    }

    /// What pages told since this was last asked: all that stood after a `?`.
    pub fn told(&self) -> Vec<String> {
        std::mem::take(&mut self.inner.state().told)
    }

    /// Everything that was asked for outside the folder.
    pub fn strays(&self) -> Vec<String> {
        let state = self.inner.state();
        state
            .asked
            .keys()
            .filter(|path| path.starts_with('/'))
            .cloned()
            .collect()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let mut state = self.inner.state();
        state.closed = true;
        state.faults.clear();
        drop(state);
        self.inner.changed.notify_all();
        // The listener sits in `accept`: one more visitor lets it see that it is closed.
        drop(TcpStream::connect(self.address));
    }
}

/// Reads one request and answers it.
fn answer(site: &Inner, stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let Some(first) = lines.next().transpose()? else {
        return Ok(());
    };
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or("/");
    let (path, told) = path.split_once('?').unwrap_or((path, ""));
    let inside = path
        .strip_prefix(&site.base)
        .map(|path| if path.is_empty() { "index.html" } else { path });
    let name = inside.unwrap_or(path).to_owned();
    let mut state = site.state();
    *state.asked.entry(name.clone()).or_default() += 1;
    if !told.is_empty() {
        state.told.push(told.to_owned());
    }
    while state.faults.get(&name) == Some(&Fault::Held) {
        state = site
            .changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner);
    }
    let fault = state.faults.get(&name).cloned();
    drop(state);

    let plain = !name.split('/').any(|part| part.starts_with('.'));
    let file = inside
        .filter(|_| plain)
        .and_then(|path| fs::read(site.folder.join(path)).ok());
    let (status, kind, body) = match (fault, file) {
        (Some(Fault::Broken), _) => (
            "500 Internal Server Error",
            "text/plain",
            b"broken".to_vec(),
        ),
        (Some(Fault::Portal), _) => (
            "200 OK",
            "text/html",
            b"<!doctype html><title>Sign in</title><h1>Sign in</h1>".to_vec(),
        ),
        (Some(Fault::Instead(bytes)), _) => ("200 OK", kind(&name), bytes),
        (Some(Fault::Missing), _) | (_, None) => {
            ("404 Not Found", "text/html", b"<h1>Not found</h1>".to_vec())
        }
        (Some(Fault::Truncated), Some(mut body)) => {
            body.truncate(body.len() / 2);
            ("200 OK", kind(&name), body)
        }
        (Some(Fault::Flipped), Some(mut body)) => {
            let middle = body.len() / 2;
            if let Some(byte) = body.get_mut(middle) {
                *byte ^= 1;
            }
            ("200 OK", kind(&name), body)
        }
        (Some(Fault::Typed(kind)), Some(body)) => ("200 OK", kind, body),
        (Some(Fault::Held) | None, Some(body)) => ("200 OK", kind(&name), body),
    };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Connection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)?;
    stream.flush()
}

/// The type a sound host gives a file.
fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
