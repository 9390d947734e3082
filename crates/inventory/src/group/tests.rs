//! Claims about the shape of blocks, which no page shows.

use super::{BLOCK, GROWTH, Group};
use crate::row::Row;
use crate::slab::Slab;

fn insert(group: &mut Group, rows: &mut Slab, id: i64) {
    let spot = group.locate(id, rows).unwrap_err();
    let mut row = Row::EMPTY;
    row.id = id;
    let slot = rows.insert(row);
    group.insert(spot, slot, rows);
}

fn lengths(group: &Group) -> Vec<usize> {
    group.blocks.iter().map(|block| block.slots.len()).collect()
}

#[test]
fn ascending_ids_fill_blocks_without_slack() {
    let (mut group, mut rows) = (Group::new(0, 0), Slab::new());
    (0..1_300).for_each(|id| insert(&mut group, &mut rows, id));
    assert_eq!(lengths(&group), [BLOCK, BLOCK, 276]);
    for block in &group.blocks {
        assert!(block.slots.capacity() < block.slots.len() + GROWTH);
        assert!(block.statuses.capacity() < block.statuses.len() + GROWTH);
    }
}

#[test]
fn ascending_ids_between_others_fill_blocks_too() {
    let (mut group, mut rows) = (Group::new(0, 0), Slab::new());
    (0..512).for_each(|id| insert(&mut group, &mut rows, id));
    (10_000..10_512).for_each(|id| insert(&mut group, &mut rows, id));
    (1_000..2_024).for_each(|id| insert(&mut group, &mut rows, id));
    assert_eq!(lengths(&group), [BLOCK; 4]);
}

#[test]
fn a_full_block_splits_and_sparse_neighbours_merge() {
    let (mut group, mut rows) = (Group::new(0, 0), Slab::new());
    (0..512).for_each(|id| insert(&mut group, &mut rows, 2 * id));
    insert(&mut group, &mut rows, 301);
    assert_eq!(lengths(&group), [257, 256]);
    for id in (0..512).filter(|id| id % 2 == 0) {
        let spot = group.locate(2 * id, &rows).unwrap();
        group.remove(spot, &rows);
    }
    insert(&mut group, &mut rows, 303);
    let spot = group.locate(303, &rows).unwrap();
    group.remove(spot, &rows);
    let spot = group.locate(301, &rows).unwrap();
    group.remove(spot, &rows);
    assert_eq!(lengths(&group), [256]);
    assert!(group.blocks[0].slots.windows(2).all(|pair| rows.get(pair[0]).id < rows.get(pair[1]).id));
}
