package io.omendb.sql.syntax;

import io.omendb.sql.syntax.Query.SelectItem;
import io.omendb.sql.syntax.Query.WithClause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement as written. */
public sealed interface Statement
        permits Query,
                Statement.Insert,
                Statement.Update,
                Statement.Delete,
                Statement.Copy,
                Statement.Explain,
                Statement.Prepare,
                Statement.Execute,
                Statement.Deallocate,
                Statement.Unsupported,
                SchemaStatement,
                TransactionStatement,
                SessionStatement,
                MaintenanceStatement {

    /** Returns the 1-based character at which the statement starts. */
    int position();

    /** A column that a statement names as its target. */
    record TargetColumn(String name, int position) {}

    /** OVERRIDING of INSERT. */
    enum Overriding {
        NONE,
        SYSTEM_VALUE,
        USER_VALUE
    }

    /** INSERT; a null source is DEFAULT VALUES. */
    record Insert(
            @Nullable WithClause with,
            QualifiedName table,
            @Nullable String alias,
            List<TargetColumn> columns,
            Overriding overriding,
            @Nullable Query source,
            @Nullable OnConflict onConflict,
            List<SelectItem> returning,
            int position)
            implements Statement {
        public Insert {
            columns = List.copyOf(columns);
            returning = List.copyOf(returning);
        }
    }

    /**
     * ON CONFLICT.
     *
     * @param target the arbiter columns or expressions; empty when none or a constraint is named
     * @param targetWhere the predicate of the arbiter index
     * @param constraint ON CONSTRAINT name
     * @param update null for DO NOTHING
     */
    record OnConflict(
            List<Expression> target,
            @Nullable Expression targetWhere,
            @Nullable String constraint,
            @Nullable ConflictUpdate update,
            int position) {
        public OnConflict {
            target = List.copyOf(target);
        }
    }

    /** DO UPDATE SET ... WHERE. */
    record ConflictUpdate(List<Assignment> assignments, @Nullable Expression where) {
        public ConflictUpdate {
            assignments = List.copyOf(assignments);
        }
    }

    /**
     * One assignment of SET. With several columns the value is a row constructor, a query or any
     * expression of row type; {@code (a) = expr} has one column and {@code multiple} set.
     */
    record Assignment(
            List<TargetColumn> columns, boolean multiple, Expression value, int position) {
        public Assignment {
            columns = List.copyOf(columns);
        }
    }

    /** UPDATE. */
    record Update(
            @Nullable WithClause with,
            TableExpression.NamedTable table,
            List<Assignment> assignments,
            List<TableExpression> from,
            @Nullable Expression where,
            List<SelectItem> returning,
            int position)
            implements Statement {
        public Update {
            assignments = List.copyOf(assignments);
            from = List.copyOf(from);
            returning = List.copyOf(returning);
        }
    }

    /** DELETE. */
    record Delete(
            @Nullable WithClause with,
            TableExpression.NamedTable table,
            List<TableExpression> using,
            @Nullable Expression where,
            List<SelectItem> returning,
            int position)
            implements Statement {
        public Delete {
            using = List.copyOf(using);
            returning = List.copyOf(returning);
        }
    }

    /** Where COPY reads or writes. */
    enum CopyEnd {
        STDIN,
        STDOUT,
        FILE,
        PROGRAM
    }

    /**
     * COPY. Exactly one of table and query is given; the old option syntax is already in the new
     * one's names.
     *
     * @param from true for COPY FROM
     * @param file the file or program, or null
     */
    record Copy(
            @Nullable QualifiedName table,
            List<TargetColumn> columns,
            @Nullable Statement query,
            boolean from,
            CopyEnd end,
            @Nullable String file,
            List<DefinitionOption> options,
            @Nullable Expression where,
            int position)
            implements Statement {
        public Copy {
            columns = List.copyOf(columns);
            options = List.copyOf(options);
        }
    }

    /** EXPLAIN. */
    record Explain(List<DefinitionOption> options, Statement statement, int position)
            implements Statement {
        public Explain {
            options = List.copyOf(options);
        }
    }

    /** PREPARE name (types) AS statement. */
    record Prepare(String name, List<TypeName> types, Statement statement, int position)
            implements Statement {
        public Prepare {
            types = List.copyOf(types);
        }
    }

    /** EXECUTE name (values). */
    record Execute(String name, List<Expression> arguments, int position) implements Statement {
        public Execute {
            arguments = List.copyOf(arguments);
        }
    }

    /** DEALLOCATE; a null name is ALL. */
    record Deallocate(@Nullable String name, int position) implements Statement {}

    /**
     * A statement of PostgreSQL that this system does not have. Only its leading keywords were
     * looked at.
     *
     * @param what its name, for the message of 0A000
     */
    record Unsupported(String what, int position) implements Statement {}
}
