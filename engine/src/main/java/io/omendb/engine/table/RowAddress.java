package io.omendb.engine.table;

/** Where a row lies: the offsets that its id stands for. Reused; the writer's or one reader's. */
final class RowAddress {

    long rowId;
    long group;
    long entry;
    int slot;

    void resolve(RowGroups groups, long id) {
        rowId = id;
        group = groups.descriptor(RowGroupLayout.groupOf(id));
        slot = RowGroupLayout.slotOf(id);
        entry = RowGroupLayout.vectorEntry(group, slot);
    }

    boolean isPresent() {
        return RowGroupLayout.bit(RowGroupLayout.presence(group), slot);
    }

    int slotInVector() {
        return slot & RowGroupLayout.VECTOR_ROWS - 1;
    }

    /** The index of the row's vector in the table. */
    long vector() {
        return RowGroupLayout.vectorOf(rowId);
    }

    boolean isNull(int column) {
        long nulls = RowGroupLayout.nullsAcquire(group, column);
        return nulls != 0 && RowGroupLayout.bit(nulls, slot);
    }
}
