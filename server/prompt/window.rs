//! Which part of the file stands in a completion's prompt. Pure: text and a token count in, ranges out.

use crate::text::Text;
use std::ops::Range;

/// The prompt's first line is a multiple of a grid's step, so that a prompt that begins anew a little
/// further down begins with the same line. A coarse grid leaves tokens unused, so a short prompt has a
/// finer one: one line of the step for so many tokens of the budget.
const GRID: usize = 16;
const GRID_TOKENS: usize = 128;
/// Most lines before and after the cursor's line that are looked at.
const LINES_BEFORE: usize = 512;
const LINES_AFTER: usize = 24;

/// The hole begins at a line that is a multiple of this, the anchor: what stands between it and the
/// cursor comes after the middle token, so that several typed lines only append to the prompt. Without
/// it each line break moves the hole, and the suffix before the middle token is read again.
const ANCHOR: usize = 8;

/// Ranges of the file, in bytes: `prefix` ends at the anchor, `typed` reaches from there to the cursor,
/// `suffix` begins at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub prefix: Range<usize>,
    pub typed: Range<usize>,
    pub suffix: Range<usize>,
}

/// The window around a byte offset that holds at most so many tokens before and after it.
///
/// The part from the anchor on stands after the middle token, so that typing only appends to the
/// prompt. When it is over a third of the budget the hole begins at the cursor's line, which is never
/// cut: a line longer than the budget leaves the prefix empty.
pub fn window(
    text: &Text,
    offset: usize,
    prefix_tokens: usize,
    suffix_tokens: usize,
    count: &dyn Fn(&str) -> usize,
) -> Window {
    let (suffix, used) = suffix_end(text, offset, suffix_tokens, count);
    // What the text after the cursor does not need, the text before it has.
    let prefix_tokens = prefix_tokens + suffix_tokens.saturating_sub(used);
    let line = text.line_of(offset);
    let anchored = text.line_start(line - line % ANCHOR);
    let (first, start, typed) = match count(&text.slice(anchored..offset)) {
        typed if typed <= prefix_tokens / 3 => (line - line % ANCHOR, anchored, typed),
        _ => {
            let start = text.line_start(line);
            (line, start, count(&text.slice(start..offset)))
        }
    };
    Window {
        prefix: prefix_start(text, first, prefix_tokens.saturating_sub(typed), count)..start,
        typed: start..offset,
        suffix: offset..suffix,
    }
}

/// Start of the earliest grid line from which the text up to `line` fits; of the nearest line that
/// fits when even the last grid line does not.
fn prefix_start(text: &Text, line: usize, budget: usize, count: &dyn Fn(&str) -> usize) -> usize {
    let end = text.line_start(line);
    let grid = (budget / GRID_TOKENS + 1).next_power_of_two().min(GRID);
    let mut best = None;
    let mut tokens = 0;
    let mut below = end;
    for at in (line.saturating_sub(LINES_BEFORE)..line).rev() {
        let start = text.line_start(at);
        tokens += count(&text.slice(start..below));
        if tokens > budget {
            // Not one grid line fitted: begin at the line after the one that did not fit.
            return best.unwrap_or(below);
        }
        below = start;
        if at % grid == 0 {
            best = Some(start);
        }
    }
    best.unwrap_or(below)
}

/// End of the last whole line after the cursor that fits, and the tokens up to there; the rest of the
/// cursor's line always fits unless it alone is over the budget.
fn suffix_end(
    text: &Text,
    offset: usize,
    budget: usize,
    count: &dyn Fn(&str) -> usize,
) -> (usize, usize) {
    let line = text.line_of(offset);
    let (mut end, mut used) = (offset, 0);
    for at in line..text.lines().min(line + LINES_AFTER) {
        let next = text.line_start(at + 1);
        let tokens = used + count(&text.slice(end..next));
        if tokens > budget {
            break;
        }
        (end, used) = (next, tokens);
    }
    (end, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One token a line, so that budgets read as lines.
    fn lines(text: &str) -> usize {
        text.lines().count()
    }

    #[test]
    fn the_first_line_stays_on_the_grid_while_the_cursor_moves() {
        let text = Text::new(&"line\n".repeat(200));
        let forty = |text: &str| lines(text) * 40;
        let at = |line: usize| window(&text, line * 5 + 2, 2_000, 160, &forty);
        // The hole of line 100 begins at line 96; of 50 lines 45 are left before it, and 64 is the
        // earliest grid line among them.
        assert_eq!(at(100).prefix, 64 * 5..96 * 5);
        assert_eq!(at(103).prefix, at(100).prefix);
        assert_eq!(at(112).prefix, 64 * 5..112 * 5);
        assert_eq!(at(113).prefix, 64 * 5..112 * 5);
        assert_eq!(at(115).prefix.start, 80 * 5);
        assert_eq!(at(100).typed, 96 * 5..502);
        assert_eq!(at(100).suffix, 502..520);
    }

    #[test]
    fn a_short_prompt_uses_all_its_tokens_before_the_cursor() {
        let text = Text::new(&"line\n".repeat(40));
        // Six of 20 lines are typed; three of the five below do not exist, so 17 are left above.
        let window = window(&text, 38 * 5, 20, 5, &lines);
        assert_eq!(window.suffix, 38 * 5..40 * 5);
        assert_eq!(window.prefix, 15 * 5..32 * 5);
        assert_eq!(window.typed, 32 * 5..38 * 5);
    }

    #[test]
    fn the_hole_begins_at_the_cursors_line_when_the_lines_above_are_long() {
        let text = Text::new(&"line\n".repeat(40));
        // Seven lines from the anchor to the cursor are more than a third of 18.
        assert_eq!(window(&text, 22 * 5, 18, 4, &lines).typed, 16 * 5..22 * 5);
        assert_eq!(
            window(&text, 22 * 5 + 1, 18, 4, &lines).typed,
            22 * 5..22 * 5 + 1
        );
    }

    #[test]
    fn a_budget_below_one_grid_step_still_gives_the_nearest_lines() {
        let text = Text::new(&"line\n".repeat(40));
        assert_eq!(window(&text, 30 * 5 + 1, 6, 0, &lines).prefix, 25 * 5..150);
    }

    #[test]
    fn an_empty_text_has_an_empty_window() {
        let window = window(&Text::new(""), 0, 50, 50, &lines);
        assert_eq!(
            (window.prefix, window.typed, window.suffix),
            (0..0, 0..0, 0..0)
        );
    }
}
