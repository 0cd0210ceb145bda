//! The words a score is reported in.

use serde::{Deserialize, Serialize};

/// Where a score stands. Lower bounds are inclusive and belong to the model file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Band {
    /// Act now.
    Red,
    /// Watch.
    Amber,
    /// Healthy.
    Green,
}

/// How much of what the model asks for was really seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Confidence {
    /// Too little to show a score at all.
    Insufficient,
    /// Read with care.
    Low,
    /// Fair.
    Medium,
    /// Most of the model is measured.
    High,
}

macro_rules! words {
    ($kind:ty { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $kind {
            /// The word in capitals, as stored and as answered.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word in capitals.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words!(Band { Red = "RED", Amber = "AMBER", Green = "GREEN" });
words!(Confidence { Insufficient = "INSUFFICIENT", Low = "LOW", Medium = "MEDIUM", High = "HIGH" });
