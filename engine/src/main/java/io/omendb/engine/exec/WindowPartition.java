package io.omendb.engine.exec;

import io.omendb.sql.plan.WindowFrame;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.Vector;
import java.util.List;

/**
 * The rows of one partition and the place of one of them: its peers and its frame. Rows are
 * numbered from 0; the ends are the first row that is no longer part.
 */
final class WindowPartition {
    private final RowBuffer rows;
    private final int[] partitionColumns;
    private final ValueComparator[] partitionComparators;
    private final int[] orderColumns;
    private final ValueComparator[] orderComparators;
    private final WindowFrame frame;
    private long startOffset;
    private long endOffset;
    private int row;
    private int peersStart;
    private int peersEnd;
    private int peersBefore;

    /**
     * @param partitionColumns the columns of the rows by which they belong together
     * @param orderColumns those by which they are peers
     */
    WindowPartition(
            RowBuffer rows,
            List<SortColumn> partitionColumns,
            List<SortColumn> orderColumns,
            WindowFrame frame) {
        this.rows = rows;
        this.frame = frame;
        this.partitionColumns = columns(partitionColumns);
        this.partitionComparators = comparators(partitionColumns);
        this.orderColumns = columns(orderColumns);
        this.orderComparators = comparators(orderColumns);
    }

    private static int[] columns(List<SortColumn> keys) {
        return keys.stream().mapToInt(SortColumn::column).toArray();
    }

    private static ValueComparator[] comparators(List<SortColumn> keys) {
        return keys.stream().map(SortColumn::comparator).toArray(ValueComparator[]::new);
    }

    /** Sets the offsets of the frame's bounds; 0 where a bound has none. */
    void setOffsets(long start, long end) {
        startOffset = start;
        endOffset = end;
    }

    RowBuffer rows() {
        return rows;
    }

    int count() {
        return rows.count();
    }

    /** Appends rows as long as they belong to the partition; returns the first that does not. */
    int append(Vector[] columns, int from, int count) {
        int at = from;
        while (at < count && (rows.count() == 0 || belongs(columns, at))) {
            rows.appendRow(columns, at);
            at++;
        }
        return at;
    }

    private boolean belongs(Vector[] columns, int at) {
        for (int i = 0; i < partitionColumns.length; i++) {
            int column = partitionColumns[i];
            if (!same(partitionComparators[i], columns[column], at, rows.column(column, 0), 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(
            ValueComparator comparator, Vector a, int aRow, Vector b, int bRow) {
        return a.nulls[aRow] || b.nulls[bRow]
                ? a.nulls[aRow] == b.nulls[bRow]
                : comparator.equal(a, aRow, b, bRow);
    }

    /** Goes before the first row. */
    void begin() {
        row = -1;
        peersStart = 0;
        peersEnd = 0;
        peersBefore = -1;
    }

    /** Goes to the next row. */
    void advance() {
        row++;
        if (row < peersEnd) {
            return;
        }
        peersStart = row;
        peersBefore++;
        peersEnd = row + 1;
        while (peersEnd < rows.count() && arePeers(row, peersEnd)) {
            peersEnd++;
        }
    }

    private boolean arePeers(int a, int b) {
        for (int i = 0; i < orderColumns.length; i++) {
            Vector ofA = rows.column(orderColumns[i], a);
            Vector ofB = rows.column(orderColumns[i], b);
            int aRow = RowBuffer.rowIn(a);
            if (!same(orderComparators[i], ofA, aRow, ofB, RowBuffer.rowIn(b))) {
                return false;
            }
        }
        return true;
    }

    int row() {
        return row;
    }

    /** The first row of the row's peers. */
    int peersStart() {
        return peersStart;
    }

    /** The end of the row's peers. */
    int peersEnd() {
        return peersEnd;
    }

    /** How many groups of peers are before the row's. */
    int peersBefore() {
        return peersBefore;
    }

    /** The first row of the row's frame. */
    int frameStart() {
        boolean ofRows = frame.unit() == WindowFrame.Unit.ROWS;
        return switch (frame.start().kind()) {
            case UNBOUNDED_PRECEDING -> 0;
            case PRECEDING -> (int) Math.max(0, row - startOffset);
            case CURRENT_ROW -> ofRows ? row : peersStart;
            case FOLLOWING -> limited(row, startOffset);
            case UNBOUNDED_FOLLOWING -> count();
        };
    }

    /** The end of the row's frame, not before its start. */
    int frameEnd() {
        boolean ofRows = frame.unit() == WindowFrame.Unit.ROWS;
        int end =
                switch (frame.end().kind()) {
                    case UNBOUNDED_PRECEDING -> 0;
                    case PRECEDING -> (int) Math.max(0, row + 1 - endOffset);
                    case CURRENT_ROW -> ofRows ? row + 1 : peersEnd;
                    case FOLLOWING -> limited(row + 1, endOffset);
                    case UNBOUNDED_FOLLOWING -> count();
                };
        return Math.max(end, frameStart());
    }

    /** So many rows on, but not beyond the end. */
    private int limited(int from, long offset) {
        return offset >= count() - from ? count() : from + (int) offset;
    }
}
