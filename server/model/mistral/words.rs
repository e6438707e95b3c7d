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

    /// The same text with its last word spelt by other tokens, so that no kept prompt contains it.
    pub(super) fn apart(&self, ids: Vec<u32>) -> Vec<u32> {
        for at in (0..ids.len()).rev() {
            let Some(spelling) = self.tokenizer.id_to_token(ids[at]) else {
                continue;
            };
            let added = self
                .tokenizer
                .get_added_tokens_decoder()
                .contains_key(&ids[at]);
            let letters: Option<Vec<u32>> = spelling
                .chars()
                .map(|letter| self.tokenizer.token_to_id(&letter.to_string()))
                .collect();
            if let (false, Some(letters)) = (added, letters)
                && letters.len() > 1
            {
                let mut spelt = ids[..at].to_vec();
                spelt.extend(letters);
                spelt.extend(&ids[at + 1..]);
                return spelt;
            }
        }
        ids
    }
}
