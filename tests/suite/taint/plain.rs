//! Data flow as far as Semgrep follows it: with `lint.across_functions` off, every line of this program is
//! found that Semgrep 1.182 found with the same rule, and no other.

use crate::patterns::{languages, lines};
use inglenook::config::options::Lint;
use inglenook::lint::Rules;

const RULE: &str = "rules:\n- {id: t, languages: [python], message: m, severity: LOW, mode: taint, pattern-sources: [{pattern: src()}], pattern-sinks: [{pattern: sink(...)}]}\n";

/// `# both`: found either way; `# plain`: only as Semgrep does; `# further`: only beyond it.
const TEXT: &str = "\
def a():
    x = src()
    sink(x)  # both
    y = x
    sink(y)  # both
    x = 1
    sink(x)
    sink(y)  # both
def b(c):
    x = 1
    if c:
        x = src()
    sink(x)  # both
    if False:
        z = src()
        sink(z)  # plain
def c(p):
    x = 1
    for i in p:
        sink(x)  # both
        x = src()
    sink(x)  # both
def d():
    o.f = src()
    sink(o.f)  # both
    sink(o.g)
    sink(o)  # both
def e():
    d = {}
    d['a'] = src()
    sink(d['a'])  # both
    sink(d['b'])  # plain
    sink(d)  # both
def f():
    l = []
    l.append(src())
    sink(l)  # further
    m = [src(), 1]
    sink(m)  # both
    sink(m[0])  # both
    sink(m[1])  # plain
def g():
    return src()
def h():
    sink(g())  # further
    k(src())
def k(p):
    sink(p)  # further
def l():
    try:
        x = src()
    except E:
        sink(x)  # both
    sink(x)  # both
def m():
    x = src()
    sink(f'a {x}')  # both
    sink('a' + x)  # both
    sink('%s' % x)  # both
    sink(x.y(1))  # both
    sink(u(x))  # both
    a, b = x, 1
    sink(a)  # both
    sink(b)  # plain
    x += 'a'
    sink(x)  # both
    if x == 'a':
        sink(x)  # plain
    sink([i for i in x])  # both
    sink(lambda: x)  # further
    with x as w:
        sink(w)  # both
    while n():
        x = 1
    sink(x)  # both
    n = 0
    if n:
        sink(x)  # plain
    sink(x if n else 1)  # plain
";

fn found(across_functions: bool) -> Vec<usize> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("rules.yaml");
    std::fs::write(&file, RULE).expect("writable");
    let options = Lint {
        rules: vec![file],
        across_functions,
        ..Lint::default()
    };
    let (rules, problems) = Rules::load(&languages(), &options);
    assert!(problems.is_empty(), "{problems:?}");
    lines(&rules, "t", "py", TEXT)
}

fn marked(kind: &str) -> Vec<usize> {
    let with = |line: &str| line.ends_with("# both") || line.ends_with(kind);
    let numbered = TEXT.lines().zip(1..).filter(|(line, _)| with(line));
    numbered.map(|(_, number)| number).collect()
}

#[test]
fn without_further_reach_data_flows_as_in_semgrep() {
    assert_eq!(found(false), marked("# plain"));
}

#[test]
fn elements_are_told_apart_dead_branches_left_out_and_functions_followed() {
    assert_eq!(found(true), marked("# further"));
}
