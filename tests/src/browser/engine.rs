//! The two engines and their drivers: started fresh, listened to, and gone at the end.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use thirtyfour::{Capabilities, WebDriver, error::WebDriverResult};
use tokio::runtime::{self, Runtime};

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Blink and V8.
    Chromium,
    /// Gecko and SpiderMonkey.
    Firefox,
}

/// What sites may keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Everything.
    All,
    /// All but localStorage, which is not there. Firefox alone can be set up so.
    Deep,
    /// Nothing.
    Nothing,
}

/// How a browser is set up before the learner comes.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The language the browser asks for.
    pub lang: &'static str,
    /// What sites may keep.
    pub storage: Keeping,
    /// Whether pages may run programs.
    pub programs: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            lang: "en",
            storage: Keeping::All,
            programs: true,
        }
    }
}

/// How long anything may take before it counts as never.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// How often a driver that finds no port is asked again.
const ATTEMPTS: usize = 5;

/// The folder of downloads beside the profile.
const DOWNLOADS: &str = "downloads";

/// A browser with a fresh profile. Whatever happens, nothing of it is left when it is dropped.
#[derive(Debug)]
pub struct Browser {
    /// Which one.
    pub engine: Engine,
    runtime: Runtime,
    driver: WebDriver,
    process: Process,
    /// The browser's own process, where the driver tells it.
    own: Option<u64>,
    /// Whether it was killed: then there is nobody to ask to quit.
    killed: bool,
    /// Goes last: until then the browser writes in it.
    folder: Folder,
}

