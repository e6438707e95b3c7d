//! What a taint rule can say: side effects, exact matches, labels, propagators, lists, focus.

use super::{expect, findings};
use crate::patterns::load;

/// A rule `t` for Python with these operators, indented by nothing.
fn rule(body: &str) -> String {
    let indented: Vec<String> = body.lines().map(|line| format!("    {line}")).collect();
    format!(
        "rules:\n  - id: t\n    mode: taint\n    languages: [python]\n    message: from $S to $X\n    severity: HIGH\n{}\n",
        indented.join("\n")
    )
}

const SOURCES: &str = "\
pattern-sources:
- {pattern: source(...)}
- {patterns: [{pattern: taint($X)}, {focus-metavariable: $X}], by-side-effect: true}
- {patterns: [{pattern: only($X)}, {focus-metavariable: $X}], by-side-effect: only}
- {patterns: [{pattern: once($X)}, {focus-metavariable: $X}]}
- {patterns: [{pattern: $X = bound()}, {focus-metavariable: $X}], by-side-effect: true}
- {pattern: exact(...), exact: true}
- patterns:
  - pattern: 'def $F(..., $P, ...): ...'
  - metavariable-regex: {metavariable: $F, regex: ^handle}
  - focus-metavariable: $P
pattern-sinks: [{pattern: sink(...)}]
";

#[test]
fn sources_by_side_effect_exact_and_as_parameters() {
    let text = "\
def a():
    taint(x)
    sink(x)  # hit
def b():
    only(x)
    sink(x)  # hit
def c():
    once(x)
    sink(x)
def d():
    x = bound()
    sink(x)  # hit
def handle_e(p, q=1):
    sink(p)  # hit
    sink(q)  # hit
def other(p):
    sink(p)
def g(y):
    exact(sink(y))
    source(sink(y))  # hit
    sink(exact(y))  # hit
";
    expect(&rule(SOURCES), "a.py", text);
}

#[test]
fn sanitizers_by_side_effect_and_exact() {
    let body = "\
pattern-sources: [{pattern: source(...)}]
pattern-sinks: [{pattern: sink(...)}]
pattern-sanitizers:
- {patterns: [{pattern: check($X)}, {focus-metavariable: $X}], by-side-effect: true}
- {patterns: [{pattern: look($X)}, {focus-metavariable: $X}]}
- {pattern: clean(...)}
- {pattern: exact(...), exact: true}
";
    let text = "\
def a():
    x = source()
    check(x)
    sink(x)
def b():
    x = source()
    look(x)
    sink(x)  # hit
def c():
    x = source()
    clean(sink(x))
    sink(clean(x))
    sink(exact(x))
    exact(sink(x))  # hit
def d(o):
    o.y = source()
    check(o.y)
    sink(o.y)
def e(c):
    x = source()
    if c:
        check(x)
    sink(x)  # hit
";
    expect(&rule(body), "a.py", text);
}

#[test]
fn sinks_by_argument_by_value_and_inexact() {
    let body = "\
pattern-sources: [{pattern: source(...)}]
pattern-sinks:
- {patterns: [{pattern: 'run($Q, $A)'}, {focus-metavariable: $Q}]}
- {patterns: [{pattern: $O.html = $V}, {focus-metavariable: $V}]}
- {pattern: $O.script = $V}
- {pattern: return $V}
- {pattern: wide(...), exact: false}
- {pattern: narrow(...)}
";
    let text = "\
def a():
    x = source()
    run(x, 1)  # hit
    run(1, x)
    run(source(), 1)  # hit
    o.html = x  # hit
    o.html = source()  # hit
    o.script = x  # hit
    o.other = x
    wide(1 if x else 2)  # hit
    narrow(1 if x else 2)
    return x  # hit
";
    expect(&rule(body), "a.py", text);
}

#[test]
fn labels_and_what_sinks_require() {
    let body = "\
pattern-sources:
- {pattern: a(...), label: A}
- {pattern: b(...), label: B}
- {pattern: ab(...), label: AB, requires: A}
pattern-sinks:
- {pattern: both(...), requires: A and B}
- {pattern: first(...), requires: A and not B}
- {pattern: none(...)}
- {pattern: made(...), requires: AB}
";
    let text = "\
def f():
    x = a(); y = b()
    both(x)
    both(x + y)  # hit
    first(x)  # hit
    first(x + y)
    none(x)
    made(x)
    made(ab(x))  # hit
    made(ab(y))
    both(x, y)  # hit
";
    expect(&rule(body), "a.py", text);
}

