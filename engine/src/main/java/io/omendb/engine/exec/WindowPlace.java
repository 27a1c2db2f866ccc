package io.omendb.engine.exec;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.function.PlaceFunction;
import io.omendb.sql.vector.Vector;

/** The window functions that follow from a row's place in its partition. */
final class WindowPlace implements WindowValue {
    private final PlaceFunction.Kind kind;
    private final int[] arguments;
    private int buckets;

    /**
     * @param arguments the columns of the partition's rows that hold the arguments
     */
    WindowPlace(PlaceFunction.Kind kind, int[] arguments) {
        this.kind = kind;
        this.arguments = arguments;
    }

    @Override
    public void begin(WindowPartition partition) {
        buckets = 0;
    }

    @Override
    public void write(WindowPartition at, Vector out, int outRow) {
        switch (kind) {
            case ROW_NUMBER -> out.setLong(outRow, at.row() + 1L);
            case RANK -> out.setLong(outRow, at.peersStart() + 1L);
            case DENSE_RANK -> out.setLong(outRow, at.peersBefore() + 1L);
            case PERCENT_RANK ->
                    out.setDouble(
                            outRow,
                            at.count() == 1 ? 0 : at.peersStart() / (double) (at.count() - 1));
            case CUME_DIST -> out.setDouble(outRow, at.peersEnd() / (double) at.count());
            case NTILE -> bucket(at, out, outRow);
            case LAG -> neighbour(at, -1, out, outRow);
            case LEAD -> neighbour(at, 1, out, outRow);
            case FIRST_VALUE -> inFrame(at, 0, out, outRow);
            case LAST_VALUE -> inFrame(at, at.frameEnd() - at.frameStart() - 1L, out, outRow);
            case NTH_VALUE -> nth(at, out, outRow);
        }
    }

    private Vector argument(int number, WindowPartition at, int row) {
        return at.rows().column(arguments[number], row);
    }

    /** The first row of the partition says how many buckets it has. */
    private void bucket(WindowPartition at, Vector out, int outRow) {
        if (buckets == 0) {
            Vector count = argument(0, at, at.row());
            int row = RowBuffer.rowIn(at.row());
            if (count.nulls[row]) {
                out.setNull(outRow);
                return;
            }
            if (count.longs[row] <= 0) {
                throw SqlException.of(
                        SqlState.INVALID_ARGUMENT_FOR_NTILE,
                        "argument of ntile must be greater than zero");
            }
            buckets = (int) count.longs[row];
        }
        int small = at.count() / buckets;
        int larger = at.count() % buckets;
        long inLarger = (long) larger * (small + 1L);
        long bucket =
                at.row() < inLarger
                        ? at.row() / (small + 1L)
                        : larger + (at.row() - inLarger) / Math.max(1, small);
        out.setLong(outRow, bucket + 1);
    }

    private void neighbour(WindowPartition at, int direction, Vector out, int outRow) {
        long distance = 1;
        if (arguments.length > 1) {
            Vector offset = argument(1, at, at.row());
            int row = RowBuffer.rowIn(at.row());
            if (offset.nulls[row]) {
                out.setNull(outRow);
                return;
            }
            distance = offset.longs[row];
        }
        long target = at.row() + direction * distance;
        if (target >= 0 && target < at.count()) {
            copy(at, 0, (int) target, out, outRow);
        } else if (arguments.length > 2) {
            copy(at, 2, at.row(), out, outRow);
        } else {
            out.setNull(outRow);
        }
    }

    private void nth(WindowPartition at, Vector out, int outRow) {
        Vector number = argument(1, at, at.row());
        int row = RowBuffer.rowIn(at.row());
        if (number.nulls[row]) {
            out.setNull(outRow);
            return;
        }
        if (number.longs[row] <= 0) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_NTH_VALUE,
                    "argument of nth_value must be greater than zero");
        }
        inFrame(at, number.longs[row] - 1, out, outRow);
    }

    private void inFrame(WindowPartition at, long place, Vector out, int outRow) {
        int start = at.frameStart();
        if (place < 0 || place >= at.frameEnd() - start) {
            out.setNull(outRow);
        } else {
            copy(at, 0, start + (int) place, out, outRow);
        }
    }

    private void copy(WindowPartition at, int argument, int row, Vector out, int outRow) {
        out.copyFrom(argument(argument, at, row), RowBuffer.rowIn(row), outRow);
    }
}
