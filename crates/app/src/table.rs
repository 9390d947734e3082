//! Tables for people: no frame, one line per row, as wide as what they hold.

use comfy_table::{LineStyle, Table, TableStyle, presets};

const STYLE: TableStyle = presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─'));

/// A table with this header.
pub(crate) fn new(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE).set_header(header);
    table
}

/// An RFC 3339 time as people read it: to the second, UTC.
pub(crate) fn instant(text: &str) -> String {
    text.get(..19).map_or_else(|| text.to_owned(), |text| text.replace('T', " "))
}

/// A text from outside without what would move a terminal's cursor or break a line.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { '\u{fffd}' } else { sign }).collect()
}

/// The table as text, with a final line break.
pub(crate) fn text(table: &Table) -> String {
    format!("{}\n", table.trim_fmt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_move_the_cursor() {
        assert_eq!(visible("\u{1b}[2Jgone\nforged line"), "\u{fffd}[2Jgone\u{fffd}forged line");
    }
}
