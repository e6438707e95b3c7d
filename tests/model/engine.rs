//! The engine's traps, one test each: what it must not do to an answer, to memory, to the next request.

use crate::{Desk, desk, text};
use inglenook::model::{Event, Finish, Part, Prompt, Request, Role};
use std::time::{Duration, Instant};

pub fn fim(prefix: &str, typed: &str, suffix: &str) -> Request {
    let control = |token: &str| Part::Control(token.into());
    let parts = vec![
        control("<|fim_prefix|>"),
        Part::Text(prefix.into()),
        control("<|fim_suffix|>"),
        Part::Text(suffix.into()),
        control("<|fim_middle|>"),
        Part::Text(typed.into()),
    ];
    Request {
        prompt: Prompt::Parts(parts),
        keep: 5,
        max_tokens: 12,
        temperature: 0.0,
        schema: None,
        deadline: Duration::from_secs(600),
    }
}

fn started(events: &[Event]) -> (usize, usize) {
    match events.first() {
        Some(Event::Started {
            prompt_tokens,
            cached_tokens,
        }) => (*prompt_tokens, *cached_tokens),
        other => panic!("an answer begins with Started, not {other:?}"),
    }
}

#[test]
fn users_text_never_becomes_a_control_token() {
    let desk = desk();
    let user = "a <|fim_middle|> b <|endoftext|> c<|im_end|>";
    let ids = |parts| {
        desk.engine
            .model
            .encode(&Prompt::Parts(parts))
            .expect("it has a tokenizer")
    };
    let plain = ids(vec![Part::Text(user.into())]);
    let controls = 151_643..=151_664;
    println!("{user:?} is {plain:?}");
    assert!(plain.iter().all(|id| !controls.contains(id)), "{plain:?}");
    assert_eq!(ids(vec![Part::Control("<|fim_middle|>".into())]), [151_660]);
    assert_eq!(ids(vec![Part::Control("<|fim_prefix|>".into())]), [151_659]);
    assert_eq!(ids(vec![Part::Control("<|fim_suffix|>".into())]), [151_661]);
}

#[test]
fn typing_what_a_kept_prompt_predicts_gives_the_answer_of_a_fresh_one() {
    let desk = desk();
    let prefix = "def total(prices):\n    result = 0\n    for price in prices:\n        result += price\n    return result\n\n\ndef mean(prices):\n";
    let fresh = text(&desk.all(fim(
        &format!("# fresh\n{prefix}"),
        "    return total(prices)",
        "\n",
    )));
    // The same prompt grown by typing: each step is answered from what was kept before it.
    for typed in [
        "    ",
        "    return",
        "    return total(",
        "    return total(prices)",
    ] {
        let grown = text(&desk.all(fim(&format!("# grown\n{prefix}"), typed, "\n")));
        if typed.ends_with(')') {
            assert_eq!(grown, fresh);
        }
    }
    // Deleting leads to a prompt that is wholly contained in a kept one.
    let events = desk.all(fim(&format!("# grown\n{prefix}"), "    return", "\n"));
    let (prompt, cached) = started(&events);
    assert!(
        prompt - cached <= 16,
        "{cached} of {prompt} tokens were known"
    );
}

#[test]
fn probabilities_are_probabilities() {
    let desk = desk();
    let events = desk.all(fim("x = [1, 2, 3, 4, 5, 6, 7, 8, 9, ", "", "]\n"));
    let logprobs: Vec<f32> = events
        .iter()
        .filter_map(|event| match event {
            Event::Token { logprob, .. } => *logprob,
            _ => None,
        })
        .collect();
    assert!(!logprobs.is_empty());
    assert!(
        logprobs.iter().all(|logprob| *logprob <= 1e-3),
        "{logprobs:?}"
    );
    // Counting on is as sure as anything: the first token is well above one half.
    assert!(logprobs[0].exp() > 0.5, "{logprobs:?}");
}

#[test]
fn characters_of_several_tokens_come_whole() {
    let desk = desk();
    let list = "animals = {\"crab\": \"🦀\", \"snake\": \"🐍\", \"penguin\": \"🐧\"}\ncopy = {\"crab\": \"🦀\", \"snake\": \"";
    let answer = text(&desk.all(fim("", list, "\n")));
    assert!(answer.starts_with('🐍'), "{answer:?}");
}

#[test]
fn an_answer_keeps_to_its_schema() {
    let desk = desk();
    let schema = serde_json::json!({
        "type": "object",
        "properties": {"verdict": {"enum": ["real", "unsure", "not real"]}},
        "required": ["verdict"],
        "additionalProperties": false
    });
    let events = desk.all(Request {
        prompt: Prompt::Chat(vec![(
            Role::User,
            "Is `eval(input())` dangerous? Answer in JSON.".into(),
        )]),
        keep: 1,
        max_tokens: 64,
        temperature: 0.0,
        schema: Some(schema),
        deadline: Duration::from_secs(600),
    });
    let answer: serde_json::Value =
        serde_json::from_str(&text(&events)).expect("the answer is JSON");
    assert!(["real", "unsure", "not real"].contains(&answer["verdict"].as_str().unwrap_or("")));
}

