//! Other programs, run as steps of a chore.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    // The path of the sources is known to cargo at every run, wherever the clone has moved.
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors()
        .nth(2)
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where the tools are that belong to this clone alone, and what can be made again.
pub(crate) fn tools() -> PathBuf {
    root().join("target").join("tools")
}

/// Flags by which the wasm does not name the folders of this machine: the same sources give the same
/// bytes elsewhere. Cargo adds them to those of `.cargo/config.toml`.
pub(crate) fn unnamed_folders() -> Option<String> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")))?;
    let mut flags = Vec::new();
    for registry in std::fs::read_dir(home.join("registry/src")).ok()?.flatten() {
        let path = registry.path().into_os_string().into_string().ok()?;
        // Flags are parted by spaces.
        if path.contains(' ') {
            return None;
        }
        flags.push(format!("--remap-path-prefix={path}/="));
    }
    Some(flags.join(" "))
}

/// A command in the folder of the workspace, which finds our tools before any other.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", search_path());
    command
}

/// The search path: our tools, cargo's, then the machine's.
fn search_path() -> std::ffi::OsString {
    let mut folders = vec![tools().join("bin")];
    folders.extend(cargo_home().map(|home| home.join("bin")));
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    env::join_paths(folders).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default())
}

fn cargo_home() -> Option<PathBuf> {
    let home = |name| env::var_os(name).map(PathBuf::from);
    home("CARGO_HOME").or_else(|| {
        home("HOME")
            .or_else(|| home("USERPROFILE"))
            .map(|home| home.join(".cargo"))
    })
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The first of these programs that is on the search path.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = search_path();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&path)
            .map(|folder| folder.join(&file))
            .find(|candidate| candidate.is_file())
    })
}

/// Runs a command to its end. Its streams are ours.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let name = name(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{name}` ended with {status}")),
        Err(why) => Err(format!("`{name}` could not be started: {why}")),
    }
}

/// What a command prints, or nothing if it can't be run or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A command as one would type it.
pub(crate) fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut name = program
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    for word in command.get_args() {
        name.push(' ');
        name.push_str(&word.to_string_lossy());
    }
    name
}

/// Reads a file of ours as text.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

/// Writes a file and the folders above it, but leaves one alone that holds just that.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if std::fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let folders = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    folders
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|why| format!("{}: {why}", path.display()))
}
