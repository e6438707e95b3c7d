//! The git room over repositories made for each test: what it must tell apart, and what it must
//! refuse with a next step. Nothing here runs the git program.

use super::repo::Repo;
use inglenook::git::{self, Content, GitError, Head, Side, Status};
use std::path::{Path, PathBuf};

fn open(repo: &Repo) -> git::Repository {
    git::open(repo.path()).expect("it is a repository")
}

fn staged(repo: &Repo) -> Vec<git::FileChange> {
    open(repo).staged().expect("it has an index")
}

fn added(change: &git::FileChange) -> Vec<&str> {
    let lines = change.hunks.iter().flat_map(|hunk| &hunk.lines);
    lines
        .filter(|line| line.side == Side::Added)
        .map(|line| line.text.as_str())
        .collect()
}

#[test]
fn before_the_first_commit_everything_staged_is_added() {
    let repo = Repo::new();
    let head = Head::Unborn {
        name: "main".into(),
    };
    assert_eq!(open(&repo).head(), Ok(head));
    assert_eq!(staged(&repo), []);
    repo.write("a.rs", "one\ntwo\n").stage("a.rs");
    let changes = staged(&repo);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].status, Status::Added);
    assert_eq!(added(&changes[0]), ["one", "two"]);
}

#[test]
fn staged_text_is_that_of_the_index() {
    let repo = Repo::new();
    repo.add("a.rs", "one\n");
    repo.write("a.rs", "one\ntwo\n").stage("a.rs");
    repo.write("a.rs", "one\ntwo\nnot staged\n");
    repo.write("b.rs", "not staged\n");
    let changes = staged(&repo);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].content, Content::Text("one\ntwo\n".into()));
    assert_eq!(added(&changes[0]), ["two"]);
}

#[test]
fn lines_know_their_bytes_of_the_new_text() {
    let repo = Repo::new();
    let old: String = (1..=20).map(|n| format!("line {n}\r\n")).collect();
    let new = old
        .replace("line 2\r\n", "zwölf\r\nnew\r\n")
        .replace("line 15\r\n", "")
        .replace("line 20\r\n", "end");
    repo.add("a.txt", &old);
    repo.write("a.txt", &new).stage("a.txt");
    let changes = staged(&repo);
    let Content::Text(text) = &changes[0].content else {
        panic!("{:?}", changes[0].content);
    };
    assert_eq!(*text, new, "carriage returns stay");
    assert_eq!(changes[0].hunks.len(), 2);
    for line in changes[0].hunks.iter().flat_map(|hunk| &hunk.lines) {
        let bytes = text[line.bytes.clone()].trim_end_matches(['\r', '\n']);
        match line.side {
            Side::Removed => assert!(line.bytes.is_empty()),
            _ => assert_eq!(bytes, line.text),
        }
    }
    assert_eq!(added(&changes[0]), ["zwölf", "new", "end"]);
    let second = &changes[0].hunks[1];
    let gone = second.lines.iter().find(|line| line.side == Side::Removed);
    let gone = gone.expect("line 15 is gone");
    assert_eq!(gone.text, "line 15");
    assert!(text[gone.bytes.start..].starts_with("line 16"));
}

#[test]
fn removed_lines_at_both_ends_stand_where_they_stood() {
    let repo = Repo::new();
    repo.add("a.txt", "first\nmiddle\nlast\n");
    repo.write("a.txt", "middle\n").stage("a.txt");
    let changes = staged(&repo);
    let gone: Vec<_> = changes[0].hunks[0]
        .lines
        .iter()
        .filter(|line| line.side == Side::Removed)
        .map(|line| (line.text.as_str(), line.bytes.clone()))
        .collect();
    assert_eq!(gone, [("first", 0..0), ("last", 7..7)]);
    repo.write("a.txt", "").stage("a.txt");
    let emptied = staged(&repo);
    assert_eq!(emptied[0].content, Content::Text(String::new()));
    assert_eq!(emptied[0].hunks[0].lines.len(), 3);
}