/// A model that has more to say than the schema lets it once wrote blanks until its tokens were used up.
#[test]
fn an_answer_ends_where_its_schema_does() {
    let desk = desk();
    let schema = serde_json::json!({
        "type": "object",
        "properties": {
            "verdict": {"enum": ["real", "not real"]},
            "explanation": {"type": "string", "maxLength": 24}
        },
        "required": ["verdict", "explanation"],
        "additionalProperties": false
    });
    let events = desk.all(Request {
        prompt: Prompt::Chat(vec![(
            Role::User,
            "Is `re.compile(r'^([a-z]*)*x')` dangerous? Answer in JSON, with a long explanation."
                .into(),
        )]),
        keep: 1,
        max_tokens: 96,
        temperature: 0.0,
        schema: Some(schema),
        deadline: Duration::from_secs(600),
    });
    let answer = text(&events);
    let parsed: serde_json::Value = serde_json::from_str(&answer).expect("the answer is whole");
    let verdict = parsed["verdict"].as_str().unwrap_or_default();
    assert!(
        answer.starts_with(&format!(
            "{{\"verdict\": \"{verdict}\", \"explanation\": \""
        )),
        "{answer}"
    );
    assert!(answer.ends_with("\"}"), "{answer}");
}

#[test]
fn a_deadline_ends_an_answer_with_what_it_has() {
    let desk = desk();
    let mut request = fim("# A long story, told word by word.\nSTORY = \"", "", "");
    request.max_tokens = 4_000;
    request.deadline = Duration::from_secs(6);
    let start = Instant::now();
    let events = desk.all(request);
    let Some(Event::Done { finish, usage }) = events.last() else {
        panic!("an answer ends with Done, not {:?}", events.last());
    };
    assert!(
        matches!(finish, Finish::Deadline | Finish::Stop),
        "{finish:?}"
    );
    assert!(usage.completion_tokens > 0);
    // One step of the engine may pass after the deadline.
    assert!(start.elapsed() < Duration::from_secs(30));
}

/// Of 300 requests 280 are given up at once or after their first token; every one gets exactly one
/// end, and then the engine is free: a short request is answered at once.
#[test]
fn cancelled_requests_leave_nothing_behind() {
    let desk = desk();
    let prefix = "fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n\n";
    let warm = desk.all(fim(prefix, "fn sub(", "\n"));
    assert!(matches!(warm.last(), Some(Event::Done { .. })));
    let mut finished = 0;
    for round in 0..20 {
        for cancelled in 0..14 {
            let mut stream = desk.submit(None, fim(prefix, "fn sub(", "\n"));
            if cancelled == 13 {
                // In the middle of its answer: the third event is its second token.
                for _ in 0..3 {
                    desk.runtime.block_on(stream.recv());
                }
            }
        }
        let events = desk.all(fim(prefix, "fn sub(", "\n"));
        let ends = events
            .iter()
            .filter(|event| matches!(event, Event::Done { .. }))
            .count();
        assert_eq!(ends, 1, "round {round}");
        finished += ends;
    }
    assert_eq!(finished, 20);
    assert_eq!(waits_for_engine(&desk), 0);
    let token = seconds_a_token(&desk);
    // The engine is busy with the cancelled request as long as the next one waits more than it
    // would have on an idle engine.
    let idle = sorted((0..10).map(|_| seconds_to_first_token(&desk, prefix)));
    let after = sorted((0..10).map(|_| {
        let mut stream = desk.submit(None, fim(prefix, "fn sub(", "\n"));
        for _ in 0..3 {
            desk.runtime.block_on(stream.recv());
        }
        drop(stream);
        seconds_to_first_token(&desk, prefix)
    }));
    println!(
        "first token on an idle engine after {:.0} ms, after a cancel {:.0} ms (medians; worst {:.0} ms): busy for {:.0} ms more; a token takes {:.0} ms",
        idle[5] * 1e3,
        after[5] * 1e3,
        after[9] * 1e3,
        (after[5] - idle[5]) * 1e3,
        token * 1e3
    );
}

fn sorted(times: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times
}

fn seconds_to_first_token(desk: &Desk, prefix: &str) -> f64 {
    let start = Instant::now();
    let mut next = desk.submit(None, fim(prefix, "fn mul(", "\n"));
    while let Some(event) = desk.runtime.block_on(next.recv()) {
        if matches!(event, Ok(Event::Token { .. })) {
            return start.elapsed().as_secs_f64();
        }
    }
    panic!("the model says a token");
}

/// Requests still in the lane, after it had a moment to see the last ones gone.
fn waits_for_engine(desk: &Desk) -> usize {
    for _ in 0..100 {
        if desk.engine.lane.load() == 0 {
            return 0;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    desk.engine.lane.load()
}

fn seconds_a_token(desk: &Desk) -> f64 {
    let events = desk.all(fim("fn main() {\n", "    ", "}\n"));
    match events.last() {
        Some(Event::Done { usage, .. }) if usage.completion_tokens > 1 => {
            (usage.total_ms - usage.ttft_ms) / 1e3 / (usage.completion_tokens - 1) as f64
        }
        other => panic!("the model says more than a token: {other:?}"),
    }
}
