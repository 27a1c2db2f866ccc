package io.omendb.sql.function;

import io.omendb.sql.types.ByteArraySink;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** string_agg: each value but the first after its own separator. */
final class StringAggregateState implements AggregateState {
    private @Nullable ByteArraySink[] strings = new ByteArraySink[1];

    /** Length of the separator of the first value, which is kept for a merge but not shown. */
    private int[] firstSeparator = new int[1];

    @Override
    public void ensureGroups(int count) {
        if (strings.length < count) {
            int capacity = Math.max(count, strings.length * 2);
            strings = Arrays.copyOf(strings, capacity);
            firstSeparator = Arrays.copyOf(firstSeparator, capacity);
        }
    }

    @Override
    public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
        Vector values = arguments[0];
        Vector separators = arguments[1];
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            if (values.nulls[row]) {
                continue;
            }
            int separator = separators.nulls[row] ? 0 : separators.lengths[row];
            ByteArraySink string = stringOf(groupOf[row], separator);
            if (separator > 0) {
                string.put(separators.bytes, separators.starts[row], separator);
            }
            string.put(values.bytes, values.starts[row], values.lengths[row]);
        }
    }

    private ByteArraySink stringOf(int group, int separator) {
        ByteArraySink string = strings[group];
        if (string == null) {
            string = new ByteArraySink();
            strings[group] = string;
            firstSeparator[group] = separator;
        }
        return string;
    }

    @Override
    public void merge(AggregateState other, int[] groupOf, int groups) {
        StringAggregateState that = (StringAggregateState) other;
        for (int i = 0; i < groups; i++) {
            ByteArraySink source = that.strings[i];
            if (source != null) {
                stringOf(groupOf[i], that.firstSeparator[i])
                        .put(source.array(), 0, source.length());
            }
        }
    }

    @Override
    public void finish(int first, int count, Vector out) {
        for (int i = 0; i < count; i++) {
            ByteArraySink string = strings[first + i];
            if (string == null) {
                out.setNull(i);
            } else {
                int skipped = firstSeparator[first + i];
                out.setBytes(i, string.array(), skipped, string.length() - skipped);
            }
        }
    }

    @Override
    public void reset() {
        Arrays.fill(strings, null);
    }
}
