//! Holds the house's rules: direction, purity, and that each file says what it is for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up.
const FLOORS: &[&[&str]] = &[
    &["model"],
    &["connector", "reconcile", "insight", "access"],
    &["fetch", "store", "portfolio"],
    &["api", "sync"],
    &["web", "sample"],
    &["cli"],
];

/// What pure rooms may not mention, outside their tests.
const IMPURE: &[&str] = &[
    "async fn",
    ".await",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "std::fs",
    "std::net",
    "std::env",
    "tokio::",
    "reqwest::",
    "sqlx::",
    "fastrand::",
    "thread::",
];

/// The sample company shares no code with what reads it.
const STRANGERS: &[(&str, &[&str])] =
    &[("sample", &["connector", "fetch", "store", "sync", "api"])];

#[test]
fn rooms_use_rooms_on_lower_floors_only() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        let floor = floor(&room);
        for used in rooms_used(&text) {
            let strangers =
                STRANGERS.iter().any(|(r, s)| *r == room && s.contains(&used.as_str()));
            if strangers || (used != room && self::floor(&used) >= floor) {
                wrong.push(format!("{}: {room} (floor {floor}) uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports point down:\n{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_know_no_clock_file_or_socket() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources().into_iter().filter(|(room, ..)| floor(room) <= 1) {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !is_comment(line)) {
            if let Some(word) = IMPURE.iter().find(|word| line.contains(**word)) {
                wrong.push(format!(
                    "{}:{}: {room} mentions {word}",
                    path.display(),
                    number + 1
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "floors 0 and 1 are pure:\n{}", wrong.join("\n"));
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let silent: Vec<String> = rust_files(Path::new("src"))
        .into_iter()
        .chain(rust_files(Path::new("tests/it")))
        .filter(|path| !read(path).starts_with("//! "))
        .map(|path| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "no `//!` line: {}", silent.join(", "));
}

#[test]
fn the_picture_of_the_house_is_the_same_everywhere() {
    let picture = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim_start_matches("//!").trim().to_owned());
        let is_floor = |line: &String| {
            line.split_once("  ")
                .is_some_and(|(n, _)| n.parse::<usize>().is_ok_and(|n| n < FLOORS.len()))
        };
        lines.filter(is_floor).collect()
    };
    let (library, readme) =
        (picture(&read(Path::new("src/lib.rs"))), picture(&read(Path::new("README.md"))));
    assert_eq!(library, readme, "src/lib.rs and README.md show the same house");
    assert_eq!(library.len(), FLOORS.len());
    for (line, rooms) in library.iter().zip(FLOORS.iter().rev()) {
        for room in *rooms {
            assert!(line.contains(room), "`{room}` is missing in: {line}");
        }
    }
}

#[test]
fn nothing_in_the_repository_points_outside_it() {
    // Written in two parts, so that this file does not find itself.
    let outside = [concat!("../sha", "red"), concat!("/wo", "rk/")];
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "connectors", "migrations", "scripts", ".ci"] {
        for path in files(Path::new(folder)) {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            if outside.iter().any(|word| text.contains(word)) {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "these point outside: {}", wrong.join(", "));
}

/// Every source file that belongs to a room, with its room and text.
fn sources() -> Vec<(String, PathBuf, String)> {
    let mut sources = Vec::new();
    for path in rust_files(Path::new("src")) {
        let Some(room) =
            path.components().nth(1).map(|c| c.as_os_str().to_string_lossy().into_owned())
        else {
            continue;
        };
        if path.components().count() > 2 {
            let text = read(&path);
            sources.push((room, path, text));
        }
    }
    assert!(sources.len() > 30, "the sources were found");
    sources
}

fn rooms_used(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n");
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let name: String =
            rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if name.is_empty() {
            // `use crate::{a, b::c}`: every word that names a room counts.
            let group: String = rest.chars().take_while(|c| *c != ';').collect();
            used.extend(
                group
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .filter(|w| is_room(w))
                    .map(str::to_owned),
            );
        } else if is_room(&name) {
            used.insert(name);
        }
    }
    used
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

fn is_room(name: &str) -> bool {
    FLOORS.iter().any(|rooms| rooms.contains(&name))
}

fn floor(room: &str) -> usize {
    let found = FLOORS.iter().position(|rooms| rooms.contains(&room));
    found.unwrap_or_else(|| panic!("`{room}` is on no floor; add it to the picture and here"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    files(folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs")).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
