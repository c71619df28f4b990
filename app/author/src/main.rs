//! `boucle`: check and publish courses.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use author::{
    bundle, check, diff,
    edition::{self, Missing},
    export, fix, folder,
    format::{self, Format},
    import, new, play,
    render::{self, count},
};
use clap::{Parser, Subcommand, ValueEnum};
use domain::{
    diagnostic::Finding,
    id::Lang,
    interaction::Kind,
    rule::{self, Rule},
    source::Files,
};

/// Checks and publishes courses written in Markdown and TOML.
#[derive(Parser)]
#[command(
    name = "boucle",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  boucle check                                    every course in `courses`
  boucle check courses/reuse-or-recycling         one course
  boucle check courses/a/first/two-words.fr.md    what concerns one file
  boucle fix courses/reuse                        missing ids and the like
  boucle bundle --out target/courses              publish every course
  boucle new course reuse                         a course to begin with
  boucle new activity choice                      a sample of a kind of activity
  boucle diff OLD courses/reuse                   what learners would notice
  boucle play courses/reuse                       a robot does every activity
  boucle import gift bank.txt                     a bank of others, as activities
  boucle explain entry-without-feedback           what a rule is about

How a course is written: courses/README.md"
)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Says everything there is to say about some courses, each in its own line
    #[command(after_help = "\
Ends with 1 when there is an error, with 2 when it was called in another way than this; in every
format.

