//! Values that a JSON Schema admits, made up at random but the same in every run.

use proptest::strategy::{Strategy, ValueTree};
use proptest::string::string_regex;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

/// Objects are no deeper than this unless they have to be.
const DEEP: u32 = 6;

const TEXTS: [&str; 9] = [
    "",
    "a",
    "InboundCalling",
    "with \"quotes\" and \\",
    "line\nbreak\ttab",
    "naïve ☎ 電話",
    "\u{0}\u{7f}",
    "null",
    "{[",
];

pub(super) struct Generator {
    state: u64,
    runner: TestRunner,
}

impl Default for Generator {
    fn default() -> Self {
        Self { state: 20_240_229, runner: TestRunner::deterministic() }
    }
}

impl Generator {
    /// A value that the schema admits; what it refers to is in its `components`.
    pub(super) fn value(&mut self, schema: &Value) -> Value {
        self.make(schema, schema, 0)
    }

    /// A number below this one.
    pub(super) fn below(&mut self, end: usize) -> usize {
        // SplitMix64: enough to be various, and nothing else is asked of it.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn make(&mut self, schema: &Value, root: &Value, depth: u32) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = root.pointer(reference.trim_start_matches('#')).unwrap();
            return self.make(target, root, depth);
        }
        if let Some(alternatives) = schema["anyOf"].as_array().or_else(|| schema["allOf"].as_array()) {
            let index = self.below(alternatives.len());
            return self.make(&alternatives[index], root, depth);
        }
        if let Some(words) = schema["enum"].as_array() {
            return words[self.below(words.len())].clone();
        }
        let kinds = schema["type"].as_array().map_or_else(|| vec![schema["type"].clone()], Clone::clone);
        let kind = kinds[self.below(kinds.len())].clone();
        match kind.as_str().unwrap() {
            "null" => Value::Null,
            "boolean" => json!(self.below(2) == 0),
            "integer" => json!([0, 1, 3599, i64::from(i32::MAX)][self.below(4)]),
            "string" => json!(self.text(schema)),
            "array" => {
                let most = if depth >= DEEP { 1 } else { 4 };
                let items = 0..self.below(most);
                items.map(|_| self.make(&schema["items"], root, depth + 1)).collect()
            }
            "object" => self.object(schema, root, depth),
            other => panic!("the description has a {other}"),
        }
    }

    fn object(&mut self, schema: &Value, root: &Value, depth: u32) -> Value {
        let is_required =
            |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
        let mut object = Map::new();
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            if is_required(name) || (depth < DEEP && self.below(3) > 0) {
                object.insert(name.clone(), self.make(member, root, depth + 1));
            }
        }
        // Objects are open: members may come that nobody knows yet.
        if self.below(4) == 0 {
            object.insert("addedLater".to_owned(), json!({"deep": [[{"er": null}], 1.5e3]}));
        }
        Value::Object(object)
    }

    fn text(&mut self, schema: &Value) -> String {
        if let Some(pattern) = schema["pattern"].as_str() {
            return self.matching(pattern, schema);
        }
        match schema["format"].as_str() {
            Some("uri") => "https://elsewhere.example/next".to_owned(),
            Some("uuid") => "c4be5d0a-7c3e-4b68-9f27-5d1e80a6b3f2".to_owned(),
            Some("date-time") => {
                let times = ["2026-02-16T16:17:56Z", "2026-02-16T16:17:56.142792699+02:00", "2016-12-31t23:59:59.5z"];
                times[self.below(times.len())].to_owned()
            }
            _ => {
                let first = usize::from(schema["minLength"].as_u64().unwrap_or_default() > 0);
                TEXTS[first + self.below(TEXTS.len() - first)].to_owned()
            }
        }
    }

    /// The description's patterns match whole texts, and its digits are ASCII.
    fn matching(&mut self, pattern: &str, schema: &Value) -> String {
        let pattern = pattern.trim_start_matches('^').trim_end_matches('$').replace("\\d", "[0-9]");
        let strategy = string_regex(&pattern).unwrap();
        let bound = |name: &str| schema[name].as_u64().map(|bound| usize::try_from(bound).unwrap());
        let fits = bound("minLength").unwrap_or_default()..=bound("maxLength").unwrap_or(usize::MAX);
        loop {
            let text = strategy.new_tree(&mut self.runner).unwrap().current();
            if fits.contains(&text.len()) {
                return text;
            }
        }
    }
}
