//! COPY: the way in for many rows.

use super::{error, wait};
use crate::Error;
use crate::row::Value;
use crate::table::Table;
use deadpool_postgres::ClientWrapper;
use std::pin::pin;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;

/// Puts rows into a table. They are refused together when one of them is.
pub(crate) fn load<'v>(
    client: &ClientWrapper,
    table: &Table,
    rows: impl Iterator<Item = impl AsRef<[Value<'v>]>>,
) -> Result<u64, Error> {
    // The columns' types are the server's to tell.
    let columns = wait(client.prepare_cached(&table.select_none_text())).map_err(error)?;
    let types: Vec<Type> = columns.columns().iter().map(|column| column.type_().clone()).collect();
    wait(async {
        let sink = client.copy_in(&table.copy_in_text()).await.map_err(error)?;
        let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
        for row in rows {
            writer.as_mut().write_raw(row.as_ref()).await.map_err(error)?;
        }
        writer.finish().await.map_err(error)
    })
}