#[test]
fn renames_modes_and_deletions_are_told_apart() {
    let repo = Repo::new();
    let body: String = (0..30).map(|n| format!("fn f{n}() {{}}\n")).collect();
    repo.add("old name.rs", &body);
    repo.add("run.sh", "echo\n");
    repo.add("gone.rs", "x\n");
    std::fs::rename(repo.path().join("old name.rs"), repo.path().join("new.rs")).expect("rename");
    repo.write("new.rs", body.replace("f7", "seven"));
    repo.stage("old name.rs").stage("new.rs");
    std::fs::remove_file(repo.path().join("gone.rs")).expect("remove");
    repo.stage("gone.rs");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(repo.path().join("run.sh"), mode).expect("mode");
        repo.stage("run.sh");
    }
    let changes = staged(&repo);
    let of = |path: &str| {
        let found = changes.iter().find(|change| change.path == Path::new(path));
        found.unwrap_or_else(|| panic!("{path}: {changes:?}"))
    };
    let renamed = of("new.rs");
    assert_eq!(renamed.status, Status::Renamed);
    assert_eq!(renamed.old_path, Some(PathBuf::from("old name.rs")));
    assert_eq!(added(renamed), ["fn seven() {}"]);
    assert_eq!(of("gone.rs").status, Status::Deleted);
    assert_eq!(of("gone.rs").content, Content::Gone);
    #[cfg(unix)]
    {
        let mode = of("run.sh");
        assert_eq!(mode.modes, Some((0o100644, 0o100755)));
        assert!(mode.hunks.is_empty());
    }
}

#[test]
fn what_is_no_text_is_named() {
    let repo = Repo::new();
    repo.write("a.bin", b"\x7fELF\0\0").stage("a.bin");
    repo.write("latin.txt", b"caf\xe9\n").stage("latin.txt");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("a.bin", repo.path().join("link")).expect("link");
        repo.stage("link");
    }
    let mut index = repo.git.index().expect("index");
    let id = git2::Oid::from_str("1111111111111111111111111111111111111111").expect("an id");
    let mut submodule = index.get_path(Path::new("a.bin"), 0).expect("it is staged");
    (submodule.mode, submodule.id, submodule.path) = (0o160000, id, b"vendored".to_vec());
    index.add(&submodule).expect("add");
    index.write().expect("write");
    let changes = staged(&repo);
    let of = |path: &str| {
        let found = changes.iter().find(|change| change.path == Path::new(path));
        found.map(|change| (change.content.clone(), change.hunks.len()))
    };
    assert_eq!(of("a.bin"), Some((Content::Binary, 0)));
    assert_eq!(of("latin.txt"), Some((Content::NotUtf8, 0)));
    assert_eq!(of("vendored"), Some((Content::Submodule, 0)));
    #[cfg(unix)]
    assert_eq!(of("link"), Some((Content::Link, 0)));
}

#[cfg(unix)]
#[test]
fn odd_paths_are_kept() {
    use std::os::unix::ffi::OsStrExt;
    let repo = Repo::new();
    let odd = [
        Path::new("a folder/it's \"quoted\".rs"),
        Path::new("tab\tand\nbreak.rs"),
        Path::new(std::ffi::OsStr::from_bytes(b"caf\xe9.rs")),
    ];
    for path in odd {
        repo.write(path, "x\n").stage(path);
    }
    let changes = staged(&repo);
    for path in odd {
        assert!(changes.iter().any(|change| change.path == path), "{path:?}");
    }
}

