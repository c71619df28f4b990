//! `boucle new`: a start that can be checked and published as it is.
//!
//! Nothing that is there is overwritten. What the author did not say is asked for where somebody can be
//! asked, and is missing else.

use std::{
    collections::BTreeSet,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::Args;
use domain::id::{Id, Lang};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

use crate::folder;

/// What an author says of a new course.
#[derive(Args, Clone, Debug, Default)]
pub struct Course {
    /// The id of the course, which is the name of its folder
    pub id: String,
    /// The folder of courses it is put into
    #[arg(long = "in", value_name = "DIR", default_value = "courses")]
    pub folder: PathBuf,
    /// The languages it is written in, the reference first: `en,fr`
    #[arg(long, value_delimiter = ',', value_name = "LANG")]
    pub languages: Vec<String>,
    /// Its title in a language, `en=Reuse`; once for each
    #[arg(long = "title", value_name = "LANG=TEXT")]
    pub titles: Vec<String>,
    /// What it is about, in a language; its title when left out
    #[arg(long = "summary", value_name = "LANG=TEXT")]
    pub summaries: Vec<String>,
    /// Who writes it
    #[arg(long)]
    pub author: Option<String>,
    /// The licence it may be used under, as SPDX names it
    #[arg(long, default_value = "CC-BY-4.0")]
    pub licence: String,
}

/// What an author says of a new lesson.
#[derive(Args, Clone, Debug, Default)]
pub struct Lesson {
    /// The course, the module and the id of the lesson: `courses/reuse/first/next`
    #[arg(value_name = "COURSE/MODULE/ID")]
    pub place: String,
    /// Its title in a language of the course, `en=Reuse`; once for each
    #[arg(long = "title", value_name = "LANG=TEXT")]
    pub titles: Vec<String>,
    /// The title of its module in a language, where the course has no such module yet
    #[arg(long = "module-title", value_name = "LANG=TEXT")]
    pub module_titles: Vec<String>,
}

/// Why nothing was written. Each is a wrong use of the command.
#[derive(Debug)]
pub enum Refused {
    /// A word of the command does not have the form of an id.
    NotAnId(String),
    /// A word of the command is no language.
    NotALanguage(String),
    /// A text is given in a language that the course does not have.
    OtherLanguage(String),
    /// The place of a lesson does not name a course, a module and a lesson.
    NotAPlace(String),
    /// Nobody can be asked for what these options say.
    Lacking(Vec<String>),
    /// Something is there already.
    Exists(PathBuf),
    /// There is no course.
    NoCourse(PathBuf),
    /// The course has a lesson of this name.
    Taken(Id),
    /// The head of the course can't be read or added to, and why.
    Unreadable(PathBuf, String),
    /// A file can't be written.
    Unwritable(PathBuf, io::Error),
}

impl Refused {
    /// The sentence for the author.
    pub fn sentence(&self) -> String {
        match self {
            Self::NotAnId(text) => format!(
                "`{text}` does not have the form of an id: lower-case letters (a to z), digits and hyphens."
            ),
            Self::NotALanguage(text) => {
                format!("`{text}` is no language: write its two or three letters, such as `fr`.")
            }
            Self::OtherLanguage(text) => {
                format!("the course is not written in `{text}`: its `languages` say in which.")
            }
            Self::NotAPlace(text) => {
                format!(
                    "`{text}` does not name a course, a module and a lesson: `COURSE/MODULE/ID`."
                )
            }
            Self::Lacking(options) => format!(
                "{} missing; or call it in a terminal, and be asked.",
                match &options[..] {
                    [only] => format!("`{only}` is"),
                    several => format!("`{}` are", several.join("`, `")),
                }
            ),
            Self::Exists(path) => format!(
                "`{}` is there already, and nothing is overwritten.",
                path.display()
            ),
            Self::NoCourse(path) => format!(
                "there is no course in `{}`: `boucle new course ID` begins one.",
                path.display()
            ),
            Self::Taken(id) => format!("the course has a lesson `{id}` already."),
            Self::Unreadable(path, why) => {
                format!("`{}` can't be added to: {why}.", path.display())
            }
            Self::Unwritable(path, error) => {
                format!("`{}` can't be written: {error}.", path.display())
            }
        }
    }
}

/// Asks the author; nothing where nobody can be asked.
pub type Ask<'a> = &'a mut dyn FnMut(&str) -> Option<String>;

/// The module and the lesson that a new course begins with.
const FIRST: (&str, &str) = ("start", "welcome");

/// What a course begins with in a language: the titles of module and lesson, and the lesson itself, in
/// which `ACTIVITY` stands for an id. In a language that is not here it begins in English.
const STARTS: [(&str, &str, &str, &str); 2] = [
    (
        "en",
        "To begin with",
        "A first lesson",
        include_str!("start.en.md"),
    ),
    (
        "fr",
        "Pour commencer",
        "Une première leçon",
        include_str!("start.fr.md"),
    ),
];

fn start(lang: &Lang) -> (&'static str, &'static str, &'static str) {
    let own = STARTS.iter().find(|(code, ..)| *code == lang.as_str());
    let (_, module, lesson, text) = own.unwrap_or(&STARTS[0]);
    (module, lesson, text)
}

/// What stands in `course.toml` for later, below what is needed at once.
const LATER: &str = "
# What someone who took the course can do: named in `competencies` by lessons and activities.
#
# [[competency]]
# id = \"tell-apart\"
# en = \"I can tell reuse from recycling.\"

# What people often get wrong: named in `misconceptions` by activities, treated on a page.
#
# [[misconception]]
# id = \"recycling-first\"
# en = \"Recycling is always the best choice.\"
# treated = \"welcome#start\"
";

fn as_id(text: &str) -> Result<Id, Refused> {
    Id::new(text).map_err(|_| Refused::NotAnId(text.to_owned()))
}

/// A text for each language of a course, in the order of its languages.
type Texts = Vec<(Lang, String)>;

/// Collects one text for each of `languages` from `given`, and asks for those that lack.
fn texts(
    option: &str,
    asked: &str,
    languages: &[Lang],
    given: &[String],
    ask: Ask<'_>,
) -> Result<Texts, Refused> {
    let mut said: Vec<(String, String)> = Vec::new();
    for text in given {
        match text.split_once('=') {
            Some((code, text)) if Lang::new(code).is_ok() => {
                if !languages.iter().any(|lang| lang.as_str() == code) {
                    return Err(Refused::OtherLanguage(code.to_owned()));
                }
                said.push((code.to_owned(), text.trim().to_owned()));
            }
            // A text alone is the one in the reference.
            Some(_) | None => said.extend(
                languages
                    .first()
                    .map(|lang| (lang.as_str().to_owned(), text.trim().to_owned())),
            ),
        }
    }
    let (mut texts, mut lacking) = (Texts::new(), Vec::new());
    for lang in languages {
        let code = lang.as_str();
        let known = said
            .iter()
            .find(|(said, text)| said == code && !text.is_empty());
        let text = match known {
            Some((_, text)) => Some(text.clone()),
            None => ask(&format!("{asked} ({code}): ")).filter(|text| !text.trim().is_empty()),
        };
        match text {
            Some(text) => texts.push((lang.clone(), text.trim().to_owned())),
            None => lacking.push(format!("--{option} {code}=…")),
        }
    }
    if lacking.is_empty() {
        Ok(texts)
    } else {
        Err(Refused::Lacking(lacking))
    }
}

fn languages(given: &[String], ask: Ask<'_>) -> Result<Vec<Lang>, Refused> {
    let mut codes = given.to_vec();
    if codes.is_empty() {
        let said = ask("Languages, the reference first (en, fr): ").unwrap_or_default();
        codes = said
            .split([',', ' '])
            .filter(|code| !code.is_empty())
            .map(str::to_owned)
            .collect();
    }
    let mut languages = Vec::new();
    for code in codes {
        let lang = Lang::new(code.trim()).map_err(|_| Refused::NotALanguage(code.clone()))?;
        if !languages.contains(&lang) {
            languages.push(lang);
        }
    }
    if languages.is_empty() {
        return Err(Refused::Lacking(vec!["--languages en".to_owned()]));
    }
    Ok(languages)
}

/// Writes a new course; returns the files that were written.
pub fn course(wish: &Course, ask: Ask<'_>) -> Result<Vec<PathBuf>, Refused> {
    let id = as_id(&wish.id)?;
    let root = wish.folder.join(id.as_str());
    if fs::symlink_metadata(&root).is_ok() {
        return Err(Refused::Exists(root));
    }
    let languages = languages(&wish.languages, ask)?;
    let titles = texts("title", "Title", &languages, &wish.titles, ask)?;
    // A summary can do without: the title stands for it.
    let mut or_title = |question: &str| {
        let code = question
            .rsplit('(')
            .next()
            .and_then(|rest| rest.split(')').next());
        let title = titles.iter().find(|(lang, _)| Some(lang.as_str()) == code);
        let said = ask(question).filter(|text| !text.trim().is_empty());
        said.or_else(|| title.map(|(_, text)| text.clone()))
    };
    let about = "What it is about, in a sentence; else the title";
    let summaries = texts("summary", about, &languages, &wish.summaries, &mut or_title)?;
    let author = wish.author.clone().or_else(|| ask("Who writes it: "));
    let author = author.filter(|author| !author.trim().is_empty());
    let author = author.ok_or_else(|| Refused::Lacking(vec!["--author NAME".to_owned()]))?;

    let (module, lesson) = FIRST;
    let mut head = DocumentMut::new();
    head["version"] = toml_edit::value("0.1.0");
    head["languages"] = toml_edit::value(languages.iter().map(Lang::as_str).collect::<Array>());
    head["licence"] = toml_edit::value(wish.licence.as_str());
    head["authors"] = toml_edit::value([author.trim()].into_iter().collect::<Array>());
    head["art"] = toml_edit::value("ring");
    head["title"] = Item::Table(translated(&titles, false));
    head["summary"] = Item::Table(translated(&summaries, false));
    let titles = languages
        .iter()
        .map(|lang| (lang.clone(), start(lang).0.to_owned()));
    let mut modules = ArrayOfTables::new();
    modules.push(group(module, lesson, &titles.collect()));
    head["module"] = Item::ArrayOfTables(modules);

    let mut files = vec![(root.join("course.toml"), format!("{head}{LATER}"))];
    for lang in &languages {
        let path = root
            .join(module)
            .join(format!("{lesson}.{}.md", lang.as_str()));
        files.push((path, text(lang, start(lang).1, &format!("{lesson}-try"))));
    }
    write(files)
}

/// A `[title]`, or `title.en` and so on in a table that is there.
fn translated(texts: &Texts, dotted: bool) -> Table {
    let mut table = Table::new();
    table.set_dotted(dotted);
    for (lang, text) in texts {
        table[lang.as_str()] = toml_edit::value(text.as_str());
    }
    table
}

/// A `[[module]]` with one lesson.
fn group(id: &str, lesson: &str, titles: &Texts) -> Table {
    let mut table = Table::new();
    table["id"] = toml_edit::value(id);
    table["lessons"] = toml_edit::value([lesson].into_iter().collect::<Array>());
    table["title"] = Item::Table(translated(titles, true));
    table
}

/// A whole lesson.
fn text(lang: &Lang, title: &str, activity: &str) -> String {
    let body = start(lang).2.replace("ACTIVITY", activity);
    let title = Value::from(title);
    format!("+++\ntitle = {title}\nminutes = 5\ncompetencies = []\n+++\n\n{body}")
}

/// Writes every file where none is; takes back those that were written when one can't be.
fn write(files: Vec<(PathBuf, String)>) -> Result<Vec<PathBuf>, Refused> {
    let mut written = Vec::new();
    for (path, text) in files {
        let done = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| {
                let mut file = fs::File::create_new(&path)?;
                written.push(path.clone());
                file.write_all(text.as_bytes())
            });
        if let Err(error) = done {
            for path in &written {
                let _gone = fs::remove_file(path);
            }
            return Err(if error.kind() == io::ErrorKind::AlreadyExists {
                Refused::Exists(path)
            } else {
                Refused::Unwritable(path, error)
            });
        }
    }
    Ok(written)
}

