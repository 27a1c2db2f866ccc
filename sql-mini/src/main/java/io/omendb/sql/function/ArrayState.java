package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ArrayBuilder;
import io.omendb.sql.types.ArrayView;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * array_agg: values become the elements of a list, arrays of one shape the slices of an array with
 * a dimension more.
 */
public final class ArrayState implements AggregateState {
    private final TypeKind element;
    private final boolean ofArrays;
    private final ArrayView array = new ArrayView();
    private @Nullable Group[] groups = new Group[1];

    /** What one group has collected. */
    private static final class Group {
        final ArrayBuilder elements;
        final Vector shape;
        int values;

        Group(TypeKind element) {
            elements = new ArrayBuilder(element);
            shape = new Vector(Lane.BYTES, 1);
        }
    }

    /**
     * @param element what the arrays hold
     * @param ofArrays whether the values are arrays of it themselves
     */
    public ArrayState(TypeKind element, boolean ofArrays) {
        this.element = element;
        this.ofArrays = ofArrays;
    }

    static ArrayState of(SqlType argument) {
        TypeKind element = argument.kind().elementKind();
        return element == null
                ? new ArrayState(argument.kind(), false)
                : new ArrayState(element, true);
    }

    @Override
    public void ensureGroups(int count) {
        if (groups.length < count) {
            groups = Arrays.copyOf(groups, Math.max(count, groups.length * 2));
        }
    }

    @Override
    public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            add(group(groupOf[row]), arguments[0], row);
        }
    }

    private Group group(int index) {
        Group group = groups[index];
        if (group == null) {
            group = new Group(element);
            groups[index] = group;
        }
        return group;
    }

    private void add(Group group, Vector values, int row) {
        if (!ofArrays) {
            group.elements.add(values, row);
            group.values++;
            return;
        }
        if (values.nulls[row]) {
            throw SqlException.of(SqlState.NULL_VALUE_NOT_ALLOWED, "cannot accumulate null arrays");
        }
        array.wrap(values, row);
        if (array.dimensions() == 0) {
            throw SqlException.of(SqlState.ARRAY_SUBSCRIPT_ERROR, "cannot accumulate empty arrays");
        }
        if (group.values == 0) {
            group.shape.copyFrom(values, row, 0);
        } else if (!sameShape(new ArrayView().wrap(group.shape, 0))) {
            throw SqlException.of(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "cannot accumulate arrays of different dimensionality");
        }
        group.elements.addAll(array);
        group.values++;
    }

    private boolean sameShape(ArrayView other) {
        boolean same = array.dimensions() == other.dimensions();
        for (int d = 0; same && d < array.dimensions(); d++) {
            same = array.length(d) == other.length(d) && array.lowerBound(d) == other.lowerBound(d);
        }
        return same;
    }

    @Override
    public void merge(AggregateState other, int[] groupOf, int count) {
        ArrayState that = (ArrayState) other;
        Vector taken = new Vector(Lane.BYTES, 1);
        for (int i = 0; i < count; i++) {
            Group source = that.groups[i];
            if (source == null) {
                continue;
            }
            Group target = group(groupOf[i]);
            source.elements.setList(taken, 0);
            array.wrap(taken, 0);
            target.elements.addAll(array);
            if (target.values == 0 && ofArrays) {
                target.shape.copyFrom(source.shape, 0, 0);
            }
            target.values += source.values;
        }
    }

    @Override
    public void finish(int first, int count, Vector out) {
        for (int i = 0; i < count; i++) {
            Group group = groups[first + i];
            if (group == null) {
                out.setNull(i);
            } else if (ofArrays) {
                group.elements
                        .reshape()
                        .dimension(group.values, 1)
                        .shapeOf(array.wrap(group.shape, 0))
                        .set(out, i);
            } else {
                group.elements.setList(out, i);
            }
        }
    }

    @Override
    public void reset() {
        Arrays.fill(groups, null);
    }
}
