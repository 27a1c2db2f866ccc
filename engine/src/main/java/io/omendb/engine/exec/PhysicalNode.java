package io.omendb.engine.exec;

import io.omendb.sql.types.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * A step of a plan as it was chosen: EXPLAIN shows it, and trees of operators are made of it, one
 * for each execution that runs at the same time. Immutable.
 *
 * @param title what EXPLAIN calls it
 * @param details further lines of EXPLAIN
 * @param types of the output columns
 * @param names of the output columns, for the expressions of the step above
 * @param rows how many rows are expected
 * @param startCost before the first row, in PostgreSQL's unit of one page read
 * @param totalCost to the last row
 */
record PhysicalNode(
        String title,
        List<String> details,
        List<PhysicalNode> children,
        List<SqlType> types,
        List<String> names,
        double rows,
        double startCost,
        double totalCost,
        Maker maker) {

    /** Makes the operator of a step from those of its children. */
    @FunctionalInterface
    interface Maker {
        Operator make(OperatorFactory factory, List<Operator> children);
    }

    PhysicalNode {
        details = List.copyOf(details);
        children = List.copyOf(children);
        types = List.copyOf(types);
        names = List.copyOf(names);
    }

    /** A tree of operators for this step and those below it. */
    Operator make(OperatorFactory factory) {
        List<Operator> made = new ArrayList<>(children.size());
        for (PhysicalNode child : children) {
            made.add(child.make(factory));
        }
        return factory.finish(this, maker.make(factory, made));
    }

    /** Expected bytes of a row. */
    int width() {
        int width = 0;
        for (SqlType type : types) {
            int length = type.kind().typlen();
            width += length > 0 ? length : 32;
        }
        return width;
    }
}
