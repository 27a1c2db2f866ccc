package io.omendb.sql.function;

import io.omendb.sql.types.ArrayView;
import io.omendb.sql.vector.Vector;

/** Arrays as rows: unnest and generate_subscripts. */
final class ArraySeries {
    private ArraySeries() {}

    /** The elements in their order. */
    static final class Elements implements RowGenerator {
        private final ArrayView array = new ArrayView();
        private int next;
        private int count;

        @Override
        public void open(Vector[] arguments, EvaluationContext context) {
            next = 0;
            count = arguments[0].nulls[0] ? 0 : array.wrap(arguments[0], 0).count();
        }

        @Override
        public int next(Vector out, int capacity) {
            out.clear();
            int n = 0;
            while (n < capacity && next < count) {
                array.copyTo(next++, out, n++);
            }
            return n;
        }
    }

    /** The subscripts of one dimension, up or down. */
    static final class Subscripts implements RowGenerator {
        private long next;
        private long left;
        private int step;

        @Override
        public void open(Vector[] arguments, EvaluationContext context) {
            left = 0;
            if (SetFunctions.anyNull(arguments)) {
                return;
            }
            ArrayView array = new ArrayView().wrap(arguments[0], 0);
            long dimension = arguments[1].longs[0] - 1;
            if (dimension < 0 || dimension >= array.dimensions()) {
                return;
            }
            boolean down = arguments.length > 2 && arguments[2].longs[0] != 0;
            step = down ? -1 : 1;
            left = array.length((int) dimension);
            next = down ? array.upperBound((int) dimension) : array.lowerBound((int) dimension);
        }

        @Override
        public int next(Vector out, int capacity) {
            int n = 0;
            for (; n < capacity && left > 0; left--) {
                out.setLong(n++, next);
                next += step;
            }
            return n;
        }
    }
}
