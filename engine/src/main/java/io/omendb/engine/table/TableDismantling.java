package io.omendb.engine.table;

import java.util.List;

/**
 * Takes a dropped table apart: its indexes, then versions, strings and rows group by group, then
 * the directory of the groups. Nobody looks at the table any more but readers that are inside an
 * epoch already.
 *
 * <p>Thread: writer.
 */
final class TableDismantling implements Dismantling {

    private final List<TableIndex> indexes;
    private final RowGroups groups;
    private final VersionChains chains;
    private final long vectorCount;
    private final RowAddress row = new RowAddress();
    private int index;
    private long vector;
    private int slotInVector;
    private long group;
    private int extent;

    TableDismantling(
            List<TableIndex> indexes, RowGroups groups, VersionChains chains, long vectorCount) {
        this.indexes = indexes;
        this.groups = groups;
        this.chains = chains;
        this.vectorCount = vectorCount;
    }

    @Override
    public boolean step(int blocksMax) {
        if (index < indexes.size()) {
            index += indexes.get(index).retire(blocksMax) ? 1 : 0;
            return false;
        }
        if (vector < vectorCount) {
            dropVersions(blocksMax);
            return false;
        }
        if (group < groups.count()) {
            extent = groups.dropStrings(group, extent, blocksMax);
            if (extent < 0) {
                groups.drop(group);
                group++;
                extent = 0;
            }
            return false;
        }
        groups.dropDirectory();
        return true;
    }

    /** Goes on in the vector; to the next one when its words have gone. */
    private void dropVersions(int imagesMax) {
        long number = RowGroupLayout.groupOfVector(vector);
        int first =
                (int) (vector - RowGroupLayout.firstVectorOf(number))
                        << RowGroupLayout.VECTOR_SHIFT;
        long entry = RowGroupLayout.vectorEntry(groups.descriptor(number), first);
        int left = imagesMax;
        if (RowGroupLayout.wordsPlain(entry) != 0) {
            for (; slotInVector < RowGroupLayout.vectorRowsOf(number); slotInVector++) {
                row.resolve(groups, RowGroupLayout.rowId(number, first + slotInVector));
                int dropped = chains.dropChain(row, left);
                if (dropped == left) {
                    return;
                }
                left -= dropped;
            }
            chains.releaseWords(number, entry);
        }
        slotInVector = 0;
        vector++;
    }
}
