//! A learner in front of a browser: sees by role and name, acts by keys and clicks.

use std::{cell::RefCell, env, fs, path::PathBuf, sync::Arc};

use serde_json::{Value, json};
use thirtyfour::{
    By, Key, WebElement,
    common::command::{Command, ExtensionCommand},
    error::WebDriverResult,
};

use super::{
    Browser, Engine, Setup, Site,
    published::{self, plain},
};
use crate::house;

/// A size of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// What it is called in the names of pictures.
    pub name: &'static str,
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
}

/// A phone held upright.
pub const PHONE: View = View {
    name: "phone",
    width: 390,
    height: 844,
};
/// A tablet held upright.
pub const TABLET: View = View {
    name: "tablet",
    width: 820,
    height: 1180,
};
/// A window on a campus PC.
pub const DESKTOP: View = View {
    name: "desktop",
    width: 1280,
    height: 900,
};
/// The same window zoomed to 400 %.
pub const ZOOMED: View = View {
    name: "zoomed",
    width: 320,
    height: 256,
};

/// What has the focus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// The id of the element.
    pub id: String,
    /// `a`, `button`, `input`…
    pub tag: String,
    /// `radio`, `checkbox`…
    pub kind: String,
    /// What can be read on it: its own text, or its label's.
    pub text: String,
    /// Its accessible name, as far as an attribute gives it.
    pub label: String,
    /// The activity it stands in.
    pub activity: String,
    /// The `nav` it stands in, by class.
    pub nav: String,
    /// Whether it is ticked or picked.
    pub checked: bool,
    /// Whether it says that it does nothing now.
    pub idle: bool,
}

const FOCUS: &str = "
    const e = document.activeElement || document.body;
    const label = e.closest('label');
    const words = label ? label.querySelector('.label') || label : e;
    const act = e.closest('section.act'), nav = e.closest('nav');
    return {
        id: e.id, tag: e.localName, kind: e.type || '', text: words === document.body ? '' : words.textContent,
        label: e.getAttribute('aria-label') || '', activity: act ? act.id : '', nav: nav ? nav.className : '',
        checked: !!e.checked, idle: e.getAttribute('aria-disabled') === 'true' || !!e.disabled,
    };";

/// A learner on a site.
#[derive(Debug)]
pub struct Learner {
    /// What the learner sits at.
    pub browser: Browser,
    /// What the learner visits.
    pub site: Site,
    /// What the console may say: parts of lines.
    excused: RefCell<Vec<String>>,
}

/// One of the commands that no crate has a call for.
#[derive(Debug)]
struct Extra {
    post: Option<Value>,
    path: String,
}

impl ExtensionCommand for Extra {
    fn parameters_json(&self) -> Option<Value> {
        self.post.clone()
    }
    fn method(&self) -> http::Method {
        if self.post.is_some() {
            http::Method::POST
        } else {
            http::Method::GET
        }
    }
    fn endpoint(&self) -> Arc<str> {
        self.path.as_str().into()
    }
}

impl Learner {
    /// A visit to the built player with a fresh browser. At the end the console must have been
    /// silent, and no request may have left the site.
    pub fn visit(engine: Engine, setup: &Setup, visit: impl FnOnce(&Self)) {
        Self::visit_at(engine, setup, "/", visit);
    }

    /// The same, with the player in a folder of the host.
    pub fn visit_at(engine: Engine, setup: &Setup, base: &str, visit: impl FnOnce(&Self)) {
        Self::visit_in(published::dist(), engine, setup, base, visit);
    }

    /// The same, with the player in `folder`.
    pub fn visit_in(
        folder: PathBuf,
        engine: Engine,
        setup: &Setup,
        base: &str,
        visit: impl FnOnce(&Self),
    ) {
        let site = Site::serve(folder, base);
        let browser = Browser::start(engine, setup);
        let learner = Self {
            browser,
            site,
            excused: RefCell::default(),
        };
        visit(&learner);
        learner.leave();
    }