Examples:
  boucle check courses --strict
  boucle check courses --format json
  boucle check courses --format sarif > findings.sarif    for code scanning
  boucle check courses --format github                    in a workflow of GitHub Actions")]
    Check {
        /// A folder of courses, one course, or one file of a course
        #[arg(default_value = "courses")]
        path: PathBuf,
        /// Ends with 1 when there is a warning, too
        #[arg(long)]
        strict: bool,
        /// How the findings are written down
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Mends what leaves no choice, such as missing ids, and says what it did
    #[command(after_help = "\
It gives ids to pages and activities and keys to entries that have none: the same as in the other
languages, where they are known there. It takes away byte order marks, keys that name nothing, and steps
with nothing to show. Whatever means something is left to you: `boucle check` says what.

Ends with 1 when there is an error left.

Examples:
  boucle fix courses/reuse
  boucle fix courses/reuse --dry-run")]
    Fix {
        /// A folder of courses, one course, or one file of a course
        #[arg(default_value = "courses")]
        path: PathBuf,
        /// Says what it would do, and writes nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Writes the published form of some courses; not while there is an error
    #[command(after_help = "\
The same sources give the same bytes on any machine. What an earlier run left in the folder is
replaced; a folder that something else has written is not touched.

Example:
  boucle bundle courses --out target/courses")]
    Bundle {
        /// A folder of courses, or one course
        #[arg(default_value = "courses")]
        path: PathBuf,
        /// The folder to write; it holds nothing else
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Says what learners would notice of a new version, and which number it asks for
    #[command(after_help = "\
Each of the two is the folder of a course, the folder it was published into, or that of a published
version. Ends with 1 when the version of NEW is lower than its changes ask for:

  major  something that was done counts no more: an activity is removed or asked again
  minor  all that was done is kept, and there is more to do, or it counts in another way
  patch  all that was done counts as it did

While the first number is 0, the second does its work, and the third that of both others.

Examples:
  boucle diff target/courses/reuse-or-recycling/0.1.0 courses/reuse-or-recycling
  boucle diff ../before/courses/reuse courses/reuse --format json")]
    Diff {
        /// The version that learners have
        old: PathBuf,
        /// The version that is to come
        new: PathBuf,
        /// How it is written down
        #[arg(long, value_enum, default_value_t)]
        format: Form,
    },
    /// Lets a robot do every activity of a course: all right, all wrong, and anything
    #[command(after_help = "\
The robot does what a learner can do and nothing else, in every language. It fails where a key earns less
than every point or can't be put together, where a card can't be reached or leads to no ending, where a
learner would be stuck, and where the key of a spent activity can't be shown. Ends with 1 then.

Examples:
  boucle play courses/reuse-or-recycling
  boucle play target/courses/reuse-or-recycling/0.1.0 --seed 7 --learners 20")]
    Play {
        /// The folder of a course, or one it was published into
        course: PathBuf,
        /// What the learners who do anything are drawn from: the same number, the same learners
        #[arg(long, default_value_t = 1)]
        seed: u32,
        /// How many learners do anything
        #[arg(long, default_value_t = 3)]
        learners: u32,
    },
    /// Writes something to begin with; never over what is there
    New {
        #[command(subcommand)]
        what: New,
    },
    /// Turns a bank of another program, such as Moodle, into activities in Markdown
    #[command(after_help = "\
Prints the activities, or puts them at the end of a lesson. What has no counterpart is told, in the
line of the bank. Ends with 1 when something was left out.

Examples:
  boucle import gift bank.txt > page.md
  boucle import moodle-xml export.xml --into courses/a/first/two-words.fr.md")]
    Import {
        /// What the bank is written in
        form: import::Form,
        /// The bank
        file: PathBuf,
        /// The lesson to put the activities into, behind what it has
        #[arg(long, value_name = "LESSON-FILE", conflicts_with = "lang")]
        into: Option<PathBuf>,
        /// The language of the words that are added, such as “True” and “False”
        #[arg(long, value_parser = lang, default_value = "en")]
        lang: Lang,
    },
    /// Writes what of a course fits into a bank for another program
    #[command(after_help = "\
Prints the bank. What does not fit is told, in the line of the lesson; what stands between the
activities is no part of a bank. Ends with 1 when an activity was left out.

Example:
  boucle export gift courses/reuse-or-recycling --lang fr > bank.txt")]
    Export {
        /// What the bank is written in
        form: export::Form,
        /// A course
        course: PathBuf,
        /// The language to write; the first one of the course when left out
        #[arg(long, value_parser = lang)]
        lang: Option<Lang>,
    },
    /// Explains a rule: what it looks for, why it matters, what to write instead
    #[command(after_help = "\
Examples:
  boucle explain
  boucle explain entry-without-feedback")]
    Explain {
        /// The name in square brackets; without it, the list of all rules
        rule: Option<String>,
    },
}

/// How something is written down that people read, or programs.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    /// For people
    #[default]
    Human,
    /// One JSON object
    Json,
}

#[derive(Subcommand)]
enum New {
    /// Writes a course with a first lesson, ready to be checked and published
    #[command(after_help = "\
In a terminal it asks for what you leave out. In a script everything is said by options.

Examples:
  boucle new course reuse
  boucle new course reuse --languages en,fr --title en=Reuse --title fr=Réemploi --author \"A. Teacher\"")]
    Course(new::Course),
    /// Writes a lesson in every language of its course, and names it in course.toml
    #[command(after_help = "\
The comments of course.toml stay. A module that the course does not have is added to it.

Examples:
  boucle new lesson courses/reuse/start/next --title en=Next --title fr=Suite
  boucle new lesson reuse/second/first --title en=A --title fr=B --module-title en=C --module-title fr=D")]
    Lesson(new::Lesson),
    /// Prints the sample of a kind of activity, to be put into a lesson
    #[command(after_help = "\
Example:
  boucle new activity choice >> courses/reuse/start/welcome.en.md")]
    Activity {
        /// The kind, such as `choice` or `match`: `courses/README.md` has all of them
        kind: String,
    },
}

fn main() -> ExitCode {
    match Line::parse().command {
        Command::Check {
            path,
            strict,
            format,
        } => run_check(&path, strict, format),
        Command::Fix { path, dry_run } => run_fix(&path, dry_run),
        Command::Bundle { path, out } => run_bundle(&path, &out),
        Command::Diff { old, new, format } => run_diff(&old, &new, format),
        Command::Play {
            course,
            seed,
            learners,
        } => run_play(&course, seed, learners),
        Command::New { what } => match what {
            New::Course(wish) => written(new::course(&wish, &mut ask)),
            New::Lesson(wish) => written(new::lesson(&wish, &mut ask)),
            New::Activity { kind } => sample(&kind),
        },
        Command::Import {
            form,
            file,
            into,
            lang,
        } => run_import(form, &file, into.as_deref(), lang),
        Command::Export { form, course, lang } => run_export(form, &course, lang.as_ref()),
        Command::Explain { rule } => explain(rule.as_deref()),
    }
}

