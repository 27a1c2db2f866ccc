package io.omendb.sql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of FROM. */
public sealed interface TableExpression {
    /** Returns the 1-based character position. */
    int position();

    /** AS name (columns). */
    record Alias(String name, List<String> columns) {
        public Alias {
            columns = List.copyOf(columns);
        }
    }

    /** A table, view or common table expression by name. */
    record NamedTable(QualifiedName name, boolean only, @Nullable Alias alias, int position)
            implements TableExpression {}

    /** [LATERAL] (query) alias. */
    record DerivedTable(Query query, boolean lateral, @Nullable Alias alias, int position)
            implements TableExpression {}

    /**
     * [LATERAL] f(...) [WITH ORDINALITY] alias; column definitions of a record function are refused
     * by the parser.
     */
    record FunctionTable(
            Expression call,
            boolean lateral,
            boolean withOrdinality,
            @Nullable Alias alias,
            int position)
            implements TableExpression {}

    /** The kinds of joins. */
    enum JoinKind {
        CROSS,
        INNER,
        LEFT,
        RIGHT,
        FULL
    }

    /**
     * A join; exactly one of natural, using (not empty), condition is given unless the kind is
     * CROSS.
     */
    record Join(
            JoinKind kind,
            TableExpression left,
            TableExpression right,
            boolean natural,
            List<String> using,
            @Nullable Expression condition,
            @Nullable Alias alias,
            int position)
            implements TableExpression {
        public Join {
            using = List.copyOf(using);
        }
    }
}