    fn leave(&self) {
        let excused = self.excused.borrow();
        let mut said = self.browser.console();
        said.retain(|line| !excused.iter().any(|part| line.contains(part)));
        assert!(
            said.is_empty(),
            "{:?}: the console is not silent:\n{}",
            self.browser.engine,
            said.join("\n")
        );
        let origin = self.site.origin();
        let mut gone = self.browser.requests();
        let home = [
            "data:",
            "blob:",
            "about:",
            "chrome:",
            "chrome-extension:",
            "chrome-untrusted:",
            "devtools:",
        ];
        gone.retain(|address| {
            !address.starts_with(&origin) && !home.iter().any(|scheme| address.starts_with(scheme))
        });
        assert!(gone.is_empty(), "requests left the site: {gone:?}");
        assert_eq!(
            self.site.strays(),
            Vec::<String>::new(),
            "asked for outside the folder"
        );
    }

    /// The console may say something with `part` in it: the test brings it about.
    pub fn excuse(&self, part: &str) {
        self.excused.borrow_mut().push(part.to_owned());
    }

    // ---- Going somewhere ----------------------------------------------------------------

    /// Opens the page at `route` (`#/…`) as from a bookmark, and waits for its heading.
    pub fn open(&self, route: &str) {
        let address = self.site.page(route);
        let driver = self.browser.driver();
        // A change of what follows `#` alone would not load the page.
        self.browser.run(driver.goto("about:blank"));
        self.browser.run(driver.goto(address));
        self.started();
    }

    /// Goes to `route` inside the page, as a link does.
    pub fn follow(&self, route: &str) {
        self.browser
            .ask("location.hash = arguments[0];", vec![json!(route)]);
    }

    /// Waits until the program shows a screen.
    pub fn started(&self) {
        self.browser.until("a heading in the page", || {
            let shown = self
                .browser
                .ask("return !!document.querySelector('main h1');", vec![]);
            shown.as_bool().filter(|shown| *shown)
        });
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.browser.run(self.browser.driver().refresh());
        self.started();
    }

    /// What follows the `#`, that sign included.
    pub fn route(&self) -> String {
        self.text_of("return location.hash;")
    }

    /// Waits until the page is at `route`.
    pub fn arrives_at(&self, route: &str) {
        self.browser.until(
            &format!("the address {route} instead of {}", self.route()),
            || (self.route() == route).then_some(()),
        );
    }

    /// Waits until the heading of the page reads `heading`.
    pub fn reads(&self, heading: &str) {
        let wanted = plain(heading);
        self.browser.until(
            &format!("the heading {wanted:?} instead of {:?}", self.heading()),
            || (self.heading() == wanted).then_some(()),
        );
    }

    // ---- Seeing -------------------------------------------------------------------------

    /// What a script that reads the page gives, as text with single spaces.
    pub fn text_of(&self, script: &str) -> String {
        plain(
            self.browser
                .ask(script, vec![])
                .as_str()
                .unwrap_or_default(),
        )
    }

    /// The heading of the page.
    pub fn heading(&self) -> String {
        self.text_of("return document.querySelector('main h1')?.textContent;")
    }

    /// The text of the page.
    pub fn page(&self) -> String {
        self.text_of("return document.querySelector('main')?.innerText;")
    }

    /// What was announced last.
    pub fn live(&self) -> String {
        self.text_of("return document.getElementById('live')?.textContent;")
    }

    /// Waits until something with `part` in it is announced.
    pub fn hears(&self, part: &str) {
        self.browser
            .until(&format!("an announcement of {part:?}"), || {
                self.live()
                    .to_lowercase()
                    .contains(&part.to_lowercase())
                    .then_some(())
            });
    }

    /// Waits until the page says `part` somewhere.
    pub fn sees(&self, part: &str) {
        self.browser.until(&format!("{part:?} on the page"), || {
            self.page().contains(part).then_some(())
        });
    }

    /// What has the focus.
    pub fn focus(&self) -> Focus {
        let seen = self.browser.ask(FOCUS, vec![]);
        let text = |name: &str| plain(seen[name].as_str().unwrap_or_default());
        let is = |name: &str| seen[name].as_bool().unwrap_or(false);
        Focus {
            id: text("id"),
            tag: text("tag"),
            kind: text("kind"),
            text: text("text"),
            label: text("label"),
            activity: text("activity"),
            nav: text("nav"),
            checked: is("checked"),
            idle: is("idle"),
        }
    }

    /// The role and the name that assistive technology is told of what has the focus.
    pub fn focused(&self) -> (String, String) {
        let element = self.browser.run(self.browser.driver().active_element());
        self.role_and_name(&element)
    }

    fn role_and_name(&self, element: &WebElement) -> (String, String) {
        (
            self.computed(element, "computedrole"),
            self.computed(element, "computedlabel"),
        )
    }

