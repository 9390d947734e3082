//! Tables that many rows go into at once, and the texts for that: INSERT on SQLite, COPY on PostgreSQL.

/// A table, or some of its columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
}

impl Table {
    pub(crate) fn insert_text(&self) -> String {
        let places: Vec<String> = (1..=self.columns.len()).map(|place| format!("${place}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.column_list(), places.join(", "))
    }

    pub(crate) fn copy_in_text(&self) -> String {
        format!("COPY {} ({}) FROM STDIN (FORMAT binary)", self.name, self.column_list())
    }

    /// A query whose answer has the columns and no row.
    pub(crate) fn select_none_text(&self) -> String {
        format!("SELECT {} FROM {} WHERE false", self.column_list(), self.name)
    }

    fn column_list(&self) -> String {
        self.columns.join(", ")
    }
}