/// The language with the code `text`.
fn lang(text: &str) -> Result<Lang, &'static str> {
    Lang::new(text).map_err(|_| "a language is two or three lower-case letters, such as `fr`")
}

/// Tells what was found and what was done, beside the program's results.
fn tell(prefix: &str, files: &Files, findings: &[Finding], done: &str) {
    let mut err = io::stderr().lock();
    let shown = render::findings(prefix, files, findings, colour(io::stderr().is_terminal()));
    let summary = render::tally(findings, files.len());
    let _closed = writeln!(err, "{shown}{summary}\n{done}");
}

fn run_import(form: import::Form, file: &Path, into: Option<&Path>, lang: Lang) -> ExitCode {
    use import::{Around, place};
    let lesson = match into.map(place::lesson).transpose() {
        Ok(lesson) => lesson,
        Err(refused) => return refuse(&refused.sentence()),
    };
    let alone = Around {
        lang: Some(lang),
        ..Around::default()
    };
    let around = lesson.as_ref().map_or(alone, place::Lesson::around);
    let imported = match place::bank(form, file, &around) {
        Ok(imported) => imported,
        Err(refused) => return refuse(&refused.sentence()),
    };
    let activities = count_of(imported.activities);
    let done = match (&lesson, into) {
        (Some(lesson), Some(path)) if !imported.written.is_empty() => {
            match lesson.append(&imported) {
                Ok(()) => format!(
                    "Put {activities} into {}; `boucle check` it next.",
                    path.display()
                ),
                Err(refused) => return refuse(&refused.sentence()),
            }
        }
        _ => {
            say(&imported.written);
            format!("Imported {activities}.")
        }
    };
    let errors = imported.errors();
    let name = file.to_string_lossy().replace('\\', "/");
    let files = Files::from([(name, imported.bank.into_bytes())]);
    tell("", &files, &imported.findings, &done);
    if errors > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn run_export(form: export::Form, course: &Path, lang: Option<&Lang>) -> ExitCode {
    let reading = match folder::read(course) {
        Ok(reading) if reading.files.contains_key("course.toml") => reading,
        Ok(_) => return refuse(&folder::Nothing::NoCourse(course.to_owned()).sentence()),
        Err(nothing) => return refuse(&nothing.sentence()),
    };
    if let Some(lang) = lang.filter(|lang| !reading.course.languages.contains(lang)) {
        return refuse(&format!(
            "`{}` is not written in `{}`.",
            course.display(),
            lang.as_str()
        ));
    }
    let exported = export::export(form, &reading.course, &reading.files, lang);
    say(&exported.written);
    let prefix = course.to_string_lossy().replace('\\', "/");
    let done = format!("Exported {}.", count_of(exported.activities));
    tell(&prefix, &reading.files, &exported.findings, &done);
    if exported.errors() > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// `1 activity`, `2 activities`.
fn count_of(activities: usize) -> String {
    match activities {
        1 => "1 activity".to_owned(),
        n => format!("{n} activities"),
    }
}

/// Whether colours are wanted: on a terminal, unless <https://no-color.org> says otherwise.
fn colour(terminal: bool) -> bool {
    terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Writes to where the program's results go. A reader that closes early is no failure.
fn say(text: &str) {
    let mut out = io::stdout().lock();
    let _closed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Says why a command could not be carried out.
fn refuse(sentence: &str) -> ExitCode {
    let _closed = writeln!(io::stderr().lock(), "boucle: {sentence}");
    ExitCode::from(2)
}

/// Asks whoever sits at the terminal; nobody else can be asked.
fn ask(question: &str) -> Option<String> {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return None;
    }
    let mut out = io::stderr().lock();
    out.write_all(question.as_bytes())
        .and_then(|()| out.flush())
        .ok()?;
    let mut line = String::new();
    let read = stdin.lock().read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim().to_owned())
}

/// Says which files are new or have changed.
fn written(done: Result<Vec<PathBuf>, new::Refused>) -> ExitCode {
    match done {
        Ok(files) => {
            for file in files {
                say(&format!("Wrote {}.\n", file.display()));
            }
            ExitCode::SUCCESS
        }
        Err(refused) => refuse(&refused.sentence()),
    }
}

fn run_check(path: &Path, strict: bool, format: Format) -> ExitCode {
    match check::check(path) {
        Ok(checked) => {
            let colour = colour(io::stdout().is_terminal());
            say(&format::checked(&checked, format, colour));
            let failed = checked.errors > 0 || (strict && checked.warnings > 0);
            if failed {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            }
        }
        Err(nothing) => refuse(&nothing.sentence()),
    }
}

fn run_fix(path: &Path, dry: bool) -> ExitCode {
    let fixed = match fix::fix(path, dry) {
        Ok(fixed) => fixed,
        Err(refused) => return refuse(&refused.sentence()),
    };
    say(&fixed.shown);
    if fixed.errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn run_bundle(path: &Path, out: &Path) -> ExitCode {
    let checked = match check::check(path) {
        Ok(checked) => checked,
        Err(nothing) => return refuse(&nothing.sentence()),
    };
    say(&render::checked(
        &checked,
        colour(io::stdout().is_terminal()),
    ));
    if checked.errors > 0 {
        say("Nothing was written: mend the errors first.\n");
        return ExitCode::FAILURE;
    }
    let files = bundle::files(&checked.courses);
    match bundle::write(&files, &checked.courses, out) {
        Ok(()) => {
            let courses = count(checked.courses.len(), "course");
            say(&format!(
                "Wrote {courses} in {} to {}.\n",
                count(files.len(), "file"),
                out.display()
            ));
            ExitCode::SUCCESS
        }
        Err(refused) => refuse(&refused.sentence()),
    }
}

fn run_diff(old: &Path, new: &Path, form: Form) -> ExitCode {
    let (old, new) = match (edition::open(old), edition::open(new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(missing), _) | (_, Err(missing)) => return miss(&missing),
    };
    let difference = diff::diff(&old, &new);
    say(&match form {
        Form::Human => difference.shown(),
        Form::Json => difference.json(),
    });
    if difference.is_raised() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Says why there is no course to be had: because of what stands in it, or in the command.
fn miss(missing: &Missing) -> ExitCode {
    let code = refuse(&missing.sentence());
    match missing {
        Missing::Errors(..) | Missing::Unread(..) => ExitCode::FAILURE,
        Missing::Nothing(_) | Missing::Several(..) => code,
    }
}

fn run_play(path: &Path, seed: u32, learners: u32) -> ExitCode {
    let edition = match edition::open(path) {
        Ok(edition) => edition,
        Err(missing) => return miss(&missing),
    };
    let played = play::play(&edition, seed, learners);
    say(&played.shown);
    if played.stumbles == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn sample(word: &str) -> ExitCode {
    let Some(kind) = Kind::ALL.iter().find(|kind| kind.name() == word) else {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        return refuse(&format!(
            "there is no kind `{word}`; there are {}.",
            names.join(", ")
        ));
    };
    let sample = kind
        .guide()
        .split_once("````markdown\n")
        .and_then(|(_, rest)| rest.split_once("````\n"));
    say(sample.map_or("", |(sample, _)| sample));
    ExitCode::SUCCESS
}

fn explain(name: Option<&str>) -> ExitCode {
    let Some(name) = name else {
        let all = rule::ALL.iter().chain(import::rule::ALL);
        let names: Vec<&str> = all.map(|rule| rule.name).collect();
        say(&format!("{}\n", names.join("\n")));
        return ExitCode::SUCCESS;
    };
    match Rule::named(name).or_else(|| import::rule::named(name)) {
        Some(rule) => {
            say(rule.page);
            ExitCode::SUCCESS
        }
        None => {
            let near = Rule::nearest(name).map(|near| format!(" Did you mean `{near}`?"));
            refuse(&format!(
                "there is no rule `{name}`.{}",
                near.unwrap_or_default()
            ))
        }
    }
}
