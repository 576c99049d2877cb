//! Sigma detection syntax: selections and a condition.
//!
//! A map is AND, a list is OR; `|startswith`, `|endswith`, `|contains`, `|re` and `|all` are
//! known. The condition knows `and`, `or`, `not`, parentheses, `1 of x*` and `all of x*`.

use std::collections::BTreeMap;

use regex::RegexBuilder;
use serde_json::Value;

use super::conditions::{Expression, FieldTest, Quantity, TextPattern};

/// Reads a detection block; `None` when it is empty.
pub(super) fn read(block: &BTreeMap<String, Value>) -> Result<Option<Expression>, String> {
    if block.is_empty() {
        return Ok(None);
    }
    let mut selections = BTreeMap::new();
    for (name, value) in block.iter().filter(|(name, _)| *name != "condition") {
        selections.insert(name.as_str(), selection(value)?);
    }
    let Some(condition) = block.get("condition").and_then(Value::as_str) else {
        return Err("detection needs a condition".to_owned());
    };
    let tokens = tokens(condition);
    let mut parser = Parser { tokens: &tokens, position: 0, selections: &selections };
    let expression = parser.any()?;
    match parser.peek() {
        None => Ok(Some(expression)),
        Some(rest) => Err(format!("condition ends with {rest:?}")),
    }
}

/// A map of fields, or a list of such maps.
pub(super) fn selection(value: &Value) -> Result<Expression, String> {
    match value {
        Value::Object(fields) => {
            let tests: Result<Vec<_>, _> =
                fields.iter().map(|(name, value)| field_test(name, value)).collect();
            Ok(Expression::All(tests?))
        }
        Value::Array(maps) => {
            Ok(Expression::Any(maps.iter().map(selection).collect::<Result<_, _>>()?))
        }
        other => Err(format!("a selection is a map or a list of maps, not {other}")),
    }
}

fn field_test(name: &str, value: &Value) -> Result<Expression, String> {
    let mut parts = name.split('|');
    let field = parts.next().unwrap_or_default().to_owned();
    let mut quantity = Quantity::One;
    let mut operator = "";
    for modifier in parts {
        match modifier {
            "all" => quantity = Quantity::All,
            "startswith" | "endswith" | "contains" | "re" => operator = modifier,
            other => return Err(format!("unknown modifier |{other} of {field}")),
        }
    }
    let values = match value {
        Value::Array(values) => values.iter().map(|v| pattern(operator, v)).collect(),
        value => pattern(operator, value).map(|pattern| vec![pattern]),
    }?;
    Ok(Expression::Field(FieldTest { field, values, quantity }))
}

fn pattern(operator: &str, value: &Value) -> Result<TextPattern, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        other => return Err(format!("a value is text, a number or a boolean, not {other}")),
    };
    let lower = text.to_lowercase();
    Ok(match operator {
        "startswith" => TextPattern::StartsWith(lower),
        "endswith" => TextPattern::EndsWith(lower),
        "contains" => TextPattern::Contains(lower),
        "re" => TextPattern::Expression(
            RegexBuilder::new(&text)
                .size_limit(1 << 20)
                .build()
                .map_err(|error| format!("bad expression {text}: {error}"))?,
        ),
        _ => TextPattern::Exact(lower),
    })
}

fn tokens(condition: &str) -> Vec<String> {
    let spaced = condition.replace('(', " ( ").replace(')', " ) ");
    spaced.split_whitespace().map(str::to_owned).collect()
}

struct Parser<'p> {
    tokens: &'p [String],
    position: usize,
    selections: &'p BTreeMap<&'p str, Expression>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.position).map(String::as_str)
    }

    fn take(&mut self) -> Option<String> {
        let token = self.tokens.get(self.position).cloned();
        self.position = self.position.saturating_add(1);
        token
    }

    fn any(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.all()?];
        while self.peek() == Some("or") {
            self.take();
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::Any(parts) })
    }

    fn all(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.one()?];
        while self.peek() == Some("and") {
            self.take();
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::All(parts) })
    }

    fn one(&mut self) -> Result<Expression, String> {
        match self.take().as_deref() {
            Some("not") => Ok(Expression::Not(Box::new(self.one()?))),
            Some("(") => {
                let inner = self.any()?;
                match self.take().as_deref() {
                    Some(")") => Ok(inner),
                    _ => Err("a parenthesis is not closed".to_owned()),
                }
            }
            Some("1") => self.of().map(Expression::Any),
            Some("all") => self.of().map(Expression::All),
            Some(name) => match self.selections.get(name) {
                Some(selection) => Ok(selection.clone()),
                None => Err(format!("condition names an unknown selection {name:?}")),
            },
            None => Err("the condition ends too early".to_owned()),
        }
    }

    /// `of them`, `of name*`.
    fn of(&mut self) -> Result<Vec<Expression>, String> {
        let (Some("of"), Some(names)) = (self.take().as_deref(), self.take()) else {
            return Err("`1` and `all` are followed by `of` and a name".to_owned());
        };
        let prefix = if names == "them" { "" } else { names.trim_end_matches('*') };
        let chosen = self.selections.iter().filter(|(name, _)| name.starts_with(prefix));
        let chosen: Vec<_> = chosen.map(|(_, selection)| selection.clone()).collect();
        if chosen.is_empty() {
            return Err(format!("no selection begins with {prefix:?}"));
        }
        Ok(chosen)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn error(block: Value) -> String {
        read(&serde_json::from_value(block).unwrap()).unwrap_err()
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(error(json!({"a": {"X": 1}})), "detection needs a condition");
        assert!(error(json!({"a": {"X": 1}, "condition": "b"})).contains("unknown selection"));
        assert!(error(json!({"a": {"X|endwith": 1}, "condition": "a"})).contains("|endwith"));
        assert!(error(json!({"a": {"X": 1}, "condition": "(a"})).contains("not closed"));
        assert!(error(json!({"a": {"X|re": "("}, "condition": "a"})).contains("bad expression"));
        assert!(error(json!({"a": {"X": 1}, "condition": "1 of b*"})).contains("begins with"));
    }
}
