//! The document around the program: its address, title, language, look, focus, and voice.

use super::script;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, HtmlElement, Node, Window};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}

/// The element the program is shown in, empty.
pub(crate) fn place() -> Option<HtmlElement> {
    let place = document()?.get_element_by_id("app")?;
    place.set_text_content(None);
    place.dyn_into().ok()
}

/// The part of the address after `#`, that sign included.
pub(crate) fn hash() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// Whether the address asks for a start without anything remembered (`?safe=1`).
pub(crate) fn is_safe_mode() -> bool {
    let search = window()
        .and_then(|window| window.location().search().ok())
        .unwrap_or_default();
    // By bytes: the search for a text in a text is a large thing.
    search.as_bytes().windows(6).any(|part| part == b"safe=1")
}

/// The folder the program is served from, with a slash at both ends.
pub(crate) fn folder() -> String {
    let path = window()
        .and_then(|window| window.location().pathname().ok())
        .unwrap_or_default();
    match path.bytes().rposition(|byte| byte == b'/') {
        Some(slash) => path.get(..=slash).unwrap_or("/").to_owned(),
        None => "/".to_owned(),
    }
}

/// Puts `hash` in place of the one shown, without a step in the history.
pub(crate) fn replace(hash: &str) {
    let history = window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // A sandboxed frame may forbid it: then the address shows less than it could.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(hash));
    }
}

/// Loads the page again.
pub(crate) fn reload() {
    let location = script::global("location");
    drop(script::call(&location, "reload", &[]));
}

/// The languages the browser says its reader prefers, best first.
pub(crate) fn languages() -> Vec<String> {
    let languages = window().map(|window| window.navigator().languages());
    languages
        .map(|list| list.iter().filter_map(|code| code.as_string()).collect())
        .unwrap_or_default()
}

/// Sets the document's title and language.
pub(crate) fn name(title: &str, lang: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", lang);
    }
}

/// Sets or takes away an attribute of the document by which the style sheets change.
pub(crate) fn dress(attribute: &str, value: Option<&str>) {
    let Some(root) = root() else { return };
    let _ = match value {
        Some(value) => root.set_attribute(attribute, value),
        None => root.remove_attribute(attribute),
    };
}

/// The part of the page that is printed alone.
const PRINTED: &str = "data-only";

/// Prints one `part` of the page: the style sheets know which. Some browsers print only later; see
/// [`printed`].
pub(crate) fn print(part: &str) {
    dress(PRINTED, Some(part));
    // A frame that may not print shows the page as it was.
    drop(script::call_global("print"));
}

/// After something was printed the whole page is printed again.
pub(crate) fn printed() {
    dress(PRINTED, None);
}

/// Says `sentence` to those who listen rather than look. Saying the same again is heard again.
pub(crate) fn announce(sentence: &str) {
    let Some(live) = document().and_then(|document| document.get_element_by_id("live")) else {
        return;
    };
    let same = live.text_content().is_some_and(|said| said == sentence);
    // A region that does not change is not read out.
    let sentence = if same {
        [sentence, "\u{a0}"].concat()
    } else {
        sentence.to_owned()
    };
    live.set_text_content(Some(&sentence));
}

/// Waits until the browser has told all that it has to tell now.
pub(crate) async fn soon() {
    let told = js_sys::Promise::new(&mut |resolve, _| {
        let set = window().map(|window| window.set_timeout_with_callback(&resolve));
        // Without a timer it is told at once.
        if !matches!(set, Some(Ok(_))) {
            drop(resolve.call0(&JsValue::UNDEFINED));
        }
    });
    drop(wasm_bindgen_futures::JsFuture::from(told).await);
}