/// A folder that is gone when it is dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A new one, with `name` in its own.
    pub fn new(name: &str) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("boucle-{name}-{}-{number}", std::process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A driver: the head of a group of processes.
#[derive(Debug)]
struct Process {
    child: Child,
    /// Everything the driver and its browser said on their outputs.
    said: Arc<Mutex<Vec<String>>>,
}

static COUNT: AtomicUsize = AtomicUsize::new(0);

impl Browser {
    /// Starts `engine` with a fresh profile.
    pub fn start(engine: Engine, setup: &Setup) -> Self {
        Self::begin(engine, setup, None)
    }

    /// Starts `engine` with the profile in `folder`, which stays: made there, or as it was left.
    pub fn start_in(engine: Engine, setup: &Setup, folder: &Path) -> Self {
        Self::begin(engine, setup, Some(folder))
    }

    fn begin(engine: Engine, setup: &Setup, kept: Option<&Path>) -> Self {
        let folder = Folder::new("tests");
        let (process, port) = Process::start(engine, &folder.0);
        let profile = kept.unwrap_or(&folder.0).join("profile");
        let downloads = folder.0.join(DOWNLOADS);
        fs::create_dir_all(&downloads).expect("a folder for downloads");
        let capabilities = match engine {
            Engine::Chromium => chromium(setup, &profile, &downloads),
            // A profile that goes with the session is made by the driver.
            Engine::Firefox => firefox(setup, kept.map(|_| &*profile), &downloads),
        };
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let server = format!("http://127.0.0.1:{port}");
        let driver = runtime.block_on(WebDriver::new(server, capabilities));
        let driver = driver.unwrap_or_else(|error| panic!("{engine:?} does not start: {error}"));
        let told = driver.capabilities();
        let own = ["moz:processID", "goog:processID"]
            .iter()
            .find_map(|name| told.get(name)?.as_u64());
        let browser = Self {
            engine,
            runtime,
            driver,
            process,
            own,
            killed: false,
            folder,
        };
        browser.run(browser.driver.set_script_timeout(PATIENCE));
        browser
    }

    /// Kills the browser with all its processes, at once: it can write nothing more.
    pub fn kill(mut self) {
        self.killed = true;
        self.process.end();
    }

    /// The driver, for what has no door yet.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Waits for the browser to do something.
    pub fn run<T>(&self, doing: impl Future<Output = WebDriverResult<T>>) -> T {
        self.runtime
            .block_on(doing)
            .unwrap_or_else(|error| panic!("{:?}: {error}", self.engine))
    }

    /// Waits for the browser to do something that may not work.
    pub fn attempt<T>(
        &self,
        doing: impl Future<Output = WebDriverResult<T>>,
    ) -> WebDriverResult<T> {
        self.runtime.block_on(doing)
    }

    /// Asks again and again until `sought` gives something. Fails with `what` when it never does.
    pub fn until<T>(&self, what: &str, sought: impl FnMut() -> Option<T>) -> T {
        let found = self.within(PATIENCE, sought);
        found.unwrap_or_else(|| panic!("{:?} never saw: {what}", self.engine))
    }

    /// Asks again and again until `sought` gives something; none when it does not within `patience`.
    pub fn within<T>(
        &self,
        patience: Duration,
        mut sought: impl FnMut() -> Option<T>,
    ) -> Option<T> {
        let end = Instant::now() + patience;
        loop {
            if let Some(found) = sought() {
                return Some(found);
            }
            if Instant::now() >= end {
                return None;
            }
            self.runtime
                .block_on(async { tokio::time::sleep(Duration::from_millis(15)).await });
        }
    }

    /// Waits for a downloaded file whose name ends like this, and takes it out of the folder.
    pub fn downloaded(&self, end: &str) -> (String, String) {
        let folder = self.folder.0.join(DOWNLOADS);
        self.until(&format!("a downloaded file …{end}"), || {
            let files = fs::read_dir(&folder).ok()?;
            for file in files.flatten() {
                let name = file.file_name().to_string_lossy().into_owned();
                let text = fs::read_to_string(file.path()).unwrap_or_default();
                // While it is under way it is empty, or has another name beside it.
                if name.ends_with(end) && text.ends_with("}\n") {
                    drop(fs::remove_file(file.path()));
                    return Some((name, text));
                }
            }
            None
        })
    }

    /// Writes a file that a page can be given, and says where it is.
    pub fn file(&self, name: &str, text: &[u8]) -> PathBuf {
        let path = self.folder.0.join(name);
        fs::write(&path, text).expect("a file");
        path
    }

    /// Runs a script that reads the page, and gives what it returns.
    pub fn ask(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.run(self.driver.execute(script, arguments))
            .json()
            .clone()
    }

    /// What the page wrote to the console and what the browser complained of, since the last time.
    pub fn console(&self) -> Vec<String> {
        match self.engine {
            Engine::Chromium => {
                let entries = self.run(self.driver.get_log("browser"));
                entries
                    .into_iter()
                    .map(|entry| format!("{}: {}", entry.level, entry.message))
                    .collect()
            }
            Engine::Firefox => {
                let said = std::mem::take(&mut *lock(&self.process.said));
                let ours = |line: &String| {
                    line.contains("JavaScript error: http")
                        || line.contains("JavaScript warning: http")
                        || line.starts_with("console.error")
                        || line.starts_with("console.warn")
                        || line.contains("Content-Security-Policy")
                };
                // Firefox itself, about settings it could not fetch and sites it knows.
                let own = |line: &String| {
                    let said = line.split_once(": ").map_or("", |(_, said)| said);
                    ["RSLoader:", "services.settings:", "\"Skipping\""]
                        .iter()
                        .any(|begin| said.starts_with(begin))
                };
                said.into_iter()
                    .filter(|line| ours(line) && !own(line))
                    .collect()
            }
        }
    }

    /// Every address that the pages asked for. Firefox does not tell.
    pub fn requests(&self) -> Vec<String> {
        if self.engine == Engine::Firefox {
            return Vec::new();
        }
        let entries = self.run(self.driver.get_log("performance"));
        let address = |message: &str| {
            let event: Value = serde_json::from_str(message).ok()?;
            let message = event.get("message")?;
            let method = message.get("method")?.as_str()?;
            let params = message.get("params")?;
            match method {
                "Network.requestWillBeSent" => params
                    .get("request")?
                    .get("url")?
                    .as_str()
                    .map(str::to_owned),
                "Network.webSocketCreated" => params.get("url")?.as_str().map(str::to_owned),
                _ => None,
            }
        };
        entries
            .iter()
            .filter_map(|entry| address(&entry.message))
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.killed {
            // The polite way first: then the browser ends its own processes.
            let quit = self.driver.clone().quit();
            let quit = async { tokio::time::timeout(Duration::from_secs(5), quit).await };
            drop(self.runtime.block_on(quit));
        }
        if let Some(own) = self.own {
            kill(&own.to_string());
        }
        self.process.end();
    }
}

impl Process {
    /// Starts the driver of `engine` on a free port, and says which.
    ///
    /// Chromium's driver takes a free port of IPv6 and then asks for the same number of IPv4; where
    /// another process was quicker it gives up. It is then asked again.
    fn start(engine: Engine, folder: &Path) -> (Self, u16) {
        let mut refusals = Vec::new();
        for _ in 0..ATTEMPTS {
            match Self::attempt(engine, folder) {
                Ok(started) => return started,
                Err(said) => refusals.push(said),
            }
        }
        panic!("the driver of {engine:?} never said on which port: {refusals:#?}");
    }

    /// Starts the driver once. Gives what it said when it names no port.
    fn attempt(engine: Engine, folder: &Path) -> Result<(Self, u16), Vec<String>> {
        let (name, variable, arguments) = match engine {
            Engine::Chromium => ("chromedriver", "CHROMEDRIVER", vec!["--port=0".to_owned()]),
            Engine::Firefox => {
                let profiles = format!("--profile-root={}", folder.display());
                (
                    "geckodriver",
                    "GECKODRIVER",
                    vec!["--port=0".into(), "--websocket-port=0".into(), profiles],
                )
            }
        };
        let program = env::var(variable).unwrap_or_else(|_| name.to_owned());
        let mut child = Command::new(&program)
            .args(arguments)
            .env("TMPDIR", folder)
            .env("HOME", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        let said = Arc::new(Mutex::new(Vec::new()));
        let (out, errors) = (child.stdout.take(), child.stderr.take());
        let (sender, ports) = std::sync::mpsc::channel();
        listen(out, &said, Some(sender));
        listen(errors, &said, None);
        let process = Self { child, said };
        match ports.recv_timeout(PATIENCE) {
            Ok(port) => Ok((process, port)),
            Err(_) => Err(lock(&process.said).clone()),
        }
    }

    /// Ends the driver and whatever it started.
    fn end(&mut self) {
        kill(&format!("-{}", self.child.id()));
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends a process, or a group of them when the number has a minus before it.
fn kill(which: &str) {
    let quiet = Command::new("kill")
        .args(["-KILL", "--", which])
        .stderr(Stdio::null())
        .status();
    // It may have ended by itself.
    drop(quiet);
}

/// Keeps every line of `output`; the first that names a port is sent on.
fn listen(
    output: Option<impl Read + Send + 'static>,
    said: &Arc<Mutex<Vec<String>>>,
    ports: Option<std::sync::mpsc::Sender<u16>>,
) {
    let said = Arc::clone(said);
    let Some(output) = output else { return };
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let port = ["on port ", "Listening on 127.0.0.1:"]
                .iter()
                .find_map(|before| {
                    let after = line.split_once(before)?.1;
                    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
                    // Before it has one, chromedriver says "on port 0".
                    digits.parse().ok().filter(|port| *port != 0)
                });
            if let (Some(port), Some(ports)) = (port, &ports) {
                // Nobody waits for the second one.
                let _ = ports.send(port);
            }
            lock(&said).push(line);
        }
    });
}

fn capabilities(all: Value) -> Capabilities {
    let mut capabilities = Capabilities::default();
    for (name, value) in all.as_object().into_iter().flatten() {
        capabilities
            .set(name.clone(), value.clone())
            .expect("a capability");
    }
    capabilities
}

fn chromium(setup: &Setup, profile: &Path, downloads: &Path) -> Capabilities {
    let mut arguments = vec![
        "--headless".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--hide-scrollbars".to_owned(),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
        "--window-size=1280,900".to_owned(),
    ];
    arguments.push(format!("--lang={}", setup.lang));
    arguments.push(format!("--user-data-dir={}", profile.display()));
    let allowed = |yes: bool| if yes { 1 } else { 2 };
    let mut options = json!({
        "args": arguments,
        "prefs": {
            "intl.accept_languages": setup.lang,
            "profile.default_content_setting_values.cookies": allowed(setup.storage != Keeping::Nothing),
            "download.default_directory": downloads,
            "download.prompt_for_download": false,
            "profile.managed_default_content_settings.javascript": allowed(setup.programs),
        },
        "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
    });
    if let Ok(binary) = env::var("CHROMIUM") {
        options["binary"] = json!(binary);
    }
    capabilities(json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    }))
}

