package io.omendb.sql.expr;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Datum;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/** Constants, columns and parameters. */
final class LeafNodes {
    private LeafNodes() {}

    /** A constant, written once. */
    static final class ConstantNode extends Node {
        private final Vector value;

        ConstantNode(SqlType type, Datum datum) {
            super(type, true);
            value = Vector.of(type, 1);
            datum.copyTo(value, 0);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            return value;
        }
    }

    /** A column of the input, which is returned as it is. */
    static final class ColumnNode extends Node {
        private final int index;

        ColumnNode(SqlType type, int index) {
            super(type, false);
            this.index = index;
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            return frame.input.columns[index];
        }
    }

    /** A parameter. */
    static final class ParameterNode extends Node {
        private final int index;

        ParameterNode(SqlType type, int index) {
            super(type, true);
            this.index = index;
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            return frame.parameters.columns[index];
        }
    }
}