/// Moves the focus to the element `id` once the views have caught up, if it is there then.
pub(crate) fn focus(id: &str) {
    let id = id.to_owned();
    after_views(move || {
        let element = document().and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

/// Moves the focus to the first control in the element `id` once the views have caught up.
pub(crate) fn focus_in(id: &str) {
    let id = id.to_owned();
    after_views(move || {
        let element = document().and_then(|document| document.get_element_by_id(&id));
        let control = element.and_then(|element| {
            element
                .query_selector("input, select, textarea, button")
                .ok()
                .flatten()
        });
        if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
            let _ = control.focus();
        }
    });
}

/// Shows the page from its top, its heading in focus, once the views have caught up.
pub(crate) fn begin() {
    after_views(|| {
        if let Some(window) = window() {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
        let heading =
            document().and_then(|document| document.query_selector("main h1").ok().flatten());
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
            let _ = heading.focus();
        }
    });
}

/// Puts `node` at the end of the page, outside the program's own element.
pub(crate) fn append(node: &Node) {
    let body = script::of(&script::global("document"), "body");
    // A page has a body.
    drop(script::call(
        &body,
        "appendChild",
        std::slice::from_ref(node),
    ));
}

/// Closes the pop-down menu in which `event` happened.
pub(crate) fn close_around(event: &web_sys::Event) {
    let target = script::of(event, "currentTarget");
    if let Ok(menu) = script::call(&target, "closest", &["details".into()]) {
        script::set(&menu, "open", &false.into());
    }
}

/// Closes every pop-down menu but the one that holds `but`.
pub(crate) fn close_menus(but: Option<&Element>) {
    let Some(document) = document() else { return };
    let Ok(open) = document.query_selector_all("details.menu[open]") else {
        return;
    };
    for n in 0..open.length() {
        let Some(menu) = open
            .item(n)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        if but.is_none_or(|but| !menu.contains(Some(but))) {
            let _ = menu.remove_attribute("open");
        }
    }
}

/// Runs `act` in the next frame: effects have run by then, and the views stand.
fn after_views(act: impl FnOnce() + 'static) {
    let Some(window) = window() else { return };
    let act = Closure::once_into_js(act);
    let _ = window.request_animation_frame(act.unchecked_ref());
}

/// The pop-down that an event came from.
pub(crate) fn menu_of(event: &web_sys::Event) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

/// Closes the pop-down `menu` when the key of `event` is Escape; the focus goes back to what opened
/// it.
pub(crate) fn escape(event: &web_sys::Event) {
    let Some(menu) = menu_of(event).filter(|_| is_escape(event)) else {
        return;
    };
    let _ = menu.remove_attribute("open");
    let opener = menu
        .query_selector("summary, [aria-expanded]")
        .ok()
        .flatten();
    if let Some(opener) = opener.and_then(|opener| opener.dyn_into::<HtmlElement>().ok()) {
        let _ = opener.focus();
    }
}

/// The key of `event` if it was pressed alone, and not to type something.
pub(crate) fn plain_key(event: &web_sys::Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let types = match target.get_attribute("type") {
        Some(sort) => sort != "radio" && sort != "checkbox",
        None => true,
    };
    let typing = match &*target.tag_name() {
        "INPUT" => types,
        "TEXTAREA" | "SELECT" => true,
        _ => false,
    };
    // Held down, it would go on with what was not read yet.
    let held = ["ctrlKey", "altKey", "metaKey", "repeat"];
    let held = held.iter().any(|name| script::of(event, name).is_truthy());
    if held || typing {
        return None;
    }
    script::of(event, "key").as_string()
}

/// Clicks the control at `place` of those that `among` selects in the element that listens to `event`,
/// and moves the focus there.
pub(crate) fn pick(event: &web_sys::Event, among: &str, place: u32) {
    let listening = event
        .current_target()
        .map(JsCast::unchecked_into::<Element>);
    let options = listening.and_then(|it| it.query_selector_all(among).ok());
    let option = options.and_then(|options| options.get(place));
    if let Some(option) = option.and_then(|option| option.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = option.focus();
        drop(script::call(&option, "click", &[]));
    }
}

/// Lets the elements that a pointer comes to hear of it: a finger stays with the one it touched first.
pub(crate) fn let_go(event: &web_sys::Event) {
    let (pointer, touched) = (script::of(event, "pointerId"), script::of(event, "target"));
    // A mouse stays with nothing.
    drop(script::call(&touched, "releasePointerCapture", &[pointer]));
}

/// Whether the key of `event` is Enter, and not the one that ends a composed character.
pub(crate) fn is_enter(event: &web_sys::Event) -> bool {
    let is_enter = script::of(event, "key").as_string().as_deref() == Some("Enter");
    is_enter && script::of(event, "isComposing").is_falsy()
}

/// Whether the key of `event` is Escape.
pub(crate) fn is_escape(event: &web_sys::Event) -> bool {
    event
        .dyn_ref::<web_sys::KeyboardEvent>()
        .is_some_and(|event| event.key() == "Escape")
}