fn firefox(setup: &Setup, profile: Option<&Path>, downloads: &Path) -> Capabilities {
    let mut arguments = vec!["-headless".to_owned()];
    if let Some(profile) = profile {
        fs::create_dir_all(profile).expect("a folder for the profile");
        arguments.extend(["-profile".to_owned(), profile.display().to_string()]);
    }
    let mut options = json!({
        "args": arguments,
        "prefs": {
            "intl.accept_languages": setup.lang,
            "javascript.enabled": setup.programs,
            "dom.storage.enabled": setup.storage == Keeping::All,
            // The third one is to keep nothing.
            "network.cookie.cookieBehavior": if setup.storage == Keeping::Nothing { 2 } else { 5 },
            // What pages write to the console comes out of the driver.
            "devtools.console.stdout.content": true,
            "devtools.console.stdout.chrome": false,
            "browser.dom.window.dump.enabled": true,
            // Whoever leaves a page while its program runs stops it, and the console is told.
            "dom.ipc.cancel_content_js_when_navigating": false,
            "dom.abort_script_on_child_shutdown": false,
            // Tab goes to everything that can be operated, also where the system says otherwise.
            "accessibility.tabfocus": 7,
            "ui.prefersReducedMotion": 1,
            // Downloads go to a folder without a question.
            "browser.download.folderList": 2,
            "browser.download.dir": downloads,
            "browser.download.alwaysOpenPanel": false,
            "browser.helperApps.neverAsk.saveToDisk": "application/json",
        },
        "log": { "level": "info" },
    });
    if let Ok(binary) = env::var("FIREFOX") {
        options["binary"] = json!(binary);
    }
    capabilities(json!({ "browserName": "firefox", "moz:firefoxOptions": options }))
}
