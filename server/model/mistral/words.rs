//! Prompts as token ids: users' text never becomes a control token.

use super::Inner;
use crate::model::{ModelError, Part, Prompt};

impl Inner {
    pub(super) fn parts(&self, prompt: &Prompt) -> Result<Vec<Part>, ModelError> {
        match prompt {
            Prompt::Parts(parts) => Ok(parts.clone()),
            Prompt::Chat(messages) => self.family.chat_parts(messages).ok_or_else(|| {
                ModelError::Failed(format!(
                    "models of the family {} do not chat",
                    self.family.name
                ))
            }),
        }
    }

    pub(super) fn encode_part(&self, part: &Part) -> Vec<u32> {
        match part {
            Part::Text(text) => self.encode_text(text),
            Part::Control(spelling) => self.tokenizer.token_to_id(spelling).into_iter().collect(),
        }
    }

    /// Ids of users' text: never a control token.
    pub(super) fn encode_text(&self, text: &str) -> Vec<u32> {
        let encode = |piece| self.tokenizer.encode_fast(piece, false);
        let encoded = self
            .defuser
            .pieces(text)
            .into_iter()
            .filter_map(|piece| encode(piece).ok());
        encoded
            .flat_map(|encoding| encoding.get_ids().to_vec())
            .collect()
    }

    /// Other ways to write what a token stands for: by two tokens, the first one as long as can be, and
    /// letter by letter. None for control tokens.
    pub(super) fn spellings(&self, id: u32) -> Vec<Vec<u32>> {
        let added = self.tokenizer.get_added_tokens_decoder().contains_key(&id);
        let Some(spelling) = self.tokenizer.id_to_token(id).filter(|_| !added) else {
            return Vec::new();
        };
        let token = |text: &str| self.tokenizer.token_to_id(text);
        let cuts = spelling.char_indices().rev().map(|(at, _)| at);
        let cuts = cuts.filter(|at| *at > 0);
        let halves =
            cuts.filter_map(|at| Some(vec![token(&spelling[..at])?, token(&spelling[at..])?]));
        let letters = spelling
            .chars()
            .map(|letter| token(letter.encode_utf8(&mut [0; 4])));
        let letters: Option<Vec<u32>> = letters.collect();
        // Two letters are halves already.
        let letters = letters.filter(|letters| letters.len() > 2);
        halves.chain(letters).collect()
    }
}