/// Writes a new lesson and names it in the head of its course; returns the files that were written.
pub fn lesson(wish: &Lesson, ask: Ask<'_>) -> Result<Vec<PathBuf>, Refused> {
    let parts: Vec<&str> = wish.place.split(['/', '\\']).collect();
    let [course @ .., module, lesson] = &parts[..] else {
        return Err(Refused::NotAPlace(wish.place.clone()));
    };
    if course.is_empty() {
        return Err(Refused::NotAPlace(wish.place.clone()));
    }
    let (module, lesson) = (as_id(module)?, as_id(lesson)?);
    let root = found(Path::new(&course.join("/")))?;
    let head = root.join("course.toml");
    let unreadable = |why: String| Refused::Unreadable(head.clone(), why);
    let source = fs::read_to_string(&head).map_err(|error| unreadable(error.to_string()))?;
    let mut document: DocumentMut = source.parse().map_err(|error: toml_edit::TomlError| {
        let first = error.message().lines().next().unwrap_or("").to_owned();
        unreadable(format!(
            "it is not TOML ({first}); `boucle check` says where"
        ))
    })?;
    let reading = folder::read(&root).map_err(|nothing| unreadable(nothing.sentence()))?;
    let languages = reading.course.languages.clone();
    if languages.is_empty() {
        return Err(unreadable("it has no `languages`".to_owned()));
    }
    let modules = document
        .entry("module")
        .or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let modules = modules
        .as_array_of_tables_mut()
        .ok_or_else(|| unreadable("its modules are not written as `[[module]]`".to_owned()))?;
    let listed = |table: &Table| {
        let lessons = table.get("lessons").and_then(Item::as_array);
        lessons.is_some_and(|all| {
            all.iter()
                .any(|name| name.as_str() == Some(lesson.as_str()))
        })
    };
    if modules.iter().any(listed) {
        return Err(Refused::Taken(lesson));
    }
    let titles = texts("title", "Title", &languages, &wish.titles, ask)?;
    let is = |table: &Table| table.get("id").and_then(Item::as_str) == Some(module.as_str());
    let place = modules.iter().position(is);
    match place.and_then(|place| modules.get_mut(place)) {
        Some(table) => {
            let lessons = table
                .entry("lessons")
                .or_insert(toml_edit::value(Array::new()));
            let lessons = lessons
                .as_array_mut()
                .ok_or_else(|| unreadable("its `lessons` are no list".to_owned()))?;
            append(lessons, lesson.as_str());
        }
        None => {
            let asked = "Title of the new module";
            let titles = texts("module-title", asked, &languages, &wish.module_titles, ask)?;
            modules.push(group(module.as_str(), lesson.as_str(), &titles));
        }
    }
    let activity = unused(&reading, &lesson);
    let mut files = Vec::new();
    for (lang, title) in &titles {
        let path = root
            .join(module.as_str())
            .join(format!("{lesson}.{}.md", lang.as_str()));
        files.push((path, text(lang, title, &activity)));
    }
    let mut written = write(files)?;
    if let Err(error) = replace(&head, document.to_string()) {
        for path in &written {
            let _gone = fs::remove_file(path);
        }
        return Err(Refused::Unwritable(head, error));
    }
    written.insert(0, head);
    Ok(written)
}

