//! Reads filters.

use super::Filter;
use serde_json::Value;
use std::iter::Peekable;
use std::str::Chars;

/// A text that is no filter, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the filter cannot be read: {0}")]
pub(crate) struct NoFilter(String);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A name, a path, a word, a number.
    Word(String),
    Text(String),
    Open,
    Close,
    Colon,
}

/// Brackets within brackets.
const DEEPEST: usize = 20;

/// Reads a filter.
pub(crate) fn parse(text: &str) -> Result<Filter, NoFilter> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let filter = parser.or()?;
    match parser.next() {
        None => Ok(filter),
        Some(token) => Err(NoFilter(format!("{} is too much", token.shown()))),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, NoFilter> {
    let mut tokens = Vec::new();
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            ' ' => {}
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            ':' => tokens.push(Token::Colon),
            '\'' => tokens.push(Token::Text(quoted(&mut signs)?)),
            _ if is_word(sign) => {
                let mut word = String::from(sign);
                while let Some(sign) = signs.next_if(|sign| is_word(*sign)) {
                    word.push(sign);
                }
                tokens.push(Token::Word(word));
            }
            _ => return Err(NoFilter(format!("`{sign}` means nothing here"))),
        }
    }
    Ok(tokens)
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '/' | '@' | '.' | '-')
}

/// A text up to its closing quote; two quotes are one.
fn quoted(signs: &mut Peekable<Chars<'_>>) -> Result<String, NoFilter> {
    let mut text = String::new();
    while let Some(sign) = signs.next() {
        if sign != '\'' {
            text.push(sign);
        } else if signs.next_if_eq(&'\'').is_some() {
            text.push('\'');
        } else {
            return Ok(text);
        }
    }
    Err(NoFilter("a quote is not closed".to_owned()))
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Self::Word(word) => format!("`{word}`"),
            Self::Text(text) => format!("'{text}'"),
            Self::Open => "`(`".to_owned(),
            Self::Close => "`)`".to_owned(),
            Self::Colon => "`:`".to_owned(),
        }
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn next(&mut self) -> Option<Token> {
        self.at += 1;
        self.tokens.get(self.at - 1).cloned()
    }

    /// Takes the next token if it is this word.
    fn takes(&mut self, word: &str) -> bool {
        let is_next = matches!(self.tokens.get(self.at), Some(Token::Word(next)) if next == word);
        self.at += usize::from(is_next);
        is_next
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), NoFilter> {
        match self.next() {
            Some(token) if token == *wanted => Ok(()),
            Some(token) => Err(NoFilter(format!("{} stands where {} should", token.shown(), wanted.shown()))),
            None => Err(NoFilter(format!("{} is missing at the end", wanted.shown()))),
        }
    }

    fn word(&mut self) -> Result<String, NoFilter> {
        match self.next() {
            Some(Token::Word(word)) => Ok(word),
            Some(token) => Err(NoFilter(format!("{} stands where a name should", token.shown()))),
            None => Err(NoFilter("it ends too early".to_owned())),
        }
    }

    fn or(&mut self) -> Result<Filter, NoFilter> {
        let mut left = self.and()?;
        while self.takes("or") {
            left = Filter::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Filter, NoFilter> {
        let mut left = self.single()?;
        while self.takes("and") {
            left = Filter::And(Box::new(left), Box::new(self.single()?));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Filter, NoFilter> {
        if self.tokens.get(self.at) == Some(&Token::Open) {
            self.at += 1;
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(NoFilter("it has too many brackets".to_owned()));
            }
            let filter = self.or()?;
            self.expect(&Token::Close)?;
            self.depth -= 1;
            return Ok(filter);
        }
        let path = self.word()?;
        let segments = |path: &str| path.split('/').map(str::to_owned).collect();
        if let Some(path) = path.strip_suffix("/any") {
            self.expect(&Token::Open)?;
            let variable = self.word()?;
            self.expect(&Token::Colon)?;
            if self.word()? != variable {
                return Err(NoFilter(format!("`any` compares `{variable}` alone")));
            }
            let (equal, value) = self.comparison()?;
            self.expect(&Token::Close)?;
            return Ok(Filter::Any { path: segments(path), equal, value });
        }
        let (equal, value) = self.comparison()?;
        Ok(Filter::Compare { path: segments(&path), equal, value })
    }

    fn comparison(&mut self) -> Result<(bool, Value), NoFilter> {
        let equal = match self.word()?.as_str() {
            "eq" => true,
            "ne" => false,
            other => return Err(NoFilter(format!("`{other}` is not understood; `eq` and `ne` are"))),
        };
        let value = match self.next() {
            Some(Token::Text(text)) => Value::from(text),
            Some(Token::Word(word)) => match serde_json::from_str::<Value>(&word) {
                Ok(value) => value,
                Err(_) => return Err(NoFilter(format!("`{word}` is no value: texts stand in single quotes"))),
            },
            _ => return Err(NoFilter("a value is missing".to_owned())),
        };
        Ok((equal, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_filter_is_refused() {
        for text in [
            "",
            "a",
            "a eq",
            "a eq x",
            "a gt 'x'",
            "a eq 'x",
            "a eq 'x' and",
            "(a eq 'x'",
            "a eq 'x')",
            "a eq 'x' b eq 'y'",
            "startswith(a,'x')",
            "d/any(c:e eq 'q')",
            "a = 'x'",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
    }
}