    fn computed(&self, element: &WebElement, what: &str) -> String {
        let path = format!("/element/{}/{what}", element.element_id());
        let extra = Extra { post: None, path };
        let asked = async {
            let answer = self
                .browser
                .driver()
                .cmd(Command::ExtensionCommand(Box::new(extra)));
            answer.await?.value::<String>()
        };
        plain(&self.browser.run(asked))
    }

    /// Everything shown with the role `role` and the accessible name `name`.
    pub fn all_by_role(&self, role: &str, name: &str) -> Vec<WebElement> {
        let candidates = match role {
            "button" => "button, summary, [role=button]",
            "link" => "a[href]",
            "radio" => "input[type=radio]",
            "checkbox" => "input[type=checkbox]",
            "heading" => "h1, h2, h3, h4",
            "group" => "fieldset, details, [role=group]",
            other => panic!("no candidates for the role {other}"),
        };
        let found = self
            .browser
            .run(self.browser.driver().find_all(By::Css(candidates)));
        let shown = found.into_iter().filter(|element| {
            self.browser
                .attempt(element.is_displayed())
                .unwrap_or(false)
                && self.computed(element, "computedlabel") == name
        });
        shown.collect()
    }

    /// Waits for something with the role `role` and the accessible name `name`.
    pub fn by_role(&self, role: &str, name: &str) -> WebElement {
        self.browser.until(&format!("a {role} named {name:?}"), || {
            self.all_by_role(role, name).into_iter().next()
        })
    }

    /// Whether there is anything that `css` selects.
    pub fn has(&self, css: &str) -> bool {
        self.count(css) > 0
    }

    /// How many elements `css` selects.
    pub fn count(&self, css: &str) -> u64 {
        let count = self.browser.ask(
            "return document.querySelectorAll(arguments[0]).length;",
            vec![json!(css)],
        );
        count.as_u64().unwrap_or(0)
    }