/// Adds `name` to a list, on a line of its own where the others have one.
fn append(list: &mut Array, name: &str) {
    let last = list.iter().last().map(Value::decor);
    let before = last
        .and_then(|decor| decor.prefix()?.as_str())
        .map(str::to_owned);
    let mut value = Value::from(name);
    match before.filter(|before| before.contains('\n')) {
        Some(before) => {
            value.decor_mut().set_prefix(before);
            list.push_formatted(value);
        }
        None => list.push(name),
    }
}

/// The folder of the course at `path`, which may be left without its `courses/`.
fn found(path: &Path) -> Result<PathBuf, Refused> {
    let inner = Path::new("courses").join(path);
    let all = [path.to_owned(), inner];
    let course = all
        .into_iter()
        .find(|root| root.join("course.toml").is_file());
    course.ok_or_else(|| Refused::NoCourse(path.to_owned()))
}

/// An id for the activity of the new lesson that no activity of the course has.
fn unused(reading: &folder::Reading, lesson: &Id) -> String {
    let lessons = reading.course.lessons().flatten();
    let taken: BTreeSet<&str> = lessons
        .flat_map(|text| text.lesson.activities())
        .map(|activity| activity.id.as_str())
        .collect();
    // An id has 64 characters at most.
    let stem: String = lesson.as_str().chars().take(55).collect();
    let mut id = format!("{stem}-try");
    let mut n = 2;
    while taken.contains(id.as_str()) {
        id = format!("{stem}-try-{n}");
        n += 1;
    }
    id
}

/// Puts `text` in the place of the file `path`: at once, or not at all.
pub(crate) fn replace(path: &Path, text: impl AsRef<[u8]>) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let fresh = path.with_file_name(name);
    fs::write(&fresh, text)?;
    // It stays readable for whom it was.
    let kept = fs::metadata(path).and_then(|old| fs::set_permissions(&fresh, old.permissions()));
    let done = kept.and_then(|()| fs::rename(&fresh, path));
    if done.is_err() {
        let _gone = fs::remove_file(&fresh);
    }
    done
}