#[test]
fn ranges_go_from_a_commit_or_from_where_it_was_left() {
    let repo = Repo::new();
    let base = repo.add("a.txt", "base\n");
    repo.git
        .branch("side", &repo.git.find_commit(base).expect("commit"), false)
        .expect("branch");
    repo.add("a.txt", "base\nmain\n");
    repo.git.set_head("refs/heads/side").expect("head");
    repo.git
        .reset(
            &repo.git.find_object(base, None).expect("object"),
            git2::ResetType::Hard,
            None,
        )
        .expect("reset");
    repo.add("b.txt", "side\n");
    let opened = open(&repo);
    let paths = |range: &str| -> Vec<PathBuf> {
        let changes = opened.range(range).expect(range);
        changes.into_iter().map(|change| change.path).collect()
    };
    assert_eq!(
        paths("main..side"),
        [Path::new("a.txt"), Path::new("b.txt")]
    );
    assert_eq!(paths("main...side"), [Path::new("b.txt")]);
    assert_eq!(paths("main..."), [Path::new("b.txt")]);
    assert_eq!(paths("..main"), [Path::new("a.txt"), Path::new("b.txt")]);
    assert_eq!(paths("HEAD~1..HEAD"), [Path::new("b.txt")]);
    assert_eq!(paths("side..side"), [] as [&Path; 0]);
}

#[test]
fn a_detached_head_is_named_and_stages() {
    let repo = Repo::new();
    let first = repo.add("a.txt", "one\n");
    repo.add("a.txt", "two\n");
    assert!(matches!(open(&repo).head(), Ok(Head::Branch { name, .. }) if name == "main"));
    repo.git.set_head_detached(first).expect("detach");
    let short = first.to_string()[..7].to_string();
    assert_eq!(open(&repo).head(), Ok(Head::Detached { commit: short }));
    // The index still holds the second text.
    assert_eq!(added(&staged(&repo)[0]), ["two"]);
}

#[test]
fn a_bare_repository_has_ranges_and_no_stage() {
    let source = Repo::new();
    source.add("a.txt", "one\n");
    let second = source.add("a.txt", "two\n");
    let bare = Repo::made(true);
    let url = source.path().to_str().expect("a UTF-8 path");
    let mut remote = bare.git.remote_anonymous(url).expect("remote");
    remote.fetch(&["+main:main"], None, None).expect("fetch");
    let opened = git::open(bare.path()).expect("it is a repository");
    assert!(opened.root().is_none());
    let error = opened.staged().expect_err("it is bare");
    assert!(matches!(error, GitError::Bare(_)));
    assert!(error.hint().is_some_and(|hint| hint.contains("--range")));
    assert_eq!(opened.range("main~1..main").expect("commits").len(), 1);
    let by_id = format!("{}~1..{second}", &second.to_string()[..10]);
    assert_eq!(opened.range(&by_id).expect("ids").len(), 1);
}

#[test]
fn what_cannot_be_read_is_named_with_a_hint() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let error = git::open(folder.path()).err().expect("no repository");
    assert_eq!(error, GitError::NotARepository(folder.path().into()));
    assert!(error.hint().is_some());
    assert_eq!(git::root(folder.path()), None);

    let repo = Repo::new();
    let unborn = open(&repo).range("HEAD~1..HEAD");
    assert_eq!(unborn, Err(GitError::UnknownRevision("HEAD~1".into())));
    repo.add("a.txt", "one\n");
    let opened = open(&repo);
    for (range, wanted) in [
        ("main..nobody", GitError::UnknownRevision("nobody".into())),
        ("HEAD~9..HEAD", GitError::UnknownRevision("HEAD~9".into())),
        ("a b..HEAD", GitError::UnknownRevision("a b".into())),
        ("main", GitError::NotARange("main".into())),
        ("..", GitError::NotARange("..".into())),
        ("", GitError::NotARange("".into())),
    ] {
        let error = opened.range(range).expect_err(range);
        assert_eq!(error, wanted);
        assert!(error.hint().is_some(), "{range}");
    }
}

#[test]
fn the_index_of_a_hook_is_read_instead() {
    let repo = Repo::new();
    repo.add("a.txt", "one\n");
    repo.write("a.txt", "one\ntwo\n");
    let other = repo.path().join(".git/next-index.lock");
    std::fs::copy(repo.path().join(".git/index"), &other).expect("copy");
    repo.stage("a.txt");
    let opened = open(&repo);
    assert_eq!(opened.staged().expect("staged").len(), 1);
    opened.use_index(&other).expect("it is an index");
    assert_eq!(opened.staged().expect("staged"), []);
}