    /// The texts of all elements that `css` selects.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent);";
        let texts = self.browser.ask(script, vec![json!(css)]);
        let texts = texts.as_array().cloned().unwrap_or_default();
        texts
            .iter()
            .map(|text| plain(text.as_str().unwrap_or_default()))
            .collect()
    }

    // ---- Acting -------------------------------------------------------------------------

    /// Presses one key.
    pub fn press(&self, key: Key) {
        let chain = self
            .browser
            .driver()
            .action_chain()
            .send_keys(char::from(key).to_string());
        self.browser.run(chain.perform());
    }

    /// Goes on by one with Tab.
    pub fn tab(&self) -> Focus {
        self.press(Key::Tab);
        self.focus()
    }

    /// Goes on with Tab until `sought` has the focus. Everything on the way has a visible focus.
    pub fn tab_to(&self, what: &str, sought: impl Fn(&Focus) -> bool) -> Focus {
        let mut way = Vec::new();
        let mut focus = self.focus();
        for _ in 0..250 {
            if sought(&focus) {
                return focus;
            }
            way.push(format!(
                "{} {} {}",
                focus.tag,
                focus.id,
                focus.text.chars().take(30).collect::<String>()
            ));
            focus = self.tab();
        }
        panic!(
            "{:?}: Tab never comes to {what}; it came to\n{}",
            self.browser.engine,
            way.join("\n")
        );
    }

    /// Clicks what has the role `role` and the accessible name `name`.
    pub fn click(&self, role: &str, name: &str) {
        let element = self.by_role(role, name);
        self.browser.run(element.click());
    }

    /// Clicks the first that `css` selects.
    pub fn click_on(&self, css: &str) {
        let element = self.browser.until(&format!("{css} on the page"), || {
            self.browser
                .attempt(self.browser.driver().find(By::Css(css)))
                .ok()
        });
        self.browser.run(element.click());
    }

    /// Asks again for what did not arrive, unless the player has by itself, and comes to the screen
    /// with `heading`. Another file that arrives makes it ask.
    pub fn asks_again(&self, heading: &str) {
        self.browser.until("a way to ask again", || {
            let there = self.heading() == plain(heading);
            let button = self.all_by_role("button", "Try again").into_iter().next();
            // It may go as it is found.
            let clicked = button.is_some_and(|it| self.browser.attempt(it.click()).is_ok());
            (there || clicked).then_some(())
        });
        self.reads(heading);
    }

    /// Goes one step back in the history.
    pub fn back(&self) {
        self.browser.run(self.browser.driver().back());
    }

    /// Goes one step forward again.
    pub fn forward(&self) {
        self.browser.run(self.browser.driver().forward());
    }

    // ---- The look -----------------------------------------------------------------------

    /// Chooses the language of the interface by its button: `English` or `Français`.
    pub fn speaks(&self, name: &str) {
        self.click("button", name);
        let lang = if name == "English" { "en" } else { "fr" };
        self.browser.until(&format!("the page in {name}"), || {
            (self.text_of("return document.documentElement.lang;") == lang).then_some(())
        });
        self.started();
    }

    /// Chooses one of the buttons of the menu by its text, by mouse.
    pub fn chooses(&self, word: &str) {
        self.click_on("summary.ham");
        self.click("button", word);
        self.press(Key::Escape);
    }

    /// Gives the window the size `view`.
    pub fn sits_at(&self, view: View) {
        match self.browser.engine {
            Engine::Chromium => {
                let metrics = json!({
                    "width": view.width, "height": view.height, "deviceScaleFactor": 1, "mobile": false,
                });
                self.devtools("Emulation.setDeviceMetricsOverride", metrics);
            }
            Engine::Firefox => {
                let inner = |what: &str| self.browser.ask(what, vec![]).as_i64().unwrap_or(0);
                let frame = inner("return window.outerHeight - window.innerHeight;");
                let height = view.height + u32::try_from(frame).unwrap_or(0);
                self.browser.run(
                    self.browser
                        .driver()
                        .set_window_rect(0, 0, view.width, height),
                );
            }
        }
    }

    /// A command of the developer tools of Chromium.
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        let extra = Extra {
            post: Some(body),
            path: "/goog/cdp/execute".to_owned(),
        };
        let command = Command::ExtensionCommand(Box::new(extra));
        let asked = async { self.browser.driver().cmd(command).await?.value::<Value>() };
        self.browser.run(asked)
    }

    /// Keeps a picture of the window in `target/screenshots`.
    pub fn screenshot(&self, name: &str) {
        let folder = house::root().join("target/screenshots");
        fs::create_dir_all(&folder).expect("a folder for the pictures");
        let path = folder.join(format!("{name}.png"));
        self.browser.run(self.browser.driver().screenshot(&path));
    }

    /// How far the page can be scrolled sideways, in pixels.
    pub fn sideways(&self) -> i64 {
        let script = "const e = document.scrollingElement; return e.scrollWidth - e.clientWidth;";
        self.browser
            .ask(script, vec![])
            .as_i64()
            .unwrap_or(i64::MAX)
    }

    /// What axe-core finds wrong with the screen as it is, a line for each.
    pub fn axe(&self) -> Vec<String> {
        // In the middle of a change of colours it would find a contrast that nobody sees.
        self.browser.until("that nothing moves", || {
            let moves = "return String(document.getAnimations().length);";
            (self.text_of(moves) == "0").then_some(())
        });
        if self.browser.ask("return typeof axe;", vec![]) != "object" {
            let path = env::var_os("BOUCLE_AXE").map_or_else(
                || house::root().join("target/tools/axe-core/axe.min.js"),
                PathBuf::from,
            );
            let axe = fs::read_to_string(&path).unwrap_or_else(|error| {
                panic!(
                    "{}: {error}; `npm pack axe-core@4.14.1` has it",
                    path.display()
                )
            });
            self.browser.ask(&axe, vec![]);
        }
        let script = "
            const done = arguments[arguments.length - 1];
            axe.run(document, { preload: false, resultTypes: ['violations'] }).then(
                ({ violations }) => done(violations.flatMap(({ id, impact, nodes }) => nodes.map(
                    ({ target, failureSummary }) => `${id} (${impact}): ${target} ${failureSummary}`))),
                (error) => done([`axe itself: ${error}`]));";
        let found = self
            .browser
            .run(self.browser.driver().execute_async(script, vec![]));
        let found = found.json().as_array().cloned().unwrap_or_default();
        found
            .iter()
            .map(|line| plain(line.as_str().unwrap_or_default()))
            .collect()
    }

    /// Runs `doing` on the driver and says what went wrong, if anything did.
    pub fn attempt<T>(&self, doing: impl Future<Output = WebDriverResult<T>>) -> Result<T, String> {
        self.browser
            .attempt(doing)
            .map_err(|error| error.to_string())
    }
}
