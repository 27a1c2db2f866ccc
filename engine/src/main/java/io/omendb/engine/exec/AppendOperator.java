package io.omendb.engine.exec;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

import java.util.List;

/** The rows of one child after those of the other. */
final class AppendOperator extends Operator {
    private final Operator[] children;
    private int current;

    AppendOperator(List<SqlType> types, List<Operator> children) {
        super(
                new Batch(
                        new Vector[types.size()],
                        children.stream().mapToInt(child -> child.out.capacity).max().orElse(1),
                        false));
        this.children = children.toArray(new Operator[0]);
    }

    @Override
    void open() {
        current = 0;
        for (Operator child : children) {
            child.open();
        }
    }

    @Override
    int next() {
        while (current < children.length) {
            Operator child = children[current];
            int count = child.next();
            if (count > 0) {
                System.arraycopy(child.out.columns, 0, out.columns, 0, out.columns.length);
                out.count = count;
                return count;
            }
            current++;
        }
        out.count = 0;
        return 0;
    }

    @Override
    void close() {
        for (Operator child : children) {
            child.close();
        }
    }
}