#[test]
fn propagators_from_and_to() {
    let body = "\
pattern-sources: [{pattern: source(...)}]
pattern-sinks: [{pattern: sink(...)}]
pattern-propagators:
- {pattern: 'copy($F, $T)', from: $F, to: $T}
- {pattern: 'look($F, $T)', from: $F, to: $T, by-side-effect: false}
";
    let text = "\
def a():
    x = source()
    copy(x, y)
    sink(y)  # hit
    look(x, z)
    sink(z)
    copy(1, w)
    sink(w)
";
    expect(&rule(body), "a.py", text);
}

#[test]
fn a_source_that_a_condition_speaks_of_is_one_of_its_values() {
    let body = "pattern-sources: [{pattern: req.query}, {pattern: req.$ANY.id}]\npattern-sinks: [{pattern: sink(...)}]";
    let text = "\
def f(req):
    if req.query.page in PAGES:
        sink(req.query.page)
        sink(req.query.other)  # hit
        sink(req.query)  # hit
    sink(req.query.page)  # hit
    if req.body.id not in ('a', 'b'):
        return
    sink(req.body.id)
    sink(req.head.id)  # hit
    page = req.query.page if req.query.page in PAGES else 'a'
    sink(page)
    if req.body.id == 'a':
        req = again()
        sink(req.body.id)  # hit
";
    expect(&rule(body), "a.py", text);
}

#[test]
fn a_message_names_both_ends() {
    let body = "pattern-sources: [{pattern: source($S)}]\npattern-sinks: [{pattern: sink($X)}]";
    let found = findings(&rule(body), "a.py", "y = source('q')\nsink(y)\n");
    assert_eq!(found[0].message, "from 'q' to y");
}

/// As Semgrep 1.182 finds: each metavariable is reached by something, and that meets its condition.
#[test]
fn sinks_may_require_of_each_metavariable() {
    let sources = "pattern-sources:\n- {pattern: src(), label: A}\n- {pattern: srb(), label: B}\n";
    let sink = "pattern-sinks:\n- pattern: sink($X, $Y)\n  requires:\n  - $X: A\n  - $Y: B\n";
    let text = "\
def h():
    x = src()
    y = srb()
    sink(x, y)  # hit
    sink(y, x)
    sink(x, 1)
    sink(x + y, g(y))  # hit
    sink(1, y)
";
    expect(&rule(&format!("{sources}{sink}")), "a.py", text);
    let sink =
        "pattern-sinks:\n- pattern: $O.run($X, ...)\n  requires:\n  - $O: A\n  - $X: not B\n";
    let text = "\
def h():
    x = src()
    y = srb()
    x.run(1)
    x.run(y)
    y.run(x)
    x.run(x)  # hit
    z.run(x)
";
    expect(&rule(&format!("{sources}{sink}")), "a.py", text);
}

#[test]
fn what_is_not_supported_is_refused_by_name_and_line() {
    for (body, want) in [
        (
            "pattern-sources: [{pattern: a()}]",
            ":2: rule `t`: `mode: taint` needs `pattern-sinks`",
        ),
        (
            "pattern-sources: [{pattern: a()}]\npattern-sinks:\n- {pattern: b(), at-exit: true}",
            ":9: rule `t`: `at-exit` is not supported",
        ),
        (
            "pattern-sources: [{pattern: a()}]\npattern-sinks:\n- {pattern: b(), requires: A &}",
            ":9: rule `t`: `requires: A &` is not an expression",
        ),
        (
            "pattern-sources: [{list: no-such-list}]\npattern-sinks: [{pattern: b()}]",
            ":7: rule `t`: there is no list `no-such-list`",
        ),
    ] {
        let (_, problems) = load(&rule(body));
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(
            said.iter().any(|one| one.contains(want)),
            "{want}: {said:?}"
        );
    }
}
